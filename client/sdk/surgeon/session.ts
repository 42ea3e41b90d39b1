import { checkedAddress } from "../../../prover/address.ts";
import type { MessageSigner } from "../../protocol/messages/signer.ts";
import type { AgreedBooking } from "../agreed-booking.ts";
import type { Connection } from "../connection.ts";
import { ForeignBookingError, type Party } from "../party/party.ts";

/** Who a surgeon is, and what she signs and opens with. */
export interface SurgeonIdentity {
  /** Her address in the registry. It stays hers when she hands over to another key. */
  readonly address: string;
  /** Signs for her: her own key, or the one that she has rotated to. */
  readonly signer: MessageSigner;
  /** Opens what patients seal to her: `AGE-SECRET-KEY-1…`. */
  readonly ageIdentity: string;
}

/** A surgeon on one deployment. */
export class SurgeonSession implements Party, SurgeonIdentity {
  readonly side = "surgeon";
  readonly connection: Connection;
  readonly address: string;
  readonly signer: MessageSigner;
  readonly #ageIdentity: string;

  constructor(connection: Connection, { address, signer, ageIdentity }: SurgeonIdentity) {
    this.connection = connection;
    this.address = checkedAddress("address", address);
    this.signer = signer;
    this.#ageIdentity = ageIdentity;
  }

  // In a private field, which neither a console nor JSON shows.
  get ageIdentity(): string {
    return this.#ageIdentity;
  }

  signerFor({ terms, bookingId }: AgreedBooking): MessageSigner {
    if (checkedAddress("surgeon", terms.surgeon) === this.address) return this.signer;
    throw new ForeignBookingError(
      `Booking ${bookingId} is with another surgeon.`,
      "Sign only what names you as its surgeon.",
      { bookingId, surgeon: terms.surgeon },
    );
  }
}
