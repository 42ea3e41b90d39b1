import { prepareReview, type ReviewRequest } from "../review/request.ts";
import { checkedReviewProof, type ReviewProof } from "../review/json.ts";
import { inParallel } from "./batch.ts";
import { assertHasObjects } from "./request-members.ts";
import { REVIEW } from "./circuit.ts";
import { ProvingSession, type LoadedSessionOptions, type Prover, type ProvingOptions } from "./session.ts";
import type { SharedEngine } from "./shared-engine.ts";

// While one proof is added up, the witness of the next is computed.
const PROOFS_AT_ONCE = 2;

/** Makes and checks proofs of reviews on the patient's own device. */
export interface ReviewProver extends Prover<"review"> {
  /**
   * Proves that the author of a review had a CLOSED surgery with the surgeon.
   *
   * @throws IncompleteRequestError and the errors of prepareReview, each before any proving, and those of {@link warmUp}
   */
  proveReview(request: ReviewRequest, options?: ProvingOptions): Promise<ReviewProof>;
  /**
   * Proves several reviews, faster than one after another; the proofs come in the order of the requests. The first that
   * fails stops the others. The time limit is that of each proof.
   *
   * @throws The errors of {@link proveReview}
   */
  proveMany(requests: readonly ReviewRequest[], options?: ProvingOptions): Promise<ReviewProof[]>;
  /** Whether a review proof holds under this prover's verification key. Throws MalformedReviewProofError for what is none. */
  verifyReview(review: ReviewProof): Promise<boolean>;
}

/** @throws The errors of ProvingSession's constructor */
export function createReviewProver(
  options: LoadedSessionOptions<"review">,
  engine: SharedEngine,
): ReviewProver {
  const session = new ProvingSession(REVIEW, options, engine);

  const proveReview: ReviewProver["proveReview"] = async (request, options) => {
    assertHasObjects(request, ["content", "closed", "path"]);
    const { proof, prepared } = await session.prove(() => prepareReview(request), options);
    return { proof, statement: prepared.statement };
  };

  const proveMany: ReviewProver["proveMany"] = async (requests, { signal, timeLimit, onProgress } = {}) => {
    let done = 0;
    onProgress?.({ phase: "proving", fraction: 0 });
    return inParallel(requests, PROOFS_AT_ONCE, async (request, stop) => {
      const either = signal === undefined ? stop : AbortSignal.any([signal, stop]);
      const review = await proveReview(request, { signal: either, timeLimit });
      onProgress?.({ phase: "proving", fraction: ++done / requests.length });
      return review;
    });
  };

  return {
    ...session.asProver(),
    proveReview,
    proveMany,
    verifyReview: async (review) => {
      const { proof, statement } = checkedReviewProof(review);
      return session.verify(proof, statement);
    },
  };
}
