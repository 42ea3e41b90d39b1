import { PatientKeys } from "../../../prover/keys/index.ts";
import type { Coverage } from "../../../prover/claim/index.ts";
import type { Disclosure } from "../../../prover/disclosure/index.ts";
import type { ProvenClaim } from "../../protocol/calls/claim-pool/proven-claim.ts";
import * as escrow from "../../protocol/calls/escrow/index.ts";
import type { RelayReceipt } from "../../protocol/calls/relay.ts";
import type { SignedClosing } from "../../protocol/calls/signed-closing.ts";
import type { ReviewSubmission } from "../../protocol/review.ts";
import type { AcceptedRecord } from "../../records/accept-record.ts";
import type { AgreedBooking } from "../agreed-booking.ts";
import type { Connection } from "../connection.ts";
import { BookingParty } from "../party/booking-party.ts";
import type { Evidence } from "../party/report-accident.ts";
import { policyOf } from "../policy-of.ts";
import type { Lifetime } from "../signing.ts";
import { book, type BookingRequest, type SignedOffer } from "./book.ts";
import {
  answerChallenge,
  coverageOf,
  findClaims,
  proveClaim,
  submitClaim,
  type ChallengeAnswer,
  type ClaimWish,
  type CoveredDays,
  type InsuredSurgery,
  type OpenClaim,
} from "./claims.ts";
import { close, openRecord, signClosing } from "./close.ts";
import { contest } from "./contest.ts";
import { findBookings, type OwnBooking } from "./find-bookings.ts";
import { propose, withdrawOffer } from "./offer.ts";
import { proveAmendment, proveReview, type ReviewWish } from "./review.ts";
import { PatientSession } from "./session.ts";

/**
 * A patient: everything that she does, from twelve words. Her keys stay in this object; what she hands to others is
 * signatures, sealed files and proofs. An open claim holds the secret of its booking, and stays on her device.
 */
export class Patient extends BookingParty {
  protected readonly party: PatientSession;

  private constructor(session: PatientSession) {
    super();
    this.party = session;
  }

  /**
   * @param phrase Twelve English BIP-39 words: `createRecoveryPhrase()` of `aftercare/prover` makes them.
   * @throws RecoveryPhraseLengthError, AmbiguousRecoveryNumbersError, UnknownRecoveryWordError, RecoveryPhraseChecksumError
   * @example
   * const patient = Patient.fromPhrase(aftercare, phrase);
   */
  static fromPhrase(connection: Connection, phrase: string): Patient {
    return new Patient(new PatientSession(connection, PatientKeys.fromPhrase(phrase)));
  }

  /**
   * All her bookings that the chain knows, found on this device in what everybody reads.
   *
   * @throws IncompleteEventsError and its like, where the node's answers contradict each other
   * @example
   * const [first] = await patient.bookings();
   */
  bookings(): Promise<OwnBooking[]> {
    return findBookings(this.party);
  }

  /**
   * The one-time address of her next booking. The deposit has to be on it when the surgeon accepts.
   *
   * @example
   * const address = await patient.nextAddress();
   */
  async nextAddress(): Promise<string> {
    await findBookings(this.party);
    return this.party.keysAt(this.party.nextIndex).address;
  }

  /**
   * Makes and signs an offer, for the surgeon to be handed. Nothing is sent.
   *
   * @throws MalformedTextError, UnknownSurgeonError, SurgeonNotLicensedError, TooManyOpenOffersError, InvalidRulesError,
   * MalformedTermsError
   * @example
   * const offer = await patient.book({ surgeon: surgeon.address, ...wish });
   */
  book(request: BookingRequest): Promise<SignedOffer> {
    return book(this.party, request);
  }

  /**
   * Posts an offer on chain, where its surgeon finds it without being handed it.
   *
   * @throws ForeignBookingError, ContractRefusedError
   * @example
   * await patient.propose(offer);
   */
  propose(offer: AgreedBooking): Promise<RelayReceipt> {
    return propose(this.party, offer);
  }

  /**
   * Takes an offer back, posted or not, before its surgeon accepts it.
   *
   * @throws ForeignBookingError, ContractRefusedError
   * @example
   * await patient.withdrawOffer(offer);
   */
  withdrawOffer(offer: AgreedBooking, options: Lifetime = {}): Promise<RelayReceipt> {
    return withdrawOffer(this.party, offer, options);
  }

  /**
   * Contests a no-show that the surgeon has reported.
   *
   * @throws ForeignBookingError, ContractRefusedError
   * @example
   * await patient.contest(missed, { evidence: new TextEncoder().encode("I was there at nine.") });
   */
  contest(booking: AgreedBooking, evidence: Evidence): Promise<RelayReceipt> {
    return contest(this.party, booking, evidence);
  }

  /**
   * Opens the record that the surgeon has handed over, and checks that it is the one she committed to on chain.
   *
   * @throws CannotOpenError, RecordMismatchError, UnknownBookingError
   * @example
   * const { record } = await patient.openRecord(reported, sealedRecord);
   */
  openRecord(booking: AgreedBooking, sealedRecord: Uint8Array): Promise<AcceptedRecord> {
    return openRecord(this.party, booking, sealedRecord);
  }

