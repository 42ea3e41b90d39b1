import * as escrow from "../../protocol/calls/escrow/index.ts";
import type { RelayReceipt } from "../../protocol/calls/relay.ts";
import type { Terms } from "../../protocol/terms.ts";
import type { MessageSigner } from "../../protocol/messages/signer.ts";
import type { BookingDetails } from "../../records/details.ts";
import type { IndexedBooking } from "../../reader/replay/bookings.ts";
import type { AgreedBooking } from "../agreed-booking.ts";
import type { Attestation } from "../board/attest.ts";
import type { Connection } from "../connection.ts";
import { BookingParty } from "../party/booking-party.ts";
import type { SignedOffer } from "../patient/book.ts";
import type { Lifetime } from "../signing.ts";
import { accept, openOffer } from "./accept.ts";
import { answer, type ReviewAnswer } from "./answer.ts";
import { register, rotateKey, updateProfile, type PublicProfile } from "./register.ts";
import { reportNoShow, signReport, type SignedReport, type SurgeryReport } from "./report.ts";
import { SurgeonSession, type SurgeonIdentity } from "./session.ts";

/** A booking with a surgeon, as the chain tells of it. */
export interface SurgeonsBooking extends IndexedBooking {
  readonly terms: Terms;
}

/** A surgeon: everything that she does. She pays no gas; she signs, and a relay sends. */
export class Surgeon extends BookingParty {
  protected readonly party: SurgeonSession;

  /**
   * @example
   * const surgeon = new Surgeon(aftercare, { address, signer, ageIdentity });
   */
  constructor(connection: Connection, identity: SurgeonIdentity) {
    super();
    this.party = new SurgeonSession(connection, identity);
  }

  /** Her address in the registry, with checksum. */
  get address(): string {
    return this.party.address;
  }

  /**
   * Registers, or renews, with the licence that a board attests, and publishes her profile.
   *
   * @throws ContractRefusedError
   * @example
   * const attestation = await board.attest({ surgeon: surgeon.address, ...facts });
   * await surgeon.register(attestation, { profile: new TextEncoder().encode("Dr. Amara Okafor, San Diego") });
   */
  register(attestation: Attestation, profile: PublicProfile): Promise<RelayReceipt> {
    return register(this.party, attestation, profile);
  }

  /**
   * Publishes another profile; patients seal to the key in it from then on.
   *
   * @throws ContractRefusedError
   * @example
   * await surgeon.updateProfile({ profile: new TextEncoder().encode("Dr. Amara Okafor, Oakland") });
   */
  updateProfile(profile: PublicProfile): Promise<RelayReceipt> {
    return updateProfile(this.party, profile);
  }

  /**
   * Hands her signature over to another key, which signs for her from then on; her address stays.
   *
   * @throws ContractRefusedError
   * @example
   * await surgeon.rotateKey({ newSigner });
   */
  rotateKey(rotation: Lifetime & { readonly newSigner: MessageSigner }): Promise<RelayReceipt> {
    return rotateKey(this.party, rotation);
  }

  /**
   * All bookings with her that the chain knows.
   *
   * @example
   * const open = (await surgeon.bookings()).filter(({ progress }) => progress.state === "PROPOSED");
   */
  async bookings(): Promise<SurgeonsBooking[]> {
    const { bookings } = await this.party.connection.view();
    return [...bookings.values()].filter(
      (booking): booking is SurgeonsBooking =>
        booking.surgeon === this.address && booking.terms !== undefined,
    );
  }

  /**
   * Opens the details of an offer, and checks that its terms were made for them.
   *
   * @throws CannotOpenError, DetailsMismatchError, MalformedDetailsError
   * @example
   * const { text } = await surgeon.openOffer(offer);
   */
  openOffer(offer: AgreedBooking & Pick<SignedOffer, "sealedDetails">): Promise<BookingDetails> {
    return openOffer(this.party, offer);
  }

  /**
   * Accepts an offer: the deposit goes into the escrow in the same transaction.
   *
   * @throws ForeignBookingError, BookingIdMismatchError, the errors of {@link openOffer}, ContractRefusedError
   * @example
   * const { details } = await surgeon.accept(offer);
   */
  accept(
    offer: SignedOffer,
    options: Lifetime = {},
  ): Promise<{ readonly details: BookingDetails; readonly receipt: RelayReceipt }> {
    return accept(this.party, offer, options);
  }

  /**
   * Seals the record of a surgery to the patient and to herself, and signs the commitment to it. Nothing is sent: keep the
   * file first, since a record is committed to once, and nobody can make its file again.
   *
   * @throws ForeignBookingError, InvalidRecipientError, what is wrong with the bundle
   * @example
   * const report = await surgeon.signReport(planned, { bundle, recordRecipient: details.recordRecipient });
   */
  signReport(booking: AgreedBooking, surgery: SurgeryReport): Promise<SignedReport> {
    return signReport(this.party, booking, surgery);
  }

  /**
   * Commits on chain to a record whose file is kept. If the answer gets lost, send the same report again, or look whether the
   * commitment is there.
   *
   * @throws ContractRefusedError
   * @example
   * const report = await surgeon.signReport(planned, { bundle, recordRecipient: details.recordRecipient });
   * await surgeon.submitReport(report);
   */
  submitReport({ call }: SignedReport): Promise<RelayReceipt> {
    return this.party.connection.send(call);
  }

  /**
   * Tells that the patient did not come at the time agreed.
   *
   * @throws ForeignBookingError, ContractRefusedError
   * @example
   * await surgeon.reportNoShow(planned);
   */
  reportNoShow(booking: AgreedBooking, options: Lifetime = {}): Promise<RelayReceipt> {
    return reportNoShow(this.party, booking, options);
  }

  /**
   * Answers one version of a review in public.
   *
   * @throws NotATextError, MalformedTextError, ReviewTextTooLongError, ContractRefusedError
   * @example
   * await surgeon.answer({ nullifier, version: 1, text: "Thank you." });
   */
  answer(reviewAnswer: ReviewAnswer): Promise<RelayReceipt> {
    return answer(this.party, reviewAnswer);
  }

  /**
   * Pays out to the key that signs for her what the escrow owes her.
   *
   * @throws ContractRefusedError where it owes nothing
   * @example
   * await surgeon.collect();
   */
  collect(): Promise<RelayReceipt> {
    const { connection, address } = this.party;
    return connection.send(escrow.collect(connection.deployment, { account: address }));
  }
}
