// Every state, every action, every caller: generated from client/protocol/life-cycle.ts, which docs/protocol.md shows.
import type { Wallet } from "ethers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import {
  ACTIONS,
  landingOf,
  OPEN,
  STANDINGS,
  stateOf,
  TRANSITIONS,
} from "../../client/protocol/life-cycle.ts";
import type { Action, Condition, Standing, Transition } from "../../client/protocol/life-cycle.ts";
import { Booking, packed, STATES } from "./support/booking.ts";
import type { Sending } from "./support/booking.ts";
import { onBranch } from "./support/branch.ts";
import { startChain } from "./support/chain.ts";
import type { Chain } from "./support/chain.ts";
import { DAY, deployAftercare, keyOf, licenseSurgeon, REVIEW_FEE } from "./support/deployment.ts";
import type { Aftercare } from "./support/deployment.ts";
import { expectRevert } from "./support/errors.ts";
import { mined } from "./support/events.ts";
import { revokeLicence } from "./support/licence.ts";

const CALLERS = ["patient", "surgeon", "arbiter", "stranger"] as const;
type Caller = (typeof CALLERS)[number];

const surgeon = keyOf("surgeon");
const stranger = keyOf("stranger");

let chain: Chain;
let aftercare: Aftercare;
/** The booking at the standing under test. */
let booking: Booking;
let start: () => Promise<void>;

beforeAll(async () => {
  chain = await startChain();
  aftercare = await deployAftercare(chain);
  await licenseSurgeon(aftercare, surgeon, surgeon.address, 4_000 * DAY);
  start = await chain.snapshot();
});
afterAll(() => chain.close());

/** Takes a booking to a standing before the tests of a block, and back there before each of them. */
function standAt(standing: Standing): void {
  let undo: () => Promise<void>;
  let progress: Booking["progress"];
  beforeAll(async () => {
    await start();
    start = await chain.snapshot();
    aftercare.bookings.length = 0;
    booking = await (await Booking.of(aftercare, surgeon)).reach(standing);
    ({ progress } = booking);
    undo = await chain.snapshot();
  });
  beforeEach(async () => {
    await undo();
    undo = await chain.snapshot();
    aftercare.bookings.splice(0, Infinity, booking);
    booking.progress = progress;
  });
}

const rowsOf = (action: Action, standing: Standing) =>
  TRANSITIONS.filter((row) => row.action === action && row.from.includes(standing));

const has = (row: Transition, condition: Condition) => row.given?.includes(condition) ?? false;

/** A booking to which a row applies, and whatever else the row takes as given. */
async function bookingFor(row: Transition, standing: Standing): Promise<Booking> {
  if (has(row, "surgeon not licensed")) await revokeLicence(aftercare, surgeon.address);
  if (!has(row, "no arbiter")) return booking;
  const arbiter = `0x${"00".repeat(20)}`;
  return (await Booking.of(aftercare, surgeon, { arbiter })).reach(standing);
}

/** Puts the clock at the first second in which a row is legal. */
async function waitFor(row: Transition, waiting: Booking): Promise<void> {
  await chain.mineAt(Math.max((await chain.now()) + 1, waiting.windowOf(row).first ?? 0));
}

/** The ways in which a licence goes out of force for good. */
const LICENCE_ENDS = {
  revoked: () => revokeLicence(aftercare, surgeon.address),
  expired: async () => {
    const renewedFor = 60;
    await licenseSurgeon(aftercare, surgeon, surgeon.address, renewedFor);
    await chain.mineAt((await chain.now()) + renewedFor);
  },
};

const keyFor = (caller: Caller): Wallet => (caller === "stranger" ? stranger : booking[caller]);

/** Everybody's signature by one caller, who also claims to be the party that acts. */
function by(caller: Caller): Sending {
  const key = keyFor(caller);
  return { patient: key, surgeon: key, arbiter: key, partyAddress: key.address };
}

