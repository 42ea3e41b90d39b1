import { toUtf8String } from "ethers";
import {
  proofFromSolidity,
  reviewSignal,
  verifyReview,
  type ReviewContent,
  type ReviewStatement,
} from "../../prover/review/index.ts";
import type { VerificationKey } from "../../prover/artifacts/index.ts";
import type { ReviewEvent } from "./events.ts";
import { anonymitySetOf, type IndexedTrees } from "./trees.ts";

/** What a reader finds when checking one version of a review. */
export type ReviewCheck = {
  nullifier: bigint;
  surgeon: string;
  rating: number;
  version: number;
  text: string;
  /** Surgeries that the review could belong to; see `anonymitySetOf`. */
  anonymitySet: number;
} & ({ verdict: "verified" } | { verdict: "refused"; reason: "unknown root" | "invalid proof" });

/** Who checks, and on what chain the reviews claim to be. */
export interface ReaderContext {
  chainId: bigint;
  board: string;
  verificationKey: VerificationKey;
}

/**
 * Checks reviews from events alone, trusting neither the board nor any server: the root has to be one that the
 * flushed surgeries make, and the proof has to hold for exactly the surgeon, rating and text shown.
 */
export async function checkReviews(
  events: readonly ReviewEvent[],
  trees: IndexedTrees,
  context: ReaderContext,
): Promise<ReviewCheck[]> {
  const checks: ReviewCheck[] = [];
  for (const event of events) {
    if (event.name !== "ReviewPosted") continue;
    const { review, proof } = event;
    const text = toUtf8String(review.text, (_reason, _offset, _bytes, output) => {
      output.push(0xfffd); // Bytes that are no UTF-8 are shown as such; the proof is checked over the bytes themselves.
      return 0;
    });
    const shown = {
      nullifier: review.nullifier,
      surgeon: review.surgeon,
      rating: review.rating,
      version: review.version,
      text,
      anonymitySet: anonymitySetOf(trees, review),
    };
    if (!trees.roots.has(review.root)) {
      checks.push({ ...shown, verdict: "refused", reason: "unknown root" });
      continue;
    }
    const content: ReviewContent = { ...context, ...review, text };
    const statement: ReviewStatement = { ...review, signal: reviewSignal(content) };
    const holds = await verifyReview(proofFromSolidity(proof), statement, context.verificationKey);
    checks.push(
      holds ? { ...shown, verdict: "verified" } : { ...shown, verdict: "refused", reason: "invalid proof" },
    );
  }
  return checks;
}
