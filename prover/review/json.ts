import { MalformedProofError, readProof, type Groth16Proof } from "../groth16/proof.ts";
import { Members, type Form, type Refusal } from "../json/members.ts";
import { jsonText, parsedJson } from "../json/strict-json.ts";
import { LAST_DAY } from "../tree/closed-surgery.ts";
import type { ReviewStatement } from "./statement.ts";

/** A proof together with what it proves. */
export interface ReviewProof {
  readonly proof: Groth16Proof;
  readonly statement: ReviewStatement;
}

/** A review proof is not one: something is missing, or out of range. Whether it holds is another question. */
export class MalformedReviewProofError extends MalformedProofError {
  override readonly name = "MalformedReviewProofError";
}

const refusal: Refusal = (path, expected) => new MalformedReviewProofError(path, expected);

function readStatement(members: Members): ReviewStatement {
  const statement = {
    root: members.takeFieldElement("root"),
    nullifier: members.takeFieldElement("nullifier"),
    surgeon: members.takeAddress("surgeon"),
    windowStart: members.takeNumber("windowStart", 0, LAST_DAY),
    windowEnd: members.takeNumber("windowEnd", 0, LAST_DAY),
    signal: members.takeFieldElement("signal"),
  };
  if (statement.windowEnd < statement.windowStart)
    throw members.refuse("windowEnd", "no less than windowStart");
  members.assertAllRead();
  return statement;
}

function read(review: unknown, form: Form): ReviewProof {
  const members = new Members(review, "review", refusal, form);
  const read = {
    proof: readProof(members.takeObject("proof")),
    statement: readStatement(members.takeObject("statement")),
  };
  members.assertAllRead();
  return read;
}

/**
 * A fresh copy of a review proof of whose type nobody can be sure at run time.
 *
 * @throws MalformedReviewProofError
 */
export function checkedReviewProof(review: ReviewProof): ReviewProof {
  return read(review, "value");
}

/** A review proof as JSON: coordinates, field elements and the like in decimal, days as numbers. Throws {@link MalformedReviewProofError}. */
export function formatReviewProof(review: ReviewProof): string {
  const { proof, statement } = checkedReviewProof(review);
  const { root, nullifier, surgeon, windowStart, windowEnd, signal } = statement;
  return jsonText({
    proof,
    statement: {
      root: String(root),
      nullifier: String(nullifier),
      surgeon,
      windowStart,
      windowEnd,
      signal: String(signal),
    },
  });
}

/**
 * Reads a review proof from JSON, its text or parsed. Whether it holds is for `verifyReview` to say.
 *
 * @throws MalformedJsonError, MalformedReviewProofError
 */
export function parseReviewProof(json: unknown): ReviewProof {
  return read(parsedJson(json), "json");
}
