import type { BookingKeys } from "../../../prover/keys/index.ts";
import { AftercareError } from "../../../prover/errors.ts";
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
import type { Connection } from "../connection.ts";
import { isLicensedAt, type IndexedLicence } from "../../reader/replay/licences.ts";
import { licenceOf } from "../licence-of.ts";
import { findBookings } from "./find-bookings.ts";
import { SEARCH_GAP, type PatientSession } from "./session.ts";

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
}

/** An offer that its surgeon, or whoever relays for her, can accept. */
export interface SignedOffer extends AgreedBooking {
  /** One signature pays the deposit and consents to the terms: its nonce is the booking id. */
  readonly depositSignature: string;
  /** age file that the surgeon and the patient can open. */
  readonly sealedDetails: Uint8Array;
}

/** The surgeon may not operate now, so nothing is sealed to her. */
export class SurgeonNotLicensedError extends AftercareError {
  override readonly name = "SurgeonNotLicensedError";
}

/** One more offer could be lost: whoever has only the phrase searches no further than a gap of unused bookings. */
export class TooManyOpenOffersError extends AftercareError {
  override readonly name = "TooManyOpenOffersError";
}

/** Makes and signs an offer with the one-time key of an unused booking, which counts as used once it is signed. */
export function book(session: PatientSession, request: BookingRequest): Promise<SignedOffer> {
  return session.inTurn(async () => {
    // Marks what the chain has seen; what this session has offered since is marked already.
    await findBookings(session);
    if (!session.isNextWithinReach) {
      throw new TooManyOpenOffersError(
        `The chain knows none of the last ${SEARCH_GAP} offers, and a search would not find another one behind them.`,
        "Wait until a surgeon has accepted one, or post one with propose.",
        { openOffers: SEARCH_GAP },
      );
    }
    const keys = session.keysAt(session.nextIndex);
    const offer = await signOffer(session, keys, request);
    session.markUsed(keys.index);
    return offer;
  });
}

async function signOffer(
  session: PatientSession,
  keys: BookingKeys,
  request: BookingRequest,
): Promise<SignedOffer> {
  const { connection } = session;
  const { deposit, appointmentTime, offerExpiry, arbiter = ZeroAddress } = request;
  const rules = packRules(request.rules);
  const licence = await licenceInForce(connection, request.surgeon);
  const recordRecipient = await session.keys.ageRecipient();
  const { termsHash, sealed } = await sealDetails({ text: request.details, recordRecipient }, [
    recipientOf(getBytes(licence.profile.encryptionKey)),
    recordRecipient,
  ]);
  const terms: Terms = {
    patient: keys.address,
    surgeon: licence.surgeon,
    arbiter,
    patientCommitment: keys.patientCommitment,
    deposit,
    protocolFee: await connection.contracts.escrow.protocolFee(),
    appointmentTime,
    offerExpiry,
    rules,
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

async function licenceInForce(connection: Connection, surgeon: string): Promise<IndexedLicence> {
  const licence = licenceOf(await connection.view(), surgeon);
  if (isLicensedAt(licence, await connection.now())) return licence;
  throw new SurgeonNotLicensedError(
    "The surgeon's licence is not in force.",
    "Choose another surgeon, or wait until the board has renewed it.",
    { surgeon: licence.surgeon },
  );
}
