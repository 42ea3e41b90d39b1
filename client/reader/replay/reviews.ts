import { getBytes } from "ethers/utils";
import { AftercareError } from "../../../prover/errors.ts";
import type { VerificationKey } from "../../../circuits/verification-key.ts";
import { proofFromSolidity, reviewSignal, verifyReview } from "../../../prover/review/index.ts";
import type { ReviewSubmission } from "../../protocol/review.ts";
import type { ReviewEvent } from "../events.ts";
import { anonymitySetOf } from "../anonymity.ts";
import { postedText } from "../posted-text.ts";
import type { IndexedTrees } from "./trees.ts";

/** What a reader finds when checking one version of a review. */
export type ReviewCheck = {
  nullifier: bigint;
  surgeon: string;
  rating: number;
  version: number;
  /** As it can be shown: what could not be seen stands there by its number, such as `[U+202E]`. */
  text: string;
  /** Surgeries that the review could belong to; see `anonymitySetOf`. */
  anonymitySet: number;
} & ({ verdict: "verified" } | { verdict: "refused"; reason: Refusal });

/**
 * Why a review does not count: it is not the next version of its nullifier for the same surgeon, its root never was,
 * it is not of the protocol's form, or its proof does not hold.
 */
export type Refusal = "wrong version" | "unknown root" | "malformed review" | "invalid proof";

/** Who checks, and on what chain the reviews claim to be. */
export interface ReaderContext {
  readonly chainId: bigint;
  readonly board: string;
  readonly verificationKey: VerificationKey;
}

/**
 * Checks reviews from events alone, without trusting the board: the root has to be one that the flushed surgeries make,
 * the proof has to hold for exactly the surgeon, rating and text shown, and each nullifier counts once, its versions in
 * order. That the surgeries themselves are the chain's is for `indexTrees` and `assertTreesOnChain` to show.
 */
export async function checkReviews(
  events: readonly ReviewEvent[],
  trees: IndexedTrees,
  context: ReaderContext,
): Promise<ReviewCheck[]> {
  const checks: ReviewCheck[] = [];
  const latest = new Map<bigint, { surgeon: string; version: number }>();
  for (const event of events) {
    if (event.name !== "ReviewPosted") continue;
    const { nullifier, surgeon, rating, version } = event.review;
    const previous = latest.get(nullifier);
    const isNext = version === (previous?.version ?? 0) + 1 && surgeon === (previous?.surgeon ?? surgeon);
    const refusal = isNext ? await refusalOf(event, trees, context) : "wrong version";
    if (refusal === undefined) latest.set(nullifier, { surgeon, version });
    checks.push({
      nullifier,
      surgeon,
      rating,
      version,
      text: postedText(event.review.text),
      anonymitySet: anonymitySetOf(trees, event.review),
      ...(refusal === undefined ? { verdict: "verified" } : { verdict: "refused", reason: refusal }),
    });
  }
  return checks;
}

async function refusalOf(
  { review, proof }: ReviewSubmission,
  trees: IndexedTrees,
  context: ReaderContext,
): Promise<Refusal | undefined> {
  if (!trees.roots.has(review.root)) return "unknown root";
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(getBytes(review.text));
    const statement = { ...review, signal: reviewSignal({ ...context, ...review, text }) };
    const holds = await verifyReview(proofFromSolidity(proof), statement, context.verificationKey);
    return holds ? undefined : "invalid proof";
  } catch (error) {
    // A fatal decoder throws a TypeError for bytes that are no UTF-8.
    if (error instanceof AftercareError || error instanceof TypeError) return "malformed review";
    throw error;
  }
}
