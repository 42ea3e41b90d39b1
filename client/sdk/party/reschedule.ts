import { AftercareError } from "../../../prover/errors.ts";
import { assertUnsigned } from "../../../prover/integers.ts";
import * as escrow from "../../protocol/calls/escrow/index.ts";
import type { RelayReceipt } from "../../protocol/calls/relay.ts";
import { bookingOnChain, type AgreedBooking } from "../agreed-booking.ts";
import { signForBooking, type Lifetime } from "../signing.ts";
import { TIME_BITS, counterSign, type Party, type Proposal } from "./party.ts";

/** Another time for a surgery, signed by one party. */
export interface ReschedulingProposal extends Proposal {
  readonly surgeryTime: bigint;
  /** How often the surgery has been moved after this. */
  readonly reschedules: number;
}

/** The proposal does not follow what the chain tells of the booking. */
export class OutdatedProposalError extends AftercareError {
  override readonly name = "OutdatedProposalError";
}

/** Signs another time, for the other party to agree to. */
export async function proposeRescheduling(
  party: Party,
  booking: AgreedBooking,
  { surgeryTime, lifetime }: Lifetime & { readonly surgeryTime: bigint },
): Promise<ReschedulingProposal> {
  assertUnsigned("surgeryTime", surgeryTime, TIME_BITS);
  const { progress } = bookingOnChain(await party.connection.view(), booking);
  const reschedules = progress.reschedules + 1;
  const { deadline, signature } = await signForBooking(party.connection, {
    signer: party.signerFor(booking),
    booking,
    message: "Rescheduling",
    values: { surgeryTime, reschedules },
    lifetime,
  });
  const { bookingId, terms } = booking;
  return { bookingId, terms, surgeryTime, reschedules, proposedBy: party.side, deadline, signature };
}

/** Agrees to another time, and sends it. */
export async function reschedule(party: Party, proposal: ReschedulingProposal): Promise<RelayReceipt> {
  const { terms, surgeryTime, reschedules, deadline } = proposal;
  const { progress } = bookingOnChain(await party.connection.view(), proposal);
  if (reschedules !== progress.reschedules + 1) {
    throw new OutdatedProposalError(
      "The surgery has been moved since this was proposed, or the proposal is for later.",
      "Ask for a new proposal.",
      { reschedules, before: progress.reschedules },
    );
  }
  const signatures = await counterSign(party, proposal, {
    message: "Rescheduling",
    values: { surgeryTime, reschedules },
  });
  return party.connection.send(
    escrow.reschedule(party.connection.deployment, { terms, surgeryTime, deadline, ...signatures }),
  );
}
