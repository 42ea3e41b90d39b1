import { MalformedProofError, readProof, type Groth16Proof } from "../groth16/proof.ts";
import { Members, type Form, type Refusal } from "../json/members.ts";
import { jsonText, parsedJson } from "../json/strict-json.ts";
import { CLAIM_SIGNAL_NAMES, type ClaimStatement } from "./statement.ts";

/** A proof together with what it proves. */
export interface ClaimProof {
  readonly proof: Groth16Proof;
  readonly statement: ClaimStatement;
}

/** A claim proof is not one: something is missing, or out of range. Whether it holds is another question. */
export class MalformedClaimProofError extends MalformedProofError {
  override readonly name = "MalformedClaimProofError";
}

const refusal: Refusal = (path, expected) => new MalformedClaimProofError(path, expected);

function readStatement(members: Members): ClaimStatement {
  const elements = CLAIM_SIGNAL_NAMES.map((name) => [name, members.takeFieldElement(name)]);
  members.assertAllRead();
  return Object.fromEntries(elements) as ClaimStatement;
}

function read(claim: unknown, form: Form): ClaimProof {
  const members = new Members(claim, "claim", refusal, form);
  const read = {
    proof: readProof(members.takeObject("proof")),
    statement: readStatement(members.takeObject("statement")),
  };
  members.assertAllRead();
  return read;
}

/**
 * A fresh copy of a claim proof of whose type nobody can be sure at run time.
 *
 * @throws MalformedClaimProofError
 */
export function checkedClaimProof(claim: ClaimProof): ClaimProof {
  return read(claim, "value");
}

/** A claim proof as JSON: coordinates and public signals in decimal. Throws {@link MalformedClaimProofError}. */
export function formatClaimProof(claim: ClaimProof): string {
  const { proof, statement } = checkedClaimProof(claim);
  const signals = Object.fromEntries(CLAIM_SIGNAL_NAMES.map((name) => [name, String(statement[name])]));
  return jsonText({ proof, statement: signals });
}

/**
 * Reads a claim proof from JSON, its text or parsed. Whether it holds is for `verifyClaim` to say.
 *
 * @throws MalformedJsonError, MalformedClaimProofError
 */
export function parseClaimProof(json: unknown): ClaimProof {
  return read(parsedJson(json), "json");
}
