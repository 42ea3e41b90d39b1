import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type {
  ReviewBoard,
  SurgeonRegistry,
  SurgeryEscrow,
  SurgeryTree,
} from "../../build/typechain/index.ts";
import type { AccessManager } from "../../build/typechain/@openzeppelin/contracts/access/manager/AccessManager.ts";
import { ROLES } from "../../ignition/administration.ts";
import Aftercare from "../../ignition/modules/Aftercare.ts";
import AftercareOnStablecoin from "../../ignition/modules/AftercareOnStablecoin.ts";
import { from, startChain } from "./support/chain.ts";
import type { Chain } from "./support/chain.ts";
import { DAY, keyOf } from "./support/deployment.ts";
import { expectRevert } from "./support/errors.ts";
import { mined } from "./support/events.ts";

const DELAY = 2 * DAY;

interface Deployed {
  accessManager: AccessManager;
  escrow: SurgeryEscrow;
  registry: SurgeonRegistry;
  reviewBoard: ReviewBoard;
  tree: SurgeryTree;
}

let chain: Chain;
let deployed: Deployed;
let tokenAddress: string;

beforeAll(async () => {
  chain = await startChain();
  const contracts = await chain.ignition.deploy(Aftercare);
  deployed = contracts as unknown as Deployed;
  tokenAddress = await contracts.token.getAddress();
});
afterAll(() => chain.close());

describe("the deployment", () => {
  it("connects every contract to the others", async () => {
    const { accessManager, escrow, registry, reviewBoard, tree } = deployed;
    expect(await escrow.token()).toBe(tokenAddress);
    expect(await escrow.registry()).toBe(await registry.getAddress());
    expect(await escrow.reviewBoard()).toBe(await reviewBoard.getAddress());
    expect(await tree.queue()).toBe(await escrow.getAddress());
    expect(await reviewBoard.escrow()).toBe(await escrow.getAddress());
    expect(await reviewBoard.tree()).toBe(await tree.getAddress());
    for (const contract of [escrow, registry, reviewBoard]) {
      expect(await contract.authority()).toBe(await accessManager.getAddress());
    }
  });

  it("has the documented defaults", async () => {
    const { escrow, reviewBoard, tree } = deployed;
    expect(await escrow.treasury()).toBe(chain.relayer.address);
    expect(await escrow.protocolFee()).toBe(2_000_000n);
    expect(await escrow.maximumProtocolFee()).toBe(25_000_000n);
    expect(await escrow.reviewFee()).toBe(50_000n);
    expect(await tree.rootLifetime()).toBe(BigInt(30 * DAY));
    expect(await reviewBoard.minimumLeaves()).toBe(3n);
  });

  it("says that its verification key is for development", async () => {
    expect(await deployed.reviewBoard.usesDevelopmentKey()).toBe(true);
  });

  it("on a stablecoin that exists takes all its parameters", async () => {
    const treasury = keyOf("treasury").address;
    const contracts = await chain.ignition.deploy(AftercareOnStablecoin, {
      parameters: {
        AftercareOnStablecoin: {
          token: tokenAddress,
          treasury,
          protocolFee: 1n,
          reviewFee: 2n,
          maximumProtocolFee: 3n,
          rootLifetime: DAY,
          minimumLeaves: 20,
          administrationDelay: DAY,
        },
      },
    });
    const { escrow, reviewBoard, tree, accessManager } = contracts as unknown as Deployed;
    expect(await escrow.token()).toBe(tokenAddress);
    expect(await escrow.treasury()).toBe(treasury);
    expect([await escrow.protocolFee(), await escrow.reviewFee(), await escrow.maximumProtocolFee()]).toEqual(
      [1n, 2n, 3n],
    );
    expect(await tree.rootLifetime()).toBe(BigInt(DAY));
    expect(await reviewBoard.minimumLeaves()).toBe(20n);
    const [, delay] = await accessManager.hasRole(ROLES.ADMIN, chain.relayer.address);
    expect(delay).toBe(BigInt(DAY));
  });
});

describe("the administration", () => {
  it("can change parameters only after announcing it two days ahead", async () => {
    const { accessManager, escrow, reviewBoard } = deployed;
    const change = escrow.interface.encodeFunctionData("setProtocolFee", [3_000_000n]);
    await expectRevert(accessManager, escrow.setProtocolFee(3_000_000n), "AccessManagerNotScheduled");
    await expectRevert(accessManager, reviewBoard.setMinimumLeaves(1), "AccessManagerNotScheduled");

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
