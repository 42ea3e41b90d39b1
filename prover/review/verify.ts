import type { Groth16Proof } from "../groth16/proof.ts";
import { parseVerificationKey, type VerificationKey } from "../../circuits/verification-key.ts";
import { verifyGroth16 } from "../groth16/verify.ts";
import { checkedReviewProof } from "./json.ts";
import { publicSignalsOf, REVIEW_PUBLIC_SIGNALS, type ReviewStatement } from "./statement.ts";

/**
 * Whether a review proof proves exactly this statement. Needs no account, no chain and no worker threads.
 *
 * False for what has the form of a proof and does not hold, points off the curve or outside its subgroup among it. What
 * cannot be a proof or a statement is refused by its place: values out of range are not reduced, and a text is no number.
 * Whether the root is one of the tree's is for the caller to check.
 *
 * @throws MalformedReviewProofError, MalformedVerificationKeyError, SkippedCeremonyError
 */
export async function verifyReview(
  proof: Groth16Proof,
  statement: ReviewStatement,
  verificationKey: VerificationKey,
): Promise<boolean> {
  const key = parseVerificationKey(verificationKey, REVIEW_PUBLIC_SIGNALS);
  const review = checkedReviewProof({ proof, statement });
  return verifyGroth16(review.proof, publicSignalsOf(review.statement), key);
}
