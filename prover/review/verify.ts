import { AftercareError } from "../errors.ts";
import { parseProof, type Groth16Proof } from "../groth16/proof.ts";
import { parseVerificationKey, type VerificationKey } from "../../circuits/verification-key.ts";
import { verifyGroth16 } from "../groth16/verify.ts";
import { publicSignalsOf, REVIEW_PUBLIC_SIGNALS, type ReviewStatement } from "./statement.ts";

/** A proof together with what it proves. */
export interface ReviewProof {
  readonly proof: Groth16Proof;
  readonly statement: ReviewStatement;
}

/** The proof and its public signals, or undefined where either cannot be what it should be. */
function read(proof: Groth16Proof, statement: ReviewStatement) {
  try {
    return { proof: parseProof(proof), publicSignals: publicSignalsOf(statement) };
  } catch (error) {
    if (error instanceof AftercareError) return undefined;
    throw error;
  }
}

/**
 * Whether a review proof proves exactly this statement. Needs no account, no chain and no worker threads.
 *
 * Whatever comes from outside only makes the answer false: values out of range are not reduced, and points off
 * the curve or outside its subgroup are refused. Whether the root is one of the tree's is for the caller to check.
 *
 * @throws MalformedVerificationKeyError, SkippedCeremonyError
 */
export async function verifyReview(
  proof: Groth16Proof,
  statement: ReviewStatement,
  verificationKey: VerificationKey,
): Promise<boolean> {
  const key = parseVerificationKey(verificationKey, REVIEW_PUBLIC_SIGNALS);
  const review = read(proof, statement);
  return review !== undefined && verifyGroth16(review.proof, review.publicSignals, key);
}