/** The id of a booking with other terms between the same two. */
function otherBooking(): Promise<string> {
  return aftercare.escrow.bookingIdOf({ ...packed(booking.terms), termsHash: `0x${"11".repeat(32)}` });
}

/** What a row says of itself in a test's name. */
const labelOf = ({ signedBy, given = [], window = {} }: Transition) =>
  [signedBy.join(" + ") || "anyone", ...given, ...Object.entries(window).map((end) => end.join(" "))].join(
    ", ",
  );

/** How the escrow refuses an action from a standing from which the table has none. */
function refusalOf(action: Action, standing: Standing): { error: string; args: unknown[] } {
  const { id } = booking;
  // Of a closed booking the escrow keeps nothing, and the offer that would let it begin again has expired.
  if (standing === "CLOSED" && rowsOf(action, "NONE").length > 0) {
    return { error: "OfferExpired", args: [BigInt(booking.terms.offerExpiry)] };
  }
  const otherRecord = STANDINGS.some(
    (other) => other !== standing && stateOf(other) === stateOf(standing) && rowsOf(action, other).length > 0,
  );
  if (otherRecord) return { error: action === "execute" ? "RecordExists" : "NoRecord", args: [id] };
  const found = standing === "CLOSED" ? "NONE" : stateOf(standing);
  return { error: "WrongState", args: [id, BigInt(STATES.indexOf(found))] };
}

it("names every state of the escrow", () => {
  expect(new Set(STANDINGS.map(stateOf))).toEqual(new Set(STATES));
});

it("leads every transition to a standing of the table", () => {
  for (const row of TRANSITIONS)
    for (const from of row.from) expect(STANDINGS).toContain(landingOf(row, from));
});

