import * as escrow from "../../protocol/calls/escrow/index.ts";
import type { RelayReceipt } from "../../protocol/calls/relay.ts";
import { escrowDomain, signTerms } from "../../protocol/messages/escrow.ts";
import { assertBookingId, type AgreedBooking } from "../agreed-booking.ts";
import { signForBooking, type Lifetime } from "../signing.ts";
import type { PatientSession } from "./session.ts";

/** Posts an offer on chain, where its surgeon finds it without being sent it. */
export async function propose(session: PatientSession, offer: AgreedBooking): Promise<RelayReceipt> {
  assertBookingId(offer);
  const { deployment } = session.connection;
  const domain = escrowDomain(deployment.chainId, deployment.escrow);
  const patientSignature = await signTerms(session.signerFor(offer), domain, offer.terms);
  return session.connection.send(escrow.propose(deployment, { terms: offer.terms, patientSignature }));
}

/** Takes an offer back, posted or not, before its surgeon accepts it. */
export async function withdrawOffer(
  session: PatientSession,
  offer: AgreedBooking,
  { lifetime }: Lifetime,
): Promise<RelayReceipt> {
  const { deadline, signature } = await signForBooking(session.connection, {
    signer: session.signerFor(offer),
    booking: offer,
    message: "Withdrawal",
    values: {},
    lifetime,
  });
  const { terms } = offer;
  return session.connection.send(
    escrow.withdrawOffer(session.connection.deployment, { terms, deadline, patientSignature: signature }),
  );
}
