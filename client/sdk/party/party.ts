import { AftercareError } from "../../../prover/errors.ts";
import type { MessageSigner } from "../../protocol/messages/signer.ts";
import type { AgreedBooking } from "../agreed-booking.ts";
import type { Connection } from "../connection.ts";

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

/** @throws OwnProposalError */
export function bothSignatures(party: Party, proposal: Proposal, own: string): BothSignatures {
  if (proposal.proposedBy === party.side) {
    throw new OwnProposalError(
      `This was proposed by the ${party.side}, and has to be agreed to by the other.`,
      "Hand it to the other party of the booking.",
    );
  }
  return party.side === "patient"
    ? { patientSignature: own, surgeonSignature: proposal.signature }
    : { patientSignature: proposal.signature, surgeonSignature: own };
}
