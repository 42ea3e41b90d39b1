import { beforeEach, describe, expect, it } from "vitest";

import { Booking, STATES } from "./support/booking.ts";
import type { StateName } from "./support/booking.ts";
import { DAY, keyOf, licenseSurgeon, useAftercare } from "./support/deployment.ts";
import { expectRevert } from "./support/errors.ts";

const aftercare = useAftercare();
const surgeon = keyOf("surgeon");

beforeEach(async () => {
  await licenseSurgeon(aftercare(), surgeon, surgeon.address, 4_000 * DAY);
});

/** Every action, how to send it with all the right signatures, and the states from which it is legal. */
const ACTIONS = {
  propose: { from: ["NONE"], send: (booking: Booking) => booking.proposing() },
  withdrawOffer: { from: ["NONE", "PROPOSED"], send: (booking: Booking) => booking.withdrawing() },
  expire: { from: ["PROPOSED"], send: (booking: Booking) => booking.expiring() },
  schedule: { from: ["NONE", "PROPOSED"], send: (booking: Booking) => booking.scheduling() },
  confirm: { from: ["SCHEDULED"], send: (booking: Booking) => booking.confirming() },
  execute: { from: ["CONFIRMED"], send: (booking: Booking) => booking.executing() },
  close: { from: ["EXECUTED", "LAPSED"], send: (booking: Booking) => booking.closing() },
  refund: { from: ["SCHEDULED", "CONFIRMED"], send: (booking: Booking) => booking.refunding() },
  lapse: { from: ["EXECUTED"], send: (booking: Booking) => booking.lapsing() },
} as const satisfies Record<
  string,
  { from: readonly StateName[]; send: (booking: Booking) => Promise<unknown> }
>;

const illegal = STATES.flatMap((state) =>
  Object.entries(ACTIONS)
    .filter(([, action]) => !(action.from as readonly StateName[]).includes(state))
    .map(([name, action]) => ({ state, name, send: action.send })),
);

describe("the state machine", () => {
  it("has as many illegal pairs of state and action as there are pairs less the legal ones", () => {
    const pairs = STATES.length * Object.keys(ACTIONS).length;
    const legal = Object.values(ACTIONS).reduce((sum, action) => sum + action.from.length, 0);
    expect(illegal).toHaveLength(pairs - legal);
  });

  it.each(illegal)("refuses $name in $state", async ({ state, name, send }) => {
    const { escrow } = aftercare();
    const booking = await (await Booking.of(aftercare(), surgeon)).reach(state);
    const word = await escrow.progressHash(booking.id);
    // Offers are posted without naming a state, so the contract cannot tell which one it found.
    if (name === "propose") await expectRevert(escrow, send(booking), "ProgressMismatch", [booking.id]);
    else await expectRevert(escrow, send(booking), "WrongState", [booking.id, BigInt(STATES.indexOf(state))]);
    expect(await escrow.progressHash(booking.id)).toBe(word);
  });

  it.each(STATES)("refuses a claim that a booking in %s stands elsewhere", async (state) => {
    const { escrow } = aftercare();
    const booking = await (await Booking.of(aftercare(), surgeon)).reach(state);
    const real = booking.progress;
    for (const claimed of STATES.filter((other) => other !== state && other !== "NONE")) {
      booking.progress = { ...real, state: STATES.indexOf(claimed) };
      for (const [name, action] of Object.entries(ACTIONS)) {
        if (name === "propose") continue;
        await expectRevert(escrow, action.send(booking), "ProgressMismatch", [booking.id]);
      }
    }
  });

  it("refuses any other field of the progress than the one on record", async () => {
    const { escrow } = aftercare();
    const booking = await (await Booking.of(aftercare(), surgeon)).reach("EXECUTED");
    const real = booking.progress;
    for (const change of [
      { enteredAt: real.enteredAt - 1 },
      { surgeryTime: real.surgeryTime + 1 },
      { planHash: booking.terms.termsHash },
      { recordCommitment: real.recordCommitment + 1n },
    ]) {
      booking.progress = { ...real, ...change };
      await expectRevert(escrow, booking.lapsing(), "ProgressMismatch", [booking.id]);
      await expectRevert(escrow, booking.closing(), "ProgressMismatch", [booking.id]);
    }
  });

  it("refuses any other terms than those of the booking", async () => {
    const { escrow } = aftercare();
    const booking = await (await Booking.of(aftercare(), surgeon)).reach("EXECUTED");
    const before = { ...booking.terms };
    for (const change of [
      { deposit: before.deposit * 2n },
      { protocolFee: 0n },
      { surgeon: keyOf("another surgeon").address },
      { patient: keyOf("another patient").address },
      { closingWindow: 3 * DAY },
    ]) {
      Object.assign(booking.terms, before, change);
      await expectRevert(escrow, booking.closing(), "ProgressMismatch");
    }
  });

  it.each(["NONE", "PROPOSED", "SCHEDULED", "CONFIRMED", "EXECUTED"] as const)(
    "has a way out of %s that needs one party and time at most",
    async (state) => {
      const booking = await (await Booking.of(aftercare(), surgeon)).reach(state);
      const ways = {
        NONE: () => booking.withdraw(),
        PROPOSED: () => booking.expire(),
        SCHEDULED: () => booking.refund(),
        CONFIRMED: () => booking.refund(),
        EXECUTED: () => booking.lapse(),
      };
      await ways[state]();
      expect(booking.openDeposit).toBe(0n);
    },
  );
});
