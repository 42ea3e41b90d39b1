import type {
  Future,
  IgnitionModuleBuilder,
  NamedArtifactContractDeploymentFuture,
} from "@nomicfoundation/ignition-core";
import { id } from "ethers";

/** Roles of the access manager; ADMIN is OpenZeppelin's own, BOARD is fixed in the surgeon registry. */
export const ROLES = {
  /** Grants roles and decides what each may call. */
  ADMIN: 0n,
  /** A medical board, whose attestations the surgeon registry accepts. */
  BOARD: 1n,
  /** Sets the protocol fee and the anonymity floor. */
  PARAMETER: 2n,
  /** Admits medical boards and removes them. */
  BOARD_ADMISSION: 3n,
} as const;

type Deployed<Name extends string> = NamedArtifactContractDeploymentFuture<Name>;

interface Administration {
  readonly accessManager: Deployed<"AccessManager">;
  readonly escrow: Deployed<"SurgeryEscrow">;
  readonly board: Deployed<"ReviewBoard">;
  readonly deployer: string;
  readonly administrator: string;
  /** Seconds between the announcement of a change and its effect. */
  readonly delay: number;
  /** What has to be done before the deployer gives its powers away. */
  readonly after: readonly Future[];
}

/**
 * Gives every parameter to the PARAMETER role and delays its only member, then the administrator itself: an administrator
 * without a delay could give itself the role without one. Admitting and removing boards stays immediate, because a
 * board whose key is lost has to be removed at once. At the end the deployer, whose key lay on a machine that is
 * connected to the network, has no role left.
 */
export function handOverAdministration(m: IgnitionModuleBuilder, administration: Administration): void {
  const { accessManager, escrow, board, deployer, administrator, delay, after } = administration;
  const restrictions = [
    m.call(
      accessManager,
      "setTargetFunctionRole",
      [escrow, [selector("setProtocolFee(uint128)")], ROLES.PARAMETER],
      { id: "RestrictProtocolFee" },
    ),
    m.call(
      accessManager,
      "setTargetFunctionRole",
      [board, [selector("setMinimumLeaves(uint32)")], ROLES.PARAMETER],
      { id: "RestrictMinimumLeaves" },
    ),
    m.call(accessManager, "setRoleAdmin", [ROLES.BOARD, ROLES.BOARD_ADMISSION]),
    m.call(accessManager, "grantRole", [ROLES.PARAMETER, administrator, delay], { id: "GrantParameters" }),
    m.call(accessManager, "grantRole", [ROLES.BOARD_ADMISSION, administrator, 0], {
      id: "GrantBoardAdmission",
    }),
  ];
  const delayed = m.call(accessManager, "grantRole", [ROLES.ADMIN, administrator, delay], {
    id: "DelayAdministrator",
    after: [...restrictions, ...after],
  });
  if (administrator !== deployer) {
    m.call(accessManager, "renounceRole", [ROLES.ADMIN, deployer], {
      id: "DismissDeployer",
      after: [delayed],
    });
  }
}

function selector(signature: string): string {
  return id(signature).slice(0, 10);
}
