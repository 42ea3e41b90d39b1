import { keccak256 } from "ethers/crypto";
import type { TypedDataDomain } from "ethers/hash";
import { Wallet } from "ethers/wallet";
import type { BookingKeys } from "../../prover/keys/index.ts";
import { depositNonceOf } from "../protocol/messages/token.ts";
import { bookingIdOf, type Terms } from "../protocol/terms.ts";
import { packRules, type Rules } from "../protocol/rules.ts";
import { signReceiveAuthorization } from "../protocol/messages/token.ts";

/** The domains in which a booking's two kinds of signature live. */
export interface BookingDomains {
  escrow: TypedDataDomain;
  token: TypedDataDomain;
  escrowAddress: string;
}

/** What a patient asks of a surgeon; the booking's keys supply the rest of the terms. */
export interface OfferRequest {
  surgeon: string;
  /** Who may rule where the two do not settle; the zero address for nobody. */
  arbiter: string;
  deposit: bigint;
  protocolFee: bigint;
  appointmentTime: bigint;
  offerExpiry: bigint;
  rules: Rules;
  /** The private document as both will hold it; only its hash goes on chain. */
  document: Uint8Array;
}

/** An offer that its surgeon, or whoever relays for her, can accept. */
export interface SignedOffer {
  bookingId: string;
  terms: Terms;
  /** One signature pays the deposit and consents to the terms: its nonce is the booking id. */
  depositSignature: string;
}

/** Makes and signs an offer with the one-time key of a booking. */
export async function createOffer(
  domains: BookingDomains,
  keys: BookingKeys,
  request: OfferRequest,
): Promise<SignedOffer> {
  const { document, rules, ...agreed } = request;
  const terms: Terms = {
    ...agreed,
    rules: packRules(rules),
    patient: keys.address,
    patientCommitment: keys.patientCommitment,
    termsHash: keccak256(document),
  };
  const bookingId = bookingIdOf(terms);
  const depositSignature = await signReceiveAuthorization(new Wallet(keys.signingKey), domains.token, {
    from: terms.patient,
    to: domains.escrowAddress,
    value: terms.deposit,
    validAfter: 0n,
    validBefore: terms.offerExpiry,
    nonce: depositNonceOf(bookingId),
  });
  return { bookingId, terms, depositSignature };
}