  /**
   * Signs the closing without sending it, for whoever sends many together. The record is checked first.
   *
   * @throws The errors of {@link openRecord}, and ForeignBookingError
   * @example
   * const { record, closing } = await patient.signClosing(reported, { sealedRecord });
   */
  signClosing(
    booking: AgreedBooking,
    options: Lifetime & { readonly sealedRecord: Uint8Array },
  ): Promise<{ readonly record: AcceptedRecord; readonly closing: SignedClosing }> {
    return signClosing(this.party, booking, options);
  }

  /**
   * Accepts the record and closes: the surgeon is paid, and the surgery can be reviewed once it is in the tree.
   *
   * @throws The errors of {@link openRecord}, ForeignBookingError, ContractRefusedError
   * @example
   * const { record } = await patient.close(reported, { sealedRecord });
   */
  close(
    booking: AgreedBooking,
    options: Lifetime & { readonly sealedRecord: Uint8Array },
  ): Promise<{ readonly record: AcceptedRecord; readonly receipt: RelayReceipt }> {
    return close(this.party, booking, options);
  }

  /**
   * Pays out to the booking's own address what the escrow owes the patient.
   *
   * @throws ContractRefusedError where it owes nothing
   * @example
   * await patient.collect(refunded);
   */
  collect({ terms }: AgreedBooking): Promise<RelayReceipt> {
    const { connection } = this.party;
    return connection.send(escrow.collect(connection.deployment, { account: terms.patient }));
  }

  /**
   * Proves the review of a closed surgery. Nothing is sent.
   *
   * @throws MalformedTextError, NotClosedError, NotFlushedError, AlreadyReviewedError, ForeignBookingError, and what the prover
   * throws
   * @example
   * const review = await patient.proveReview(closed, { prover, rating: 5, text: "As agreed." });
   */
  proveReview(booking: AgreedBooking, wish: ReviewWish): Promise<ReviewSubmission> {
    return proveReview(this.party, booking, wish);
  }

  /**
   * Proves the next version of a review that is on the board. Nothing is sent.
   *
   * @throws NotReviewedError, and the errors of {@link proveReview}
   * @example
   * const amended = await patient.proveAmendment(reviewed, { prover, rating: 4, text: "A year later." });
   */
  proveAmendment(booking: AgreedBooking, wish: ReviewWish): Promise<ReviewSubmission> {
    return proveAmendment(this.party, booking, wish);
  }

  /**
   * Has a proven review, or amendment, posted.
   *
   * @throws What the relay refuses, and ContractRefusedError
   * @example
   * const review = await patient.proveReview(closed, { prover, rating: 5, text: "As agreed." });
   * await patient.submitReview(review);
   */
  submitReview(submission: ReviewSubmission): Promise<RelayReceipt> {
    return this.party.connection.relay.relayReview(submission);
  }

  /**
   * What an insurer needs to cover a booking. It shows neither patient nor booking.
   *
   * @throws UnknownPolicyError, ForeignBookingError
   * @example
   * const days = { coveredFrom: 20_000, coveredUntil: 22_000 };
   * const coverage = await patient.coverageFor(booking, { policyId, ...days });
   */
  async coverageFor(
    booking: AgreedBooking,
    { policyId, ...days }: CoveredDays & { readonly policyId: bigint },
  ): Promise<Coverage> {
    const { scope } = policyOf(await this.party.connection.policies(), policyId);
    return coverageOf(this.party.keysOf(booking), scope, days);
  }

  /**
   * The claims that a closed surgery gives rise to now. A client looks after every closing and flush; nobody has to ask for
   * the money.
   *
   * @throws NotClosedError, NotFlushedError, ForeignBookingError
   * @example
   * const claims = await patient.findClaims(closed, { record, coverages: [{ policyId, ...days }] });
   */
  findClaims(booking: AgreedBooking, insured: InsuredSurgery): Promise<OpenClaim[]> {
    return findClaims(this.party, booking, insured);
  }

  /**
   * Proves a claim. Nothing is sent.
   *
   * @throws What the prover throws
   * @example
   * const [open] = await patient.findClaims(closed, { record, coverages });
   * const claim = await patient.proveClaim(open, { prover: claimProver, payee });
   */
  proveClaim(claim: OpenClaim, wish: ClaimWish): Promise<ProvenClaim> {
    return proveClaim(this.party, claim, wish);
  }

  /**
   * Sends a proven claim, which is paid at once.
   *
   * @throws ContractRefusedError
   * @example
   * const [open] = await patient.findClaims(closed, { record, coverages });
   * await patient.submitClaim(await patient.proveClaim(open, { prover: claimProver, payee }));
   */
  submitClaim(claim: ProvenClaim): Promise<RelayReceipt> {
    return submitClaim(this.party, claim);
  }

  /**
   * Answers an insurer's challenge: opens the fields that it asks for, proven, and nothing else.
   *
   * @throws ChallengeExpiredError, OtherClaimError, ForeignChallengeError, UnknownPolicyError, and what the prover throws
   * @example
   * const [coverage] = coverages;
   * const answer = { challenge, record: claimedRecord, coverage, prover: claimProver };
   * const disclosure = await patient.answerChallenge(claimed, answer);
   */
  answerChallenge(booking: AgreedBooking, answer: ChallengeAnswer): Promise<Disclosure> {
    return answerChallenge(this.party, booking, answer);
  }
}
