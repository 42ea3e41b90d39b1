// Everything that can become of a booking, read back from the chain's events alone.
import { ZeroAddress, ZeroHash } from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { indexBookings, matchesChain, type IndexedBooking } from "../../../client/reader/replay/bookings.ts";
import { countersOf } from "../../../client/reader/replay/counters.ts";
import { readEvents, type BookingEvent } from "../../../client/reader/events.ts";
import { STATES } from "../../../client/protocol/progress.ts";
import { STANDINGS, TRANSITIONS } from "../../../client/protocol/life-cycle.ts";
import { Booking } from "../../contracts/support/booking.ts";
import { startChain, type Chain } from "../../contracts/support/chain.ts";
import {
  DAY,
  deployAftercare,
  keyOf,
  licenseSurgeon,
  type Aftercare,
} from "../../contracts/support/deployment.ts";

const surgeon = keyOf("surgeon");
const colleague = keyOf("colleague");

const confirmed = ({ timeline }: IndexedBooking) => timeline.some(({ state }) => state === "CONFIRMED");

let chain: Chain;
let aftercare: Aftercare;
let made: Booking[];
let indexed: Map<string, IndexedBooking>;

/** Both parties move the surgery, then the surgeon cancels it. */
async function movedAndCancelled(): Promise<Booking> {
  const booking = await (await Booking.of(aftercare, surgeon)).reach("CONFIRMED");
  await booking.perform("reschedule");
  const by = TRANSITIONS.find((row) => row.action === "cancel" && row.signedBy[0] === "surgeon");
  if (by === undefined) throw new Error("the table has no cancellation by the surgeon");
  await booking.perform("cancel", { by });
  return booking;
}

/** The record comes after the accident, and the patient closes after the ruling. */
async function ruledAndClosed(): Promise<Booking> {
  const booking = await (await Booking.of(aftercare, surgeon)).reach("ACCIDENT");
  await booking.perform("execute");
  await booking.perform("rule");
  await booking.perform("close");
  return booking;
}

beforeAll(async () => {
  chain = await startChain();
  aftercare = await deployAftercare(chain);
  await licenseSurgeon(aftercare, surgeon, surgeon.address, 4_000 * DAY);
  await licenseSurgeon(aftercare, colleague, colleague.address, 4_000 * DAY);
  made = [];
  for (const standing of STANDINGS) {
    if (standing !== "NONE") made.push(await (await Booking.of(aftercare, surgeon)).reach(standing));
  }
  made.push(await movedAndCancelled(), await ruledAndClosed());
  await (await Booking.of(aftercare, colleague)).reach("CLOSED");

  const { registry, escrow, tree, reviewBoard, token } = aftercare;
  const events = await readEvents(
    {
      chainId: chain.chainId,
      registry: await registry.getAddress(),
      escrow: await escrow.getAddress(),
      tree: await tree.getAddress(),
      board: await reviewBoard.getAddress(),
      token: await token.getAddress(),
      policyBook: ZeroAddress,
      claimPool: ZeroAddress,
      firstBlock: 0,
    },
    chain.ethers.provider,
  );
  indexed = indexBookings(events.filter((event): event is BookingEvent => "bookingId" in event));
});
afterAll(() => chain.close());

describe("the index", () => {
  it("holds every booking in the progress whose word the escrow stores", async () => {
    for (const { id, progress, planHash } of made) {
      const booking = indexed.get(id);
      if (booking === undefined) throw new Error(`booking ${id} was not indexed`);
      expect(booking.progress).toEqual({
        state: STATES[progress.state],
        enteredAt: BigInt(progress.enteredAt),
        surgeryTime: BigInt(progress.surgeryTime),
        reschedules: progress.reschedules,
        planHash: confirmed(booking) ? planHash : ZeroHash,
        recordCommitment: progress.recordCommitment,
      });
      expect(matchesChain(booking, await aftercare.escrow.progressOf(id))).toBe(true);
    }
  });

  it("shows only changes of state in a timeline", () => {
    const moved = made.at(-2);
    expect(indexed.get(moved?.id ?? "")?.timeline.map(({ state }) => state)).toEqual([
      "SCHEDULED",
      "CONFIRMED",
      "CANCELLED",
    ]);
    const ruled = made.at(-1);
    expect(indexed.get(ruled?.id ?? "")?.timeline.map(({ state }) => state)).toEqual([
      "SCHEDULED",
      "CONFIRMED",
      "ACCIDENT",
      "RULED",
      "CLOSED",
    ]);
  });
});

describe("a surgeon's counters", () => {
  it("count each of her bookings once for whatever happened to it", () => {
    expect(countersOf(indexed.values(), surgeon.address)).toEqual({
      offered: 22,
      scheduled: 20,
      confirmed: 13,
      executed: 8,
      closed: 2,
      lapsed: 1,
      accidents: 7,
      rescheduled: 1,
      cancelledBySurgeon: 1,
      cancelledByPatient: 1,
      patientNoShows: 1,
      contestedNoShows: 1,
      surgeonNoShows: 1,
      settled: 2,
      ruled: 3,
      defaulted: 2,
    });
  });

  it("are her own", () => {
    const { closed, executed, offered } = countersOf(indexed.values(), colleague.address);
    expect({ closed, executed, offered }).toEqual({ closed: 1, executed: 1, offered: 1 });
  });

  it("of somebody without bookings are zero", () => {
    const counters = countersOf(indexed.values(), keyOf("nobody").address);
    expect(new Set(Object.values(counters))).toEqual(new Set([0]));
  });
});
