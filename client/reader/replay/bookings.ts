import { AftercareError } from "../../../prover/errors.ts";
import { NO_PROGRESS, type Progress, progressWordOf, type State } from "../../protocol/progress.ts";
import { bookingIdOf, type Terms } from "../../protocol/terms.ts";
import type { BookingEvent } from "../events.ts";

/** A booking as the chain's events tell it. */
export interface IndexedBooking {
  readonly bookingId: string;
  readonly surgeon: string;
  /** Absent only for an offer withdrawn before anything about it was posted. */
  readonly terms?: Terms;
  readonly progress: Progress;
  /** Every state entered, oldest first, with the second at which that was. */
  readonly timeline: { state: State; at: bigint }[];
  /** Everything that was told of it, oldest first. */
  readonly events: BookingEvent[];
}

/** The events served contradict each other, so some were made up. */
export class ContradictoryEventsError extends AftercareError {
  override readonly name = "ContradictoryEventsError";
}

/**
 * Replays events into every booking's terms and progress, keyed by booking id.
 *
 * @throws ContradictoryEventsError where terms are not those of the booking's id, or an event names another surgeon
 */
export function indexBookings(events: readonly BookingEvent[]): Map<string, IndexedBooking> {
  const bookings = new Map<string, IndexedBooking>();
  for (const event of events) {
    const booking = bookings.get(event.bookingId) ?? {
      bookingId: event.bookingId,
      surgeon: event.surgeon,
      progress: NO_PROGRESS,
      timeline: [],
      events: [],
    };
    const terms = event.name === "Proposed" || event.name === "Scheduled" ? event.terms : booking.terms;
    assertSameBooking(event, booking.surgeon, terms);
    const progress = progressAfter(booking.progress, event);
    // Rescheduling and the late record of an accident leave the booking in its state.
    const moved = progress.state !== booking.progress.state;
    bookings.set(event.bookingId, {
      ...booking,
      ...(terms && { terms }),
      progress,
      timeline: moved
        ? [...booking.timeline, { state: progress.state, at: event.timestamp }]
        : booking.timeline,
      events: [...booking.events, event],
    });
  }
  return bookings;
}

/** A booking's id is the hash of its terms, which name its surgeon. */
function assertSameBooking(event: BookingEvent, surgeon: string, terms: Terms | undefined): void {
  const { bookingId, blockNumber } = event;
  const told = terms?.surgeon ?? surgeon;
  if (event.surgeon === told && (terms === undefined || bookingIdOf(terms) === bookingId)) return;
  throw new ContradictoryEventsError(
    `The ${event.name} event of booking ${bookingId} in block ${blockNumber} does not fit the booking's terms.`,
    "Read the events from another node.",
    { bookingId, blockNumber },
  );
}

function progressAfter(before: Progress, event: BookingEvent): Progress {
  const enter = (state: State, change: Partial<Progress> = {}): Progress => ({
    ...before,
    ...change,
    state,
    enteredAt: event.timestamp,
  });
  switch (event.name) {
    case "Proposed":
      return enter("PROPOSED", { surgeryTime: event.terms.appointmentTime });
    case "Scheduled":
      return enter("SCHEDULED", { surgeryTime: event.terms.appointmentTime });
    case "Confirmed":
      return enter("CONFIRMED", { planHash: event.planHash, surgeryTime: event.surgeryTime });
    case "Rescheduled":
      return enter(before.state, {
        surgeryTime: event.surgeryTime,
        reschedules: before.reschedules + 1,
      });
    case "Executed":
      return enter("EXECUTED", { recordCommitment: event.recordCommitment });
    case "RecordSupplied":
      return { ...before, recordCommitment: event.recordCommitment };
    case "Withdrawn":
      return { ...NO_PROGRESS, state: "WITHDRAWN", enteredAt: event.timestamp };
    case "Closed":
    case "Expired":
    case "Cancelled":
    case "NoShowReported":
    case "NoShowContested":
    case "PatientNoShow":
    case "SurgeonNoShow":
    case "AccidentReported":
    case "Settled":
    case "Ruled":
    case "Defaulted":
    case "Lapsed":
      return enter(STATE_AFTER[event.name]);
  }
}

/** The state that each of the other events leads to. */
const STATE_AFTER = {
  Closed: "CLOSED",
  Expired: "EXPIRED",
  Cancelled: "CANCELLED",
  NoShowReported: "NO_SHOW_REPORTED",
  NoShowContested: "DISPUTED",
  PatientNoShow: "PATIENT_NO_SHOW",
  SurgeonNoShow: "SURGEON_NO_SHOW",
  AccidentReported: "ACCIDENT",
  Settled: "SETTLED",
  Ruled: "RULED",
  Defaulted: "DEFAULTED",
  Lapsed: "LAPSED",
} as const satisfies Partial<Record<BookingEvent["name"], State>>;

/**
 * Whether a replayed progress is the one that the escrow holds. The escrow frees the word of what was closed after its offer
 * expired: there the queue's word vouches for surgeon, day, patient and record of the closing, and nothing for the steps
 * before it. No word holds a plan's hash.
 */
export function matchesChain({ progress, terms }: IndexedBooking, word: bigint): boolean {
  const freed = progress.state === "CLOSED" && terms !== undefined && progress.enteredAt >= terms.offerExpiry;
  return word === (freed ? 0n : progressWordOf(progress));
}
