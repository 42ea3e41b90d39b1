import { bytesToHex } from "@noble/hashes/utils.js";

import { Members, type Refusal } from "../json/members.ts";
import { jsonText, parsedJson } from "../json/strict-json.ts";
import { PROGRAM_SLOTS } from "../policy/program.ts";
import { FIELD_NAMES, type FieldName } from "../record/schema.ts";
import { InvalidChallengeError } from "./errors.ts";

/** Version of both files, challenge and answer. */
export const DISCLOSURE_VERSION = 1;

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

const refusal: Refusal = (path, expected) => new InvalidChallengeError(path, expected);

function takeFields(members: Members): FieldName[] {
  const fields = members.takeList("fields", MOST_OPENED_FIELDS);
  const ordered = FIELD_NAMES.filter((name) => fields.includes(name));
  if (ordered.length !== fields.length) {
    throw members.refuse("fields", `different names out of: ${FIELD_NAMES.join(", ")}`);
  }
  return ordered;
}

function readChallenge(members: Members): DisclosureChallenge {
  const challenge = {
    chainId: members.takeInteger("chainId", 1n << 256n),
    insurer: members.takeAddress("insurer"),
    scope: members.takeFieldElement("scope"),
    nullifier: members.takeFieldElement("nullifier"),
    fields: takeFields(members),
    nonce: members.takeString("nonce"),
    expiry: members.takeNumber("expiry", 0, LAST_SECOND),
  };
  if (!/^0x[0-9a-f]{64}$/.test(challenge.nonce)) {
    throw members.refuse("nonce", "32 bytes as 0x and 64 hexadecimal digits");
  }
  members.assertAllRead();
  return challenge;
}

/**
 * The challenge in its one form: address with checksum, fields in order. Every function of a disclosure uses this form.
 *
 * @throws InvalidChallengeError
 */
export function checkedChallenge(challenge: DisclosureChallenge): DisclosureChallenge {
  return readChallenge(new Members(challenge, "challenge", refusal, "value"));
}

/** A challenge as JSON: integers as decimal texts, as JSON numbers would round them. Throws {@link InvalidChallengeError}. */
export function formatChallenge(challenge: DisclosureChallenge): string {
  const { chainId, insurer, scope, nullifier, fields, nonce, expiry } = checkedChallenge(challenge);
  return jsonText({
    version: DISCLOSURE_VERSION,
    chainId: String(chainId),
    insurer,
    scope: String(scope),
    nullifier: String(nullifier),
    fields,
    nonce,
    expiry,
  });
}

/**
 * Reads a challenge from JSON, its text or parsed.
 *
 * @throws MalformedJsonError, InvalidChallengeError
 */
export function parseChallenge(json: unknown): DisclosureChallenge {
  const members = new Members(parsedJson(json), "challenge", refusal);
  members.takeVersion(DISCLOSURE_VERSION);
  return readChallenge(members);
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
