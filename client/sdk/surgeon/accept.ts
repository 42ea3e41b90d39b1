import * as escrow from "../../protocol/calls/escrow/index.ts";
import type { RelayReceipt } from "../../protocol/calls/relay.ts";
import { openDetails, type BookingDetails } from "../../records/details.ts";
import type { AgreedBooking } from "../agreed-booking.ts";
import type { SignedOffer } from "../patient/book.ts";
import { signForBooking, type Lifetime } from "../signing.ts";
import type { SurgeonSession } from "./session.ts";

/** Opens the details of an offer, and checks that the terms were made for them. */
export function openOffer(
  session: SurgeonSession,
  { terms, sealedDetails }: AgreedBooking & Pick<SignedOffer, "sealedDetails">,
): Promise<BookingDetails> {
  return openDetails(sealedDetails, session.ageIdentity, terms.termsHash);
}

/** Accepts an offer whose details she can open; deposit and acceptance are one transaction. */
export async function accept(
  session: SurgeonSession,
  offer: SignedOffer,
  { lifetime }: Lifetime,
): Promise<{ readonly details: BookingDetails; readonly receipt: RelayReceipt }> {
  const { connection } = session;
  const signer = session.signerFor(offer);
  const details = await openOffer(session, offer);
  const { deadline, signature } = await signForBooking(connection, {
    signer,
    booking: offer,
    message: "Acceptance",
    values: {},
    lifetime,
  });
  const { terms, depositSignature } = offer;
  const receipt = await connection.send(
    escrow.schedule(connection.deployment, {
      terms,
      deadline,
      depositSignature,
      surgeonSignature: signature,
    }),
  );
  return { details, receipt };
}
