import { readProof, type Groth16Proof } from "../groth16/proof.ts";
import { Members, type Form, type Refusal } from "../json/members.ts";
import { jsonText, parsedJson } from "../json/strict-json.ts";
import { FIELD_LIMIT, FIELD_NAMES, type FieldName } from "../record/schema.ts";
import { DISCLOSURE_VERSION } from "./challenge.ts";
import { MalformedDisclosureError } from "./errors.ts";
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

const refusal: Refusal = (path, expected) => new MalformedDisclosureError(path, expected);

function readOpened(members: Members): OpenedFields {
  const opened: Partial<Record<FieldName, bigint>> = {};
  for (const name of FIELD_NAMES.filter((field) => members.has(field))) {
    opened[name] = members.takeInteger(name, FIELD_LIMIT);
  }
  members.assertAllRead();
  return opened;
}

function read(disclosure: unknown, form: Form): Disclosure {
  const members = new Members(disclosure, "disclosure", refusal, form);
  if (form === "json") members.takeVersion(DISCLOSURE_VERSION);
  const read = {
    opened: readOpened(members.takeObject("opened")),
    root: members.takeFieldElement("root"),
    coverageRoot: members.takeFieldElement("coverageRoot"),
    proof: readProof(members.takeObject("proof")),
  };
  members.assertAllRead();
  return read;
}

/**
 * A fresh copy of a disclosure of whose type nobody can be sure at run time.
 *
 * @throws MalformedDisclosureError
 */
export function checkedDisclosure(disclosure: Disclosure): Disclosure {
  return read(disclosure, "value");
}

/** A disclosure as JSON: what was opened, roots and coordinates in decimal. Throws {@link MalformedDisclosureError}. */
export function formatDisclosure(disclosure: Disclosure): string {
  const { opened, root, coverageRoot, proof } = checkedDisclosure(disclosure);
  return jsonText({
    version: DISCLOSURE_VERSION,
    opened: Object.fromEntries(Object.entries(opened).map(([name, value]) => [name, String(value)])),
    root: String(root),
    coverageRoot: String(coverageRoot),
    proof,
  });
}

/**
 * Reads a disclosure from JSON, its text or parsed. Whether it proves anything is for `verifyDisclosure` to say.
 *
 * @throws MalformedJsonError, MalformedDisclosureError
 */
export function parseDisclosure(json: unknown): Disclosure {
  return read(parsedJson(json), "json");
}
