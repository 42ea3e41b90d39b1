// Who and what must never get at deposits, tree or reviews: roles, broken tokens, sham patients.
import type { BaseContract, ParamType } from "ethers";
import { FunctionFragment, ZeroAddress } from "ethers";
import { beforeEach, describe, expect, it } from "vitest";

import { ROLES } from "../../ignition/administration.ts";
import { OPEN, TRANSITIONS } from "../../client/protocol/life-cycle.ts";
import { Booking } from "../contracts/support/booking.ts";
import { from } from "../contracts/support/chain.ts";
import {
  DAY,
  keyOf,
  licenseSurgeon,
  MAXIMUM_PROTOCOL_FEE,
  MINIMUM_LEAVES,
  PROTOCOL_FEE,
  useAftercare,
} from "../contracts/support/deployment.ts";
import { expectRevert, refusalOf } from "../contracts/support/errors.ts";
import { mined } from "../contracts/support/events.ts";
import { closeSurgeries, posting, reviewOf } from "../contracts/support/review.ts";

const surgeon = keyOf("surgeon");

describe("a role", () => {
  const aftercare = useAftercare();
  beforeEach(() => licenseSurgeon(aftercare(), surgeon));

  /** One account that holds every role, without any delay. */
  async function allPowerful() {
    const { accessManager, chain } = aftercare();
    const [, account] = chain.accounts;
    if (account === undefined) throw new Error("no second account");
    for (const role of Object.values(ROLES)) await mined(accessManager.grantRole(role, account.address, 0));
    return account;
  }

  const nothingOf = (type: ParamType): unknown => {
    if (type.isArray()) return [];
    if (type.isTuple()) return type.components.map(nothingOf);
    if (type.baseType === "address") return ZeroAddress;
    if (type.baseType === "bytes") return "0x";
    if (type.baseType.startsWith("bytes")) return `0x${"00".repeat(32)}`;
    return 0;
  };

  /** What a call with empty arguments is refused by, from one account. */
  function refusalFor(caller: Parameters<typeof from>[1], contract: BaseContract, name: string) {
    const inputs = contract.interface.getFunction(name)?.inputs ?? [];
    return refusalOf(
      from(contract, caller)
        .getFunction(name)
        .staticCall(...inputs.map(nothingOf)),
    );
  }

  it("opens two functions and no other: the parameters", async () => {
    const { escrow, registry, tree, reviewBoard, chain } = aftercare();
    const powerful = await allPowerful();
    const [, , stranger] = chain.accounts;
    if (stranger === undefined) throw new Error("no third account");
    const contracts: Record<string, BaseContract> = { escrow, registry, tree, reviewBoard };
    const opened: string[] = [];
    for (const [label, contract] of Object.entries(contracts)) {
      for (const fragment of contract.interface.fragments) {
        if (!FunctionFragment.isFragment(fragment) || fragment.constant) continue;
        const theirs = await refusalFor(powerful, contract, fragment.name);
        const ours = await refusalFor(stranger, contract, fragment.name);
        // Whatever refuses a stranger refuses the roles for the same reason, or it is theirs to use.
        if (theirs !== ours) opened.push(`${label}.${fragment.name}`);
      }
    }
    expect(opened).toEqual(["escrow.setProtocolFee", "reviewBoard.setMinimumLeaves"]);
  });

  it("cannot move a deposit, a leaf or a review by anything it may do", async () => {
    const { chain, accessManager, escrow, tree, reviewBoard, registry, token } = aftercare();
    const powerful = await allPowerful();
    await closeSurgeries(aftercare(), surgeon, MINIMUM_LEAVES);
    await mined(posting(aftercare(), await reviewOf(aftercare(), surgeon)));
    const booking = await (await Booking.of(aftercare(), surgeon)).reach("EXECUTED");
    const state = async () => [
      await token.balanceOf(escrow),
      await escrow.progressOf(booking.id),
      await escrow.balanceOf(surgeon.address),
      await escrow.reviewPot(),
      await escrow.queueHead(),
      await tree.root(),
      await reviewBoard.ratingsOf(surgeon.address),
    ];
    const before = await state();

    await mined(from(escrow, powerful).setProtocolFee(MAXIMUM_PROTOCOL_FEE));
    await mined(from(reviewBoard, powerful).setMinimumLeaves(20));
    const manager = from(accessManager, powerful);
    for (const target of [escrow, registry, reviewBoard]) {
      await mined(manager.setTargetClosed(target, true));
    }
    // The manager itself has no more rights in the contracts than anybody.
    for (const call of [
      escrow.interface.encodeFunctionData("payRelay", [powerful.address, 1n]),
      escrow.interface.encodeFunctionData("connectReviewBoard", [powerful.address]),
    ]) {
      await expect(manager.execute(escrow, call)).rejects.toThrow();
    }
    // Nor has one that it puts in its own place.
    const successor = await chain.deploy("AccessManager", [powerful.address]);
    for (const target of [escrow, registry, reviewBoard]) {
      await mined(manager.updateAuthority(target, successor));
    }
    expect(await state()).toEqual(before);

    await booking.perform("close");
    const owed = await escrow.balanceOf(surgeon.address);
    await mined(escrow.collect(surgeon.address));
    expect(await token.balanceOf(surgeon.address)).toBe(owed);
  });

  it("to change parameters has upper limits that it cannot pass", async () => {
    const { escrow, reviewBoard } = aftercare();
    const powerful = await allPowerful();
    await expectRevert(
      escrow,
      from(escrow, powerful).setProtocolFee(MAXIMUM_PROTOCOL_FEE + 1n),
      "ProtocolFeeTooHigh",
    );
    await expectRevert(reviewBoard, from(reviewBoard, powerful).setMinimumLeaves(21), "MinimumLeavesTooHigh");
  });
});

