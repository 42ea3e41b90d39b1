import type {
  AccountRuntimeValue,
  IgnitionModuleBuilder,
  ModuleParameterRuntimeValue,
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
  accessManager: Deployed<"AccessManager">;
  escrow: Deployed<"SurgeryEscrow">;
  reviewBoard: Deployed<"ReviewBoard">;
  administrator: AccountRuntimeValue;
  /** Seconds between the announcement of a change and its effect. */
  delay: ModuleParameterRuntimeValue<number>;
}

/**
 * Gives every parameter to the PARAMETER role and delays its only member, then the administrator itself: an administrator
 * without a delay could give itself the role without one. Admitting and removing boards stays immediate, because a
 * board whose key is lost has to be removed at once.
 */
export function delayAdministration(m: IgnitionModuleBuilder, administration: Administration): void {
  const { accessManager, escrow, reviewBoard, administrator, delay } = administration;
  const restrictions = [
    m.call(
      accessManager,
      "setTargetFunctionRole",
      [escrow, [selector("setProtocolFee(uint128)")], ROLES.PARAMETER],
      {
        id: "RestrictProtocolFee",
      },
    ),
    m.call(
      accessManager,
      "setTargetFunctionRole",
      [reviewBoard, [selector("setMinimumLeaves(uint32)")], ROLES.PARAMETER],
      { id: "RestrictMinimumLeaves" },
    ),
    m.call(accessManager, "setRoleAdmin", [ROLES.BOARD, ROLES.BOARD_ADMISSION]),
    m.call(accessManager, "grantRole", [ROLES.PARAMETER, administrator, delay], { id: "GrantParameters" }),
    m.call(accessManager, "grantRole", [ROLES.BOARD_ADMISSION, administrator, 0], {
      id: "GrantBoardAdmission",
    }),
  ];
  m.call(accessManager, "grantRole", [ROLES.ADMIN, administrator, delay], {
    id: "DelayAdministrator",
    after: restrictions,
  });
}

function selector(signature: string): string {
  return id(signature).slice(0, 10);
}
