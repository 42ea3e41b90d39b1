import { Wallet } from "ethers";
import { describe, expect, it } from "vitest";
import { ContradictoryEventsError, indexBookings } from "../../../../client/reader/replay/bookings.ts";
import type { BookingEvent } from "../../../../client/reader/events.ts";
import { matchesChain } from "../../../../client/reader/replay/bookings.ts";
import { progressWordOf } from "../../../../client/protocol/progress.ts";
import { bookingIdOf, type Terms } from "../../../../client/protocol/terms.ts";

const surgeon = Wallet.createRandom().address;
const planHash = `0x${"2".repeat(64)}`;
const terms: Terms = {
  patient: Wallet.createRandom().address,
  surgeon,
  arbiter: surgeon,
  patientCommitment: 1n,
  deposit: 500n,
  protocolFee: 2n,
  appointmentTime: 1_000n,
  offerExpiry: 500n,
  rules: 0n,
  termsHash: planHash,
};

const bookingId = bookingIdOf(terms);

let second = 0n;
const at = () => ({ bookingId, surgeon, blockNumber: 1, logIndex: 0, timestamp: ++second });
const scheduled = (): BookingEvent => ({ ...at(), name: "Scheduled", terms });
const confirmed = (): BookingEvent => ({ ...at(), name: "Confirmed", planHash, surgeryTime: 1_200n });
const executed = (): BookingEvent => ({ ...at(), name: "Executed", recordCommitment: 7n });
const closed = (): BookingEvent => ({
  ...at(),
  name: "Closed",
  queueIndex: 0,
  patientCommitment: 1n,
  recordCommitment: 7n,
  closedDay: 20_000,
});
const only = (events: BookingEvent[]) => {
  const booking = indexBookings(events).get(bookingId);
  if (!booking) throw new Error("The booking was not indexed.");
  return booking;
};

describe("events that contradict each other", () => {
  const colleague = Wallet.createRandom().address;

  it.each<[string, BookingEvent[]]>([
    ["terms that do not make the id", [{ ...at(), name: "Scheduled", terms: { ...terms, deposit: 501n } }]],
    ["terms of another surgeon", [{ ...at(), name: "Scheduled", terms, surgeon: colleague }]],
    ["a later event of another surgeon", [scheduled(), { ...at(), name: "Lapsed", surgeon: colleague }]],
    [
      "surgeons who change where there are no terms",
      [
        { ...at(), name: "Withdrawn" },
        { ...at(), name: "Withdrawn", surgeon: colleague },
      ],
    ],
  ])("are refused: %s", (_, events) => {
    expect(() => indexBookings(events)).toThrow(ContradictoryEventsError);
  });
});

describe("a booking replayed from its events", () => {
  it("has the progress whose word the escrow stores, from the first event to the last", () => {
    const events = [scheduled(), confirmed(), executed(), closed()];
    const booking = only(events);
    expect(booking.terms).toEqual(terms);
    expect(booking.progress).toEqual({
      state: "CLOSED",
      enteredAt: events.at(-1)?.timestamp,
      surgeryTime: 1_200n,
      reschedules: 0,
      planHash,
      recordCommitment: 7n,
    });
    expect(booking.timeline.map(({ state }) => state)).toEqual([
      "SCHEDULED",
      "CONFIRMED",
      "EXECUTED",
      "CLOSED",
    ]);
    expect(matchesChain(booking, progressWordOf(booking.progress))).toBe(true);
  });

  it("does not match another word", () => {
    expect(matchesChain(only([scheduled()]), progressWordOf(only([scheduled(), confirmed()]).progress))).toBe(
      false,
    );
  });

  it("takes the appointment for the surgery's time until a plan sets it", () => {
    expect(only([scheduled()]).progress.surgeryTime).toBe(terms.appointmentTime);
  });

  it.each([
    ["Withdrawn", "WITHDRAWN"],
    ["Expired", "EXPIRED"],
    ["SurgeonNoShow", "SURGEON_NO_SHOW"],
    ["Lapsed", "LAPSED"],
  ] as const)("ends at %s", (name, state) => {
    expect(
      only([
        { ...at(), name: "Proposed", terms },
        { ...at(), name },
      ]).progress.state,
    ).toBe(state);
  });

  it("keeps the earlier states when it lapsed before it closed", () => {
    const lapsed: BookingEvent = { ...at(), name: "Lapsed" };
    expect(
      only([scheduled(), confirmed(), executed(), lapsed, closed()]).timeline.map(({ state }) => state),
    ).toEqual(["SCHEDULED", "CONFIRMED", "EXECUTED", "LAPSED", "CLOSED"]);
  });
});
