import { utf8ToBytes } from "@noble/hashes/utils.js";

import { hashToField, keccak256 } from "../keccak.ts";
import { programHashOf, type Program } from "../policy/program.ts";
import { FIELD_LIMIT, FIELD_NAMES, type FieldName, type RecordFields } from "../record/schema.ts";
import { checkedChallenge, type DisclosureChallenge } from "./challenge.ts";
import { MalformedDisclosureError } from "./errors.ts";

/** The fields that a disclosure opens, each with what the record holds: an integer from 0 to 2⁶⁴ − 1. */
export type OpenedFields = Readonly<Partial<Record<FieldName, bigint>>>;

/** Sets these signals apart from those of claims and of everything else that is ever hashed. */
const TAG = keccak256(utf8ToBytes("Aftercare disclosure v1"));
/** Takes the fields that a challenge asks for out of a record. */
export function openFields({ fields }: DisclosureChallenge, record: RecordFields): OpenedFields {
  return Object.fromEntries(fields.map((name) => [name, record[FIELD_NAMES.indexOf(name)]]));
}

/**
 * The program that only a record with exactly these values satisfies: one clause "is this value" for each opened field.
 *
 * @throws MalformedDisclosureError unless the opened fields are those that the challenge asks for
 */
export function disclosureProgram({ fields }: DisclosureChallenge, opened: OpenedFields): Program {
  const names = Object.keys(opened);
  if (names.length !== fields.length || !fields.every((name) => names.includes(name))) {
    throw new MalformedDisclosureError("disclosure.opened", "the fields that the challenge asks for");
  }
  return {
    clauses: fields.map((name) => {
      const value = opened[name];
      if (typeof value !== "bigint" || value < 0n || value >= FIELD_LIMIT) {
        throw new MalformedDisclosureError(`disclosure.opened.${name}`, "an integer from 0 to 2⁶⁴ − 1");
      }
      return { field: FIELD_NAMES.indexOf(name), lo: value, hi: value, negated: false, startsGroup: true };
    }),
  };
}

/**
 * The public signal that binds a disclosure to one challenge and one answer, below 2²⁴⁸:
 * `keccak256(abi.encode(tag, chainId, insurer, scope, nullifier, programHash, nonce, expiry)) >> 8`.
 *
 * @throws InvalidChallengeError, MalformedDisclosureError
 */
export function disclosureSignal(challenge: DisclosureChallenge, opened: OpenedFields): bigint {
  const checked = checkedChallenge(challenge);
  const { chainId, insurer, scope, nullifier, nonce, expiry } = checked;
  const programHash = programHashOf(disclosureProgram(checked, opened));
  return hashToField([TAG, chainId, insurer, scope, nullifier, programHash, nonce, expiry]);
}
