import { progressHashOf, type Progress, type Terms, NO_PROGRESS, type State } from "../sdk/booking.ts";
import type { BookingEvent } from "./events.ts";

/** A booking as the chain's events tell it. */
export interface IndexedBooking {
  bookingId: string;
  surgeon: string;
  /** Absent only for an offer withdrawn before anything about it was posted. */
  terms?: Terms;
  progress: Progress;
  /** Every state entered, oldest first, with the second at which that was. */
  timeline: { state: State; at: bigint }[];
}

/** Replays events into every booking's terms and progress, keyed by booking id. */
export function indexBookings(events: readonly BookingEvent[]): Map<string, IndexedBooking> {
  const bookings = new Map<string, IndexedBooking>();
  for (const event of events) {
    const booking = bookings.get(event.bookingId) ?? {
      bookingId: event.bookingId,
      surgeon: event.surgeon,
      progress: NO_PROGRESS,
      timeline: [],
    };
    const progress = { ...progressAfter(booking.progress, event), enteredAt: event.timestamp };
    bookings.set(event.bookingId, {
      ...booking,
      ...(event.name === "Proposed" || event.name === "Scheduled" ? { terms: event.terms } : {}),
      progress,
      timeline: [...booking.timeline, { state: progress.state, at: event.timestamp }],
    });
  }
  return bookings;
}

function progressAfter(before: Progress, event: BookingEvent): Progress {
  switch (event.name) {
    case "Proposed":
      return { ...before, state: "PROPOSED", surgeryTime: event.terms.appointmentTime };
    case "Scheduled":
      return { ...before, state: "SCHEDULED", surgeryTime: event.terms.appointmentTime };
    case "Confirmed":
      return { ...before, state: "CONFIRMED", planHash: event.planHash, surgeryTime: event.surgeryTime };
    case "Executed":
      return { ...before, state: "EXECUTED", recordCommitment: event.recordCommitment };
    case "Closed":
      return { ...before, state: "CLOSED" };
    case "Withdrawn":
      return { ...NO_PROGRESS, state: "WITHDRAWN" };
    case "Expired":
      return { ...before, state: "EXPIRED" };
    case "SurgeonNoShow":
      return { ...before, state: "SURGEON_NO_SHOW" };
    case "Lapsed":
      return { ...before, state: "LAPSED" };
  }
}

/** Whether a replayed progress is the one whose hash the escrow holds. */
export function matchesChain(booking: IndexedBooking, progressHash: string): boolean {
  return progressHashOf(booking.progress) === progressHash;
}