describe.each(STANDINGS)("from %s", (standing) => {
  standAt(standing);
  const legal = ACTIONS.flatMap((action) => rowsOf(action, standing));
  const illegal = ACTIONS.filter((action) => rowsOf(action, standing).length === 0);

  it(`refuses ${illegal.length} actions whoever signs`, async () => {
    const { escrow } = aftercare;
    const word = await escrow.progressOf(booking.id);
    for (const action of illegal) {
      const { error, args } = refusalOf(action, standing);
      for (const caller of CALLERS) {
        await expectRevert(escrow, booking.simulate(action, by(caller)), error, args);
      }
      await expectRevert(escrow, booking.send(action), error, args);
    }
    expect(await escrow.progressOf(booking.id)).toBe(word);
  });

  for (const row of legal) {
    describe(`${row.action} (${labelOf(row)})`, () => {
      it(`leads to ${landingOf(row, standing)}`, async () => {
        const moving = await bookingFor(row, standing);
        await moving.perform(row.action, { by: row });
        expect(moving.standing).toBe(landingOf(row, standing));
      });

      for (const party of row.signedBy) {
        it(`does not count unless the ${party} signs for the ${party}`, async () => {
          await bookingFor(row, standing);
          await waitFor(row, booking);
          for (const caller of CALLERS.filter((name) => name !== party)) {
            const content = await booking.contentFor(row, { party, [party]: keyFor(caller) });
            const isDeposit = row.action === "schedule" && party === "patient";
            await expectRevert(
              isDeposit ? aftercare.token : aftercare.escrow,
              booking.simulate(row.action, content),
              isDeposit ? "ERC3009InvalidSignature" : "InvalidSignature",
              isDeposit ? [] : [booking.terms[party]],
            );
          }
        });
      }

      if (row.signedBy.length > 0) {
        it("counts on this chain, for this escrow and this booking only", async () => {
          await bookingFor(row, standing);
          await waitFor(row, booking);
          const { escrow, registry, domains } = aftercare;
          const content = await booking.contentFor(row);
          for (const change of [
            { domain: { ...domains.escrow, chainId: 10n } },
            { domain: { ...domains.escrow, verifyingContract: await registry.getAddress() } },
            // The signature of an offer is over the terms; another booking's is over other terms.
            ...(row.action === "propose" ? [] : [{ bookingId: await otherBooking() }]),
          ]) {
            const forged = booking.simulate(row.action, { ...content, ...change });
            await expectRevert(escrow, forged, "InvalidSignature");
          }
        });
      }

      if (row.signedBy.length > 0 && row.action !== "propose") {
        it("can be relayed up to its deadline", async () => {
          await bookingFor(row, standing);
          await waitFor(row, booking);
          const deadline = (await chain.now()) + 100;
          const content = { ...(await booking.contentFor(row)), deadline };
          await chain.mineAt(deadline + 1);
          const late = booking.simulate(row.action, content);
          await expectRevert(aftercare.escrow, late, "DeadlinePassed", [BigInt(deadline)]);
          await booking.simulate(row.action, { ...content, deadline: deadline + 1 });
        });
      }

      if (row.either || row.action === "cancel") {
        it("is nobody else's to take", async () => {
          await bookingFor(row, standing);
          await waitFor(row, booking);
          for (const caller of ["arbiter", "stranger"] as const) {
            const { address } = keyFor(caller);
            const sending = { ...by(caller), surgeonAmount: 0n };
            await expectRevert(aftercare.escrow, booking.simulate(row.action, sending), "NotAParty", [
              address,
            ]);
          }
        });
      }

      if (row.window !== undefined)
        it("is legal in its window, to the second", () => expectWindow(row, standing));

      if (has(row, "surgeon licensed")) {
        it.each(["revoked", "expired"] as const)("needs a licence that is not %s", async (end) => {
          await waitFor(row, booking);
          await LICENCE_ENDS[end]();
          const content = await booking.contentFor(row);
          await expectRevert(aftercare.registry, booking.send(row.action, content), "LicenceNotValid");
        });
      }
    });
  }

  if (OPEN.includes(standing)) {
    it("gets the money out with nobody but time", async () => {
      const { escrow, token, treasury } = aftercare;
      const heldBefore = await token.balanceOf(escrow);
      const way = legal.find((row) => row.signedBy.length === 0);
      if (way === undefined) throw new Error(`the table has no way out of ${standing} that takes only time`);
      await revokeLicence(aftercare, surgeon.address);
      await booking.perform(way.action, { by: way });
      expect(OPEN).not.toContain(booking.standing);
      if ((await escrow.feesOf(surgeon.address)) !== 0n) await mined(escrow.gatherFees(surgeon.address));
      for (const account of [booking.terms.patient, booking.terms.surgeon, treasury]) {
        if ((await escrow.balanceOf(account)) !== 0n) await mined(escrow.collect(account));
      }
      // What is left of the deposit prepays the review.
      const kept = booking.progress.recordCommitment === 0n ? 0n : REVIEW_FEE;
      expect(heldBefore - (await token.balanceOf(escrow))).toBe(booking.terms.deposit - kept);
    });
  }
});

/** One second before, the first, the last, and one second after. */
async function expectWindow(row: Transition, standing: Standing): Promise<void> {
  const timed = await bookingFor(row, standing);
  const { first, last } = timed.windowOf(row);
  const attempt = async (at: number | undefined, error?: string) => {
    if (at === undefined) return;
    await onBranch(aftercare, async () => {
      const content = await timed.contentFor(row, { surgeryTime: at + 20 * DAY });
      await chain.nextBlockAt(at);
      const sent = timed.send(row.action, content);
      if (error === undefined) expect((await mined(sent)).status).toBe(1);
      else await expectRevert(aftercare.escrow, sent, error);
    });
  };
  await attempt(first === undefined ? undefined : first - 1, row.tooEarly ?? "TooEarly");
  await attempt(first);
  await attempt(last);
  await attempt(last === undefined ? undefined : last + 1, row.tooLate ?? "TooLate");
}
