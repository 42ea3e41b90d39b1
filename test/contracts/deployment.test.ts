import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type {
  ClaimPool,
  ReviewBoard,
  SurgeonRegistry,
  SurgeryEscrow,
  SurgeryTree,
} from "../../build/typechain/index.ts";
import type { AccessManager } from "../../build/typechain/@openzeppelin/contracts/access/manager/AccessManager.ts";
import { ROLES } from "../../ignition/administration.ts";
import { deployContracts, type DeployedContracts } from "../../ignition/deploy.ts";
import { STANDARD_TERMS, type ContractParameters } from "../../ignition/parameters.ts";
import { from, startChain } from "./support/chain.ts";
import type { Chain } from "./support/chain.ts";
import { DAY, keyOf } from "./support/deployment.ts";
import { expectRevert } from "./support/errors.ts";
import { mined } from "./support/events.ts";

const DELAY = 2 * DAY;

interface Deployed {
  addresses: DeployedContracts;
  accessManager: AccessManager;
  escrow: SurgeryEscrow;
  registry: SurgeonRegistry;
  board: ReviewBoard;
  tree: SurgeryTree;
  claimPool: ClaimPool;
}

let chain: Chain;
let deployed: Deployed;

async function deploy(parameters: Partial<ContractParameters> = {}): Promise<Deployed> {
  const addresses = await deployContracts({
    provider: chain.provider,
    deployer: chain.relayer.address,
    parameters: {
      ...STANDARD_TERMS,
      administrator: chain.relayer.address,
      treasury: chain.relayer.address,
      token: { kind: "test" },
      ...parameters,
    },
    pollingInterval: 10,
  });
  const at = async <Type>(name: string, address: string) =>
    (await chain.ethers.getContractAt(name, address)) as unknown as Type;
  return {
    addresses,
    accessManager: await at("AccessManager", addresses.accessManager),
    escrow: await at("SurgeryEscrow", addresses.escrow),
    registry: await at("SurgeonRegistry", addresses.registry),
    board: await at("ReviewBoard", addresses.board),
    tree: await at("SurgeryTree", addresses.tree),
    claimPool: await at("ClaimPool", addresses.claimPool),
  };
}

beforeAll(async () => {
  chain = await startChain();
  deployed = await deploy();
});
afterAll(() => chain.close());

describe("the deployment", () => {
  it("connects every contract to the others", async () => {
    const { addresses, escrow, registry, board, tree, claimPool } = deployed;
    expect(await escrow.token()).toBe(addresses.token);
    expect(await escrow.registry()).toBe(addresses.registry);
    expect(await escrow.reviewBoard()).toBe(addresses.board);
    expect(await tree.queue()).toBe(addresses.escrow);
    expect(await tree.poseidonT4()).toBe(addresses.poseidonT4);
    expect(await tree.poseidonT5()).toBe(addresses.poseidonT5);
    expect(await board.escrow()).toBe(addresses.escrow);
    expect(await board.tree()).toBe(addresses.tree);
    expect(await board.verifier()).toBe(addresses.reviewVerifier);
    expect(await claimPool.token()).toBe(addresses.token);
    expect(await claimPool.policyBook()).toBe(addresses.policyBook);
    expect(await claimPool.tree()).toBe(addresses.tree);
    expect(await claimPool.verifier()).toBe(addresses.claimVerifier);
    for (const contract of [escrow, registry, board]) {
      expect(await contract.authority()).toBe(addresses.accessManager);
    }
  });

  it("on the standard terms costs what the documents say", async () => {
    const { escrow, board, tree } = deployed;
    expect(await escrow.protocolFee()).toBe(2_000_000n);
    expect(await escrow.maximumProtocolFee()).toBe(25_000_000n);
    expect(await escrow.reviewFee()).toBe(50_000n);
    expect(await tree.rootLifetime()).toBe(BigInt(30 * DAY));
    expect(await board.minimumLeaves()).toBe(3n);
  });

  it("says that its verification keys are for development", async () => {
    expect(await deployed.board.usesDevelopmentKey()).toBe(true);
    expect(await deployed.claimPool.usesDevelopmentKey()).toBe(true);
  });

  it("on a stablecoin that exists takes every parameter", async () => {
    const treasury = keyOf("treasury").address;
    const { token } = deployed.addresses;
    const { escrow, board, tree, claimPool } = await deploy({
      token: { kind: "existing", address: token },
      treasury,
      protocolFee: 1n,
      reviewFee: 2n,
      maximumProtocolFee: 3n,
      rootLifetime: DAY,
      minimumLeaves: 20,
    });
    expect(await escrow.token()).toBe(token);
    expect(await claimPool.token()).toBe(token);
    expect(await escrow.treasury()).toBe(treasury);
    expect([await escrow.protocolFee(), await escrow.reviewFee(), await escrow.maximumProtocolFee()]).toEqual(
      [1n, 2n, 3n],
    );
    expect(await tree.rootLifetime()).toBe(BigInt(DAY));
    expect(await board.minimumLeaves()).toBe(20n);
  });

  it("by someone else than the administrator leaves the deployer without any role", async () => {
    const administrator = keyOf("administrator").address;
    const { accessManager } = await deploy({ administrator, administrationDelay: DAY });
    const roleOf = async (role: bigint, account: string) => [...(await accessManager.hasRole(role, account))];
    expect(await roleOf(ROLES.ADMIN, administrator)).toEqual([true, BigInt(DAY)]);
    expect(await roleOf(ROLES.PARAMETER, administrator)).toEqual([true, BigInt(DAY)]);
    expect(await roleOf(ROLES.BOARD_ADMISSION, administrator)).toEqual([true, 0n]);
    for (const role of Object.values(ROLES)) {
      expect(await roleOf(role, chain.relayer.address)).toEqual([false, 0n]);
    }
  });
});

