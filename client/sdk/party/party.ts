import { AftercareError } from "../../../prover/errors.ts";
import type { BookingMessageValues } from "../../protocol/messages/escrow.ts";
import type { MessageSigner } from "../../protocol/messages/signer.ts";
import type { AgreedBooking } from "../agreed-booking.ts";
import type { Connection } from "../connection.ts";
import { signUntil, type MessageToSign } from "../signing.ts";

/** Bits of a second, as the escrow keeps it. */
export const TIME_BITS = 48;

/** One of the two who agree on a booking, with what she signs with. */
export interface Party {
  readonly side: "patient" | "surgeon";
  readonly connection: Connection;
  /** @throws ForeignBookingError where the booking is not hers */
  signerFor(booking: AgreedBooking): MessageSigner;
}

/** The booking is somebody else's. */
export class ForeignBookingError extends AftercareError {
  override readonly name = "ForeignBookingError";
}

/** The other party has to agree to a proposal, not whoever made it. */
export class OwnProposalError extends AftercareError {
  override readonly name = "OwnProposalError";
}

/** What one party has signed and hands to the other, who signs the same and sends both signatures. */
export interface Proposal extends AgreedBooking {
  readonly proposedBy: Party["side"];
  /** Last second at which the two signatures count. */
  readonly deadline: bigint;
  readonly signature: string;
}

/** The two signatures under what both agree to, by who made them. */
export interface BothSignatures {
  readonly patientSignature: string;
  readonly surgeonSignature: string;
}

/** Longest time for which whoever agrees to a proposal binds herself, in seconds. */
const LONGEST_LIFETIME = 30n * 86_400n;

/** The proposal would bind whoever agrees to it for longer than anyone should be bound. */
export class ProposalTooLongError extends AftercareError {
  override readonly name = "ProposalTooLongError";
}

/**
 * Signs what the other party has signed, and puts the two signatures side by side. Whoever is asked checks before she signs,
 * since even a call that is refused shows her signature to whoever relays it.
 *
 * @throws OwnProposalError, ForeignBookingError, BookingIdMismatchError, ProposalTooLongError
 */
export async function counterSign<Message extends keyof BookingMessageValues>(
  party: Party,
  proposal: Proposal,
  { message, values }: Pick<MessageToSign<Message>, "message" | "values">,
): Promise<BothSignatures> {
  if (proposal.proposedBy === party.side) {
    throw new OwnProposalError(
      `This was proposed by the ${party.side}, and has to be agreed to by the other.`,
      "Hand it to the other party of the booking.",
    );
  }
  const { deadline } = proposal;
  const latest = (await party.connection.now()) + LONGEST_LIFETIME;
  if (deadline > latest) {
    throw new ProposalTooLongError(
      "The proposal could be sent for more than thirty days.",
      "Ask for one with a nearer deadline.",
      { deadline, latest },
    );
  }
  const signer = party.signerFor(proposal);
  const own = await signUntil(party.connection, { signer, booking: proposal, message, values }, deadline);
  return party.side === "patient"
    ? { patientSignature: own, surgeonSignature: proposal.signature }
    : { patientSignature: proposal.signature, surgeonSignature: own };
}
