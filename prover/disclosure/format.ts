import { parseProof, type Groth16Proof } from "../groth16/proof.ts";
import { FIELD_MODULUS } from "../field.ts";
import { Members, type Refusal } from "../json/members.ts";
import { FIELD_LIMIT, FIELD_NAMES, type FieldName } from "../record/schema.ts";
import { checkedChallenge, MOST_OPENED_FIELDS, type DisclosureChallenge } from "./challenge.ts";
import { InvalidChallengeError, MalformedDisclosureError } from "./errors.ts";
import type { OpenedFields } from "./statement.ts";

/** The answer to a challenge. It holds nothing that the insurer knows already: the challenge comes from its own books. */
export interface Disclosure {
  /** The fields asked for, each with what the record holds. */
  readonly opened: OpenedFields;
  /** Root of the surgery tree, a field element. */
  readonly root: bigint;
  /** Root of the policy's coverage tree, a field element. */
  readonly coverageRoot: bigint;
  readonly proof: Groth16Proof;
}

/** Version of both files. */
const VERSION = 1;

const refuseChallenge: Refusal = (path, expected) => new InvalidChallengeError(path, expected);
const refuseDisclosure: Refusal = (path, expected) => new MalformedDisclosureError(path, expected);

function assertVersion(members: Members): void {
  if (members.take("version") !== VERSION) throw members.refuse("version", String(VERSION));
}

/** A challenge as JSON: whole numbers as decimal texts, as JSON numbers would round them. */
export function challengeJson(challenge: DisclosureChallenge): object {
  const { chainId, insurer, scope, nullifier, fields, nonce, expiry } = checkedChallenge(challenge);
  return {
    version: VERSION,
    chainId: String(chainId),
    insurer,
    scope: String(scope),
    nullifier: String(nullifier),
    fields,
    nonce,
    expiry,
  };
}

/**
 * Reads a challenge from parsed JSON.
 *
 * @throws InvalidChallengeError
 */
export function parseChallenge(json: unknown): DisclosureChallenge {
  const members = new Members(json, "challenge", refuseChallenge);
  assertVersion(members);
  const challenge = checkedChallenge({
    chainId: members.takeInteger("chainId"),
    insurer: members.takeString("insurer"),
    scope: members.takeInteger("scope"),
    nullifier: members.takeInteger("nullifier"),
    fields: members.takeList("fields", MOST_OPENED_FIELDS) as FieldName[],
    nonce: members.takeString("nonce"),
    expiry: members.take("expiry") as number,
  });
  members.assertAllRead();
  return challenge;
}

/** A disclosure as JSON. */
export function disclosureJson({ opened, root, coverageRoot, proof }: Disclosure): object {
  return {
    version: VERSION,
    opened: Object.fromEntries(Object.entries(opened).map(([name, value]) => [name, String(value)])),
    root: String(root),
    coverageRoot: String(coverageRoot),
    proof,
  };
}

function takeFieldElement(members: Members, name: string): bigint {
  const value = members.takeInteger(name);
  if (value >= FIELD_MODULUS) throw members.refuse(name, "a field element");
  return value;
}

function parseOpened(members: Members): OpenedFields {
  const opened: Partial<Record<FieldName, bigint>> = {};
  for (const name of FIELD_NAMES.filter((field) => members.has(field))) {
    const value = members.takeInteger(name);
    if (value >= FIELD_LIMIT) throw members.refuse(name, "an integer from 0 to 2⁶⁴ − 1");
    opened[name] = value;
  }
  members.assertAllRead();
  return opened;
}

/**
 * Reads a disclosure from parsed JSON. Whether it proves anything is for `verifyDisclosure` to say.
 *
 * @throws MalformedDisclosureError, MalformedProofError
 */
export function parseDisclosure(json: unknown): Disclosure {
  const members = new Members(json, "disclosure", refuseDisclosure);
  assertVersion(members);
  const disclosure = {
    opened: parseOpened(members.takeObject("opened")),
    root: takeFieldElement(members, "root"),
    coverageRoot: takeFieldElement(members, "coverageRoot"),
    proof: parseProof(members.take("proof")),
  };
  members.assertAllRead();
  return disclosure;
}