describe("the administration", () => {
  it("can change parameters only after announcing it two days ahead", async () => {
    const { accessManager, escrow, board } = deployed;
    const change = escrow.interface.encodeFunctionData("setProtocolFee", [3_000_000n]);
    await expectRevert(accessManager, escrow.setProtocolFee(3_000_000n), "AccessManagerNotScheduled");
    await expectRevert(accessManager, board.setMinimumLeaves(1), "AccessManagerNotScheduled");

    await mined(accessManager.schedule(escrow, change, 0));
    const announced = await chain.now();
    await chain.nextBlockAt(announced + DELAY - 1);
    await expectRevert(accessManager, escrow.setProtocolFee(3_000_000n), "AccessManagerNotReady");
    await chain.nextBlockAt(announced + DELAY);
    await mined(escrow.setProtocolFee(3_000_000n));
    expect(await escrow.protocolFee()).toBe(3_000_000n);
  });

  it("cannot give anyone the right to do so faster", async () => {
    const { accessManager } = deployed;
    const friend = keyOf("friend").address;
    for (const role of [ROLES.ADMIN, ROLES.PARAMETER]) {
      await expectRevert(
        accessManager,
        accessManager.grantRole(role, friend, 0),
        "AccessManagerNotScheduled",
      );
    }
    await expectRevert(
      accessManager,
      accessManager.grantRole(ROLES.PARAMETER, chain.relayer.address, 0),
      "AccessManagerNotScheduled",
    );
  });

  it("admits and removes medical boards at once", async () => {
    const { accessManager, registry } = deployed;
    const board = keyOf("medical board").address;
    expect(await registry.BOARD_ROLE()).toBe(ROLES.BOARD);
    await mined(accessManager.grantRole(ROLES.BOARD, board, 0));
    expect((await accessManager.hasRole(ROLES.BOARD, board))[0]).toBe(true);
    await mined(accessManager.revokeRole(ROLES.BOARD, board));
    expect((await accessManager.hasRole(ROLES.BOARD, board))[0]).toBe(false);
  });

  it("is closed to everyone else", async () => {
    const { accessManager, escrow } = deployed;
    const [, other] = chain.accounts;
    if (other === undefined) throw new Error("no second account");
    await expectRevert(escrow, from(escrow, other).setProtocolFee(1n), "AccessManagedUnauthorized");
    await expectRevert(
      accessManager,
      from(accessManager, other).grantRole(ROLES.BOARD, other.address, 0),
      "AccessManagerUnauthorizedAccount",
    );
  });
});
