import { AftercareError } from "../errors.ts";
import { FIELD_MODULUS } from "../field.ts";
import { parseProof } from "../groth16/proof.ts";
import { parseStrictJson } from "../json/strict-json.ts";
import { CLAIM_SIGNAL_NAMES, type ClaimStatement } from "./statement.ts";
import type { ClaimProof } from "./verify.ts";

/** A claim proof's text is not what it should be. Whether it holds is another question. */
export class MalformedClaimProofError extends AftercareError {
  override readonly name = "MalformedClaimProofError";

  constructor(field: string) {
    super(
      `The claim proof is malformed at ${field}.`,
      "Pass the file as claimProofText wrote it: a proof, and a statement of decimal numbers.",
      { field },
    );
  }
}

// Longer strings cannot be below r; refusing them first keeps giant integers from being parsed at all.
const LONGEST_ELEMENT = FIELD_MODULUS.toString().length;

function parseElement(name: string, value: unknown): bigint {
  if (typeof value === "string" && value.length <= LONGEST_ELEMENT && /^(0|[1-9][0-9]*)$/.test(value)) {
    const element = BigInt(value);
    if (element < FIELD_MODULUS) return element;
  }
  throw new MalformedClaimProofError(`statement.${name}`);
}

function asObject(field: string, value: unknown): object {
  if (typeof value !== "object" || value === null) throw new MalformedClaimProofError(field);
  return value;
}

/** A claim proof as JSON: coordinates and public signals in decimal. */
export function claimProofText({ proof, statement }: ClaimProof): string {
  const signals = Object.fromEntries(CLAIM_SIGNAL_NAMES.map((name) => [name, String(statement[name])]));
  return JSON.stringify({ proof, statement: signals }, null, 2);
}

/**
 * Reads a claim proof from untrusted JSON into a fresh object that holds nothing else.
 *
 * @throws MalformedJsonError, MalformedClaimProofError, MalformedProofError
 */
export function parseClaimProof(text: string): ClaimProof {
  const top = asObject("the top", parseStrictJson(text));
  const own = (object: object, field: string): unknown =>
    Object.hasOwn(object, field) ? Reflect.get(object, field) : undefined;
  const statement = asObject("statement", own(top, "statement"));
  const elements = CLAIM_SIGNAL_NAMES.map((name) => [name, parseElement(name, own(statement, name))]);
  return {
    proof: parseProof(own(top, "proof")),
    statement: Object.fromEntries(elements) as ClaimStatement,
  };
}
