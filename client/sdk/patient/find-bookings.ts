import type { Terms } from "../../protocol/terms.ts";
import type { IndexedBooking } from "../../reader/replay/bookings.ts";
import { SEARCH_GAP, type PatientSession } from "./session.ts";

/** A booking that a patient's phrase and the chain tell of. */
export interface OwnBooking extends IndexedBooking {
  /** Which of the patient's bookings, from 0. */
  readonly index: number;
  readonly terms: Terms;
}

/**
 * Finds all bookings of a phrase among all bookings of the chain, in the order in which they were made. Nobody is asked
 * about any of them: the search is on this device.
 */
export async function findBookings(session: PatientSession): Promise<OwnBooking[]> {
  const { bookings } = await session.connection.view();
  // By hand: Map.groupBy is newer than some Node that this runs on.
  const byPatient = new Map<string, (IndexedBooking & { terms: Terms })[]>();
  for (const booking of [...bookings.values()].filter(hasTerms)) {
    const { patient } = booking.terms;
    const others = byPatient.get(patient);
    if (others) others.push(booking);
    else byPatient.set(patient, [booking]);
  }
  const found: OwnBooking[] = [];
  for (let index = 0, unused = 0; unused < SEARCH_GAP; index += 1) {
    const own = byPatient.get(session.keysAt(index).address) ?? [];
    unused = own.length > 0 ? 0 : unused + 1;
    if (own.length > 0) session.markSeen(index);
    found.push(...own.map((booking) => ({ ...booking, index })));
  }
  return found;
}

function hasTerms(booking: IndexedBooking): booking is IndexedBooking & { terms: Terms } {
  return booking.terms !== undefined;
}
