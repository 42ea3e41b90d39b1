import { bytesToHex } from "@noble/hashes/utils.js";

import { checkedAddress, NotAnAddressError } from "../address.ts";
import { FIELD_MODULUS } from "../field.ts";
import { PROGRAM_SLOTS } from "../policy/program.ts";
import { FIELD_NAMES, type FieldName } from "../record/schema.ts";
import { InvalidChallengeError } from "./errors.ts";

/** Most fields that one disclosure opens: each takes a slot of the claim circuit's program. */
export const MOST_OPENED_FIELDS = PROGRAM_SLOTS;

/** Last second that a challenge may name; the last of a JavaScript date that every reader can show. */
const LAST_SECOND = 253_402_300_799;

/** What an insurer's adjuster asks a claimant. */
export interface DisclosureChallenge {
  /** Chain of the claim, below 2²⁵⁶. */
  readonly chainId: bigint;
  /** Who asks: the insurer's address. The patient's client shows it. */
  readonly insurer: string;
  /** Scope of the claim, a field element. */
  readonly scope: bigint;
  /** Nullifier of the claim: it says which claim, and nothing else. */
  readonly nullifier: bigint;
  /** Fields to open, 1 to {@link MOST_OPENED_FIELDS}, in the order of `FIELD_NAMES`. */
  readonly fields: readonly FieldName[];
  /** 32 random bytes in hexadecimal: no answer fits two challenges. */
  readonly nonce: string;
  /** Last second at which an answer counts, since 1970-01-01. */
  readonly expiry: number;
}

function assertFieldElement(name: string, value: unknown): void {
  if (typeof value !== "bigint" || value < 0n || value >= FIELD_MODULUS) {
    throw new InvalidChallengeError(`challenge.${name}`, "a field element");
  }
}

function checkedInsurer(insurer: string): string {
  try {
    return checkedAddress("insurer", insurer);
  } catch (error) {
    if (error instanceof NotAnAddressError) {
      throw new InvalidChallengeError("challenge.insurer", "an Ethereum address");
    }
    throw error;
  }
}

function orderedFields(fields: readonly unknown[]): FieldName[] {
  const ordered = FIELD_NAMES.filter((name) => fields.includes(name));
  if (ordered.length === 0 || ordered.length > MOST_OPENED_FIELDS || ordered.length !== fields.length) {
    throw new InvalidChallengeError(
      "challenge.fields",
      `1 to ${MOST_OPENED_FIELDS} different names out of: ${FIELD_NAMES.join(", ")}`,
    );
  }
  return ordered;
}

/**
 * The challenge in its one form: address with checksum, fields in order. Every function of a disclosure uses this form.
 *
 * @throws InvalidChallengeError
 */
export function checkedChallenge(challenge: DisclosureChallenge): DisclosureChallenge {
  const { chainId, insurer, scope, nullifier, fields, nonce, expiry } = challenge;
  if (typeof chainId !== "bigint" || chainId < 0n || chainId >= 1n << 256n) {
    throw new InvalidChallengeError("challenge.chainId", "a chain id");
  }
  assertFieldElement("scope", scope);
  assertFieldElement("nullifier", nullifier);
  if (typeof nonce !== "string" || !/^0x[0-9a-f]{64}$/.test(nonce)) {
    throw new InvalidChallengeError("challenge.nonce", "32 bytes as 0x and 64 hexadecimal digits");
  }
  if (!Number.isSafeInteger(expiry) || expiry < 0 || expiry > LAST_SECOND) {
    throw new InvalidChallengeError("challenge.expiry", "a whole number of seconds since 1970");
  }
  return {
    chainId,
    insurer: checkedInsurer(insurer),
    scope,
    nullifier,
    fields: orderedFields(fields),
    nonce,
    expiry,
  };
}

/**
 * A fresh challenge.
 *
 * @throws InvalidChallengeError
 */
export function createChallenge(question: Omit<DisclosureChallenge, "nonce">): DisclosureChallenge {
  const nonce = `0x${bytesToHex(crypto.getRandomValues(new Uint8Array(32)))}`;
  return checkedChallenge({ ...question, nonce });
}
