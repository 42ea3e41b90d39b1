import { keySigner, type MessageSigner } from "../../protocol/messages/signer.ts";
import type { BookingKeys, PatientKeys } from "../../../prover/keys/index.ts";
import type { AgreedBooking } from "../agreed-booking.ts";
import type { Connection } from "../connection.ts";
import { turns } from "../../protocol/calls/in-turn.ts";
import { ForeignBookingError, type Party } from "../party/party.ts";

/** How many unused bookings in a row end the search for a patient's bookings, as wallets do it for accounts. */
export const SEARCH_GAP = 20;

/** A patient's keys on one deployment, and which of her bookings are known. */
export class PatientSession implements Party {
  readonly side = "patient";
  readonly connection: Connection;
  readonly keys: PatientKeys;
  readonly #derived: BookingKeys[] = [];
  #nextIndex = 0;
  #seenOnChain = 0;

  constructor(connection: Connection, keys: PatientKeys) {
    this.connection = connection;
    this.keys = keys;
  }

  /** Keys of a booking by its number. */
  keysAt(index: number): BookingKeys {
    return (this.#derived[index] ??= this.keys.booking(index));
  }

  /**
   * Keys of a booking by the one-time address in its terms.
   *
   * @throws ForeignBookingError where no booking among those known, and a gap beyond them, has this address
   */
  keysOf({ terms, bookingId }: AgreedBooking): BookingKeys {
    const patient = terms.patient.toLowerCase();
    for (let index = 0; index < this.#nextIndex + SEARCH_GAP; index += 1) {
      const keys = this.keysAt(index);
      if (keys.address.toLowerCase() === patient) return keys;
    }
    throw new ForeignBookingError(
      `Booking ${bookingId} is not of this recovery phrase.`,
      "Use the phrase that it was made with, or look for its bookings first.",
      { bookingId },
    );
  }

  signerFor(booking: AgreedBooking): MessageSigner {
    return keySigner(this.keysOf(booking).signingKey);
  }

  /** Notes that this booking and all before it are used. */
  markUsed(index: number): void {
    this.#nextIndex = Math.max(this.#nextIndex, index + 1);
  }

  /** Runs work alone: two offers that are made at the same time must not find the same booking unused. */
  readonly inTurn = turns();

  /** The same for one that the chain knows, and that a search therefore finds again. */
  markSeen(index: number): void {
    this.markUsed(index);
    this.#seenOnChain = Math.max(this.#seenOnChain, index + 1);
  }

  /** Whether a search from the phrase alone would still find the next booking. */
  get isNextWithinReach(): boolean {
    return this.#nextIndex < this.#seenOnChain + SEARCH_GAP;
  }

  /** First booking that neither the chain nor this session has used. */
  get nextIndex(): number {
    return this.#nextIndex;
  }
}
