import type { IndexedBooking } from "./bookings.ts";
import type { BookingEvent } from "../events.ts";

/**
 * What became of a surgeon's bookings, counted from events that she cannot keep from being told.
 *
 * Each counts bookings, not events. `closed / executed` is the figure people read: who counts as operated on cannot be
 * taken back, and only patients can close.
 */
export interface SurgeonCounters {
  /** Offers posted on chain or accepted; one withdrawn before anybody posted it says nothing about her. */
  readonly offered: number;
  readonly scheduled: number;
  readonly confirmed: number;
  /** Surgeries with a record, supplied in time or after an accident. */
  readonly executed: number;
  readonly closed: number;
  readonly lapsed: number;
  readonly accidents: number;
  readonly rescheduled: number;
  readonly cancelledBySurgeon: number;
  readonly cancelledByPatient: number;
  readonly patientNoShows: number;
  /** No-shows that she reported and the patient contests. */
  readonly contestedNoShows: number;
  /** Surgeries that she never reported: refunded in full. */
  readonly surgeonNoShows: number;
  readonly settled: number;
  readonly ruled: number;
  readonly defaulted: number;
}

/** Counts one surgeon's bookings. */
export function countersOf(bookings: Iterable<IndexedBooking>, surgeon: string): SurgeonCounters {
  const hers = [...bookings].filter((booking) => booking.surgeon === surgeon);
  const count = (holds: (booking: IndexedBooking) => boolean) => hers.filter(holds).length;
  const told = (...names: BookingEvent["name"][]) =>
    count(({ events }) => events.some(({ name }) => names.includes(name)));
  const cancelledBy = (holds: (canceller: string) => boolean) =>
    count(({ events }) => events.some((event) => event.name === "Cancelled" && holds(event.canceller)));
  return {
    offered: told("Proposed", "Scheduled"),
    scheduled: told("Scheduled"),
    confirmed: told("Confirmed"),
    executed: told("Executed", "RecordSupplied"),
    closed: told("Closed"),
    lapsed: told("Lapsed"),
    accidents: told("AccidentReported"),
    rescheduled: told("Rescheduled"),
    cancelledBySurgeon: cancelledBy((canceller) => canceller === surgeon),
    cancelledByPatient: cancelledBy((canceller) => canceller !== surgeon),
    patientNoShows: told("PatientNoShow"),
    contestedNoShows: told("NoShowContested"),
    surgeonNoShows: told("SurgeonNoShow"),
    settled: told("Settled"),
    ruled: told("Ruled"),
    defaulted: told("Defaulted"),
  };
}
