import { ZeroAddress } from "ethers/constants";
import { getBytes } from "ethers/utils";
import { depositNonceOf, signReceiveAuthorization } from "../../protocol/messages/token.ts";
import { keySigner } from "../../protocol/messages/signer.ts";
import { packRules, type Rules } from "../../protocol/rules.ts";
import { bookingIdOf, type Terms } from "../../protocol/terms.ts";
import { tokenDomainOf } from "../../reader/token-domain.ts";
import { sealDetails } from "../../records/details.ts";
import { recipientOf } from "../../records/sealing.ts";
import type { AgreedBooking } from "../agreed-booking.ts";
import { licenceOf } from "../licence-of.ts";
import { findBookings } from "./find-bookings.ts";
import type { PatientSession } from "./session.ts";

/** What a patient asks of a surgeon; the booking's keys supply the rest of the terms. */
export interface BookingRequest {
  /** Address of the surgeon in the registry. */
  readonly surgeon: string;
  /** Who may rule where the two do not settle; nobody where left out. */
  readonly arbiter?: string | undefined;
  /** Token units; they have to be on the booking's address when the surgeon accepts. */
  readonly deposit: bigint;
  /** Second of the surgery. */
  readonly appointmentTime: bigint;
  /** Second at which the offer ends. */
  readonly offerExpiry: bigint;
  readonly rules: Rules;
  /** Name, wish and whatever else the surgeon has to know; sealed to her. */
  readonly details: string;
  /** Which of the patient's bookings; the first unused one where left out. One used twice can be reviewed only once. */
  readonly index?: number | undefined;
}

/** An offer that its surgeon, or whoever relays for her, can accept. */
export interface SignedOffer extends AgreedBooking {
  /** One signature pays the deposit and consents to the terms: its nonce is the booking id. */
  readonly depositSignature: string;
  /** age file that the surgeon and the patient can open. */
  readonly sealedDetails: Uint8Array;
}

/** Makes and signs an offer with the one-time key of an unused booking. */
export async function book(session: PatientSession, request: BookingRequest): Promise<SignedOffer> {
  const { connection } = session;
  const { profile, surgeon } = licenceOf(await connection.view(), request.surgeon);
  const keys = session.keysAt(request.index ?? (await unusedIndex(session)));
  session.markUsed(keys.index);
  const recordRecipient = await session.keys.ageRecipient();
  const { termsHash, sealed } = await sealDetails({ text: request.details, recordRecipient }, [
    recipientOf(getBytes(profile.encryptionKey)),
    recordRecipient,
  ]);
  const { deposit, appointmentTime, offerExpiry, rules, arbiter = ZeroAddress } = request;
  const terms: Terms = {
    patient: keys.address,
    surgeon,
    arbiter,
    patientCommitment: keys.patientCommitment,
    deposit,
    protocolFee: await connection.contracts.escrow.protocolFee(),
    appointmentTime,
    offerExpiry,
    rules: packRules(rules),
    termsHash,
  };
  const bookingId = bookingIdOf(terms);
  const depositSignature = await signReceiveAuthorization(
    keySigner(keys.signingKey),
    await tokenDomainOf(connection.contracts.token),
    {
      from: terms.patient,
      to: connection.deployment.escrow,
      value: deposit,
      validAfter: 0n,
      validBefore: offerExpiry,
      nonce: depositNonceOf(bookingId),
    },
  );
  return { bookingId, terms, depositSignature, sealedDetails: sealed };
}

async function unusedIndex(session: PatientSession): Promise<number> {
  // Marks what the chain has seen; what this session has offered since is marked already.
  await findBookings(session);
  return session.nextIndex;
}
