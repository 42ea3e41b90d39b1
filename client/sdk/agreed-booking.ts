import { AftercareError } from "../../prover/errors.ts";
import { bookingIdOf, type Terms } from "../protocol/terms.ts";
import type { ChainView } from "../reader/chain-view.ts";
import type { IndexedBooking } from "../reader/replay/bookings.ts";

/** A booking as its parties know it: what a patient offered, a surgeon accepted, or the chain tells of it. */
export interface AgreedBooking {
  readonly bookingId: string;
  readonly terms: Terms;
}

/** The id is not that of the terms. */
export class BookingIdMismatchError extends AftercareError {
  override readonly name = "BookingIdMismatchError";
}

/** The chain tells nothing of this booking. */
export class UnknownBookingError extends AftercareError {
  override readonly name = "UnknownBookingError";
}

/** @throws BookingIdMismatchError: whoever signs for an id consents to the terms that it stands for */
export function assertBookingId({ bookingId, terms }: AgreedBooking): void {
  const actual = bookingIdOf(terms);
  if (actual === bookingId) return;
  throw new BookingIdMismatchError(
    "The booking's id is not that of its terms.",
    "Ask for the booking again; somebody has altered one of the two.",
    { bookingId, actual },
  );
}

/** What the chain tells of a booking. @throws UnknownBookingError */
export function bookingOnChain(
  view: ChainView,
  { bookingId }: Pick<AgreedBooking, "bookingId">,
): IndexedBooking {
  const booking = view.bookings.get(bookingId);
  if (booking) return booking;
  throw new UnknownBookingError(
    `The chain tells nothing of booking ${bookingId}.`,
    "Wait until its offer is posted or accepted.",
    { bookingId },
  );
}
