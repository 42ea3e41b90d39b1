import * as escrow from "../../protocol/calls/escrow/index.ts";
import type { RelayReceipt } from "../../protocol/calls/relay.ts";
import { bookingOnChain, type AgreedBooking } from "../agreed-booking.ts";
import { signForBooking, signUntil, type Lifetime } from "../signing.ts";
import { bothSignatures, type Party, type Proposal } from "./party.ts";

/** Another time for a surgery, signed by one party. */
export interface ReschedulingProposal extends Proposal {
  readonly surgeryTime: bigint;
  /** How often the surgery has been moved after this. */
  readonly reschedules: number;
}

/** Signs another time, for the other party to agree to. */
export async function proposeRescheduling(
  party: Party,
  booking: AgreedBooking,
  { surgeryTime, lifetime }: Lifetime & { readonly surgeryTime: bigint },
): Promise<ReschedulingProposal> {
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
  const own = await signUntil(
    party.connection,
    {
      signer: party.signerFor(proposal),
      booking: proposal,
      message: "Rescheduling",
      values: { surgeryTime, reschedules },
    },
    deadline,
  );
  const signatures = bothSignatures(party, proposal, own);
  return party.connection.send(
    escrow.reschedule(party.connection.deployment, { terms, surgeryTime, deadline, ...signatures }),
  );
}