describe("a token that reverts on every transfer", () => {
  const aftercare = useAftercare({ token: "MoodyDollar" });
  beforeEach(() => licenseSurgeon(aftercare(), surgeon));
  const [HONEST, BROKEN] = [0, 3];
  const setMood = async (mood: number) => {
    const token = await aftercare().chain.ethers.getContractAt("MoodyDollar", aftercare().token);
    await mined(token.getFunction("setMood")(mood));
  };

  it.each(OPEN)("stops no booking from ending by time alone from %s", async (standing) => {
    const { escrow, token } = aftercare();
    const booking = await (await Booking.of(aftercare(), surgeon)).reach(standing);
    await setMood(BROKEN);
    const way = TRANSITIONS.find((row) => row.signedBy.length === 0 && row.from.includes(standing));
    if (way === undefined) throw new Error(`no way out of ${standing}`);
    await booking.perform(way.action, { by: way });
    expect(OPEN).not.toContain(booking.standing);
    const [creditor] = (
      await Promise.all(
        [booking.terms.patient, surgeon.address].map(async (account) =>
          (await escrow.balanceOf(account)) === 0n ? [] : [account],
        ),
      )
    ).flat();
    if (creditor === undefined) throw new Error("nobody was paid");
    const moody = await aftercare().chain.ethers.getContractAt("MoodyDollar", token);
    await expectRevert(moody, escrow.collect(creditor), "Broken");
    await setMood(HONEST);
    await mined(escrow.collect(creditor));
  });

  it("stops no patient from closing", async () => {
    const booking = await (await Booking.of(aftercare(), surgeon)).reach("EXECUTED");
    await setMood(BROKEN);
    await booking.perform("close");
  });

  it("schedules nothing", async () => {
    const booking = await Booking.of(aftercare(), surgeon);
    await setMood(BROKEN);
    const moody = await aftercare().chain.ethers.getContractAt("MoodyDollar", aftercare().token);
    await expectRevert(moody, booking.send("schedule"), "Broken");
  });
});

describe("a sham patient", () => {
  const aftercare = useAftercare();
  beforeEach(() => licenseSurgeon(aftercare(), surgeon));

  it.each([
    "EXECUTED",
    "ACCIDENT with record",
    "SETTLED with record",
    "RULED with record",
    "DEFAULTED with record",
    "LAPSED",
  ] as const)("costs the protocol fee and two days at least on the way through %s", async (standing) => {
    const { escrow, chain } = aftercare();
    const start = await chain.now();
    const booking = await Booking.of(aftercare(), surgeon, { appointmentTime: start + DAY + 60 });
    await booking.reach(standing);
    await booking.perform("close");
    expect(booking.progress.enteredAt - start).toBeGreaterThanOrEqual(2 * DAY);
    expect(await escrow.feesOf(surgeon.address)).toBe(PROTOCOL_FEE);
  });
});
