import { ZeroAddress } from "ethers";
import type { ReviewProver } from "../../../prover/proving/index.ts";
import type { ReviewContent, ReviewProof } from "../../../prover/review/index.ts";
import { positionOf } from "../../reader/replay/trees.ts";
import { type ReviewSubmission, submissionOf } from "../../protocol/review.ts";
import type { Part } from "../cast.ts";
import type { ChainView } from "../../reader/chain-view.ts";
import type { Stage } from "../stage.ts";

/** A review with what proving it took. */
export interface ProvenReview {
  part: Part;
  content: ReviewContent;
  proven: ReviewProof;
  submission: ReviewSubmission;
  provingMilliseconds: number;
}

/** What a patient writes about her surgery; she lets whoever relays it be paid. */
export function contentOf(stage: Stage, part: Part, maxFee: bigint): ReviewContent {
  return {
    chainId: stage.deployment.chainId,
    board: stage.deployment.board,
    surgeon: part.surgeon.wallet.address,
    rating: part.rating,
    text: part.text,
    version: 1,
    feeRecipient: ZeroAddress,
    maxFee,
  };
}

/** Proves a review on the patient's side: leaves come from the chain as a whole, the path is computed here. */
export async function prove(
  prover: ReviewProver,
  { bookings, trees }: ChainView,
  part: Part,
  content: ReviewContent,
): Promise<ProvenReview> {
  const { patientCommitment, address } = part.patient.booking;
  const booking = [...bookings.values()].find(({ terms }) => terms?.patient === address);
  const position = booking && positionOf(trees, { patientCommitment, ...booking, ...booking.progress });
  const grown = position && trees.trees[position.treeNumber];
  const closed = grown?.surgeries[position?.leafIndex ?? 0];
  if (!position || !closed) throw new Error(`${part.patient.name}'s surgery is not in the tree.`);

  const startedAt = performance.now();
  const proven = await prover.proveReview({
    content,
    secret: part.patient.booking.secret,
    closed,
    path: grown.tree.path(position.leafIndex),
  });
  const provingMilliseconds = performance.now() - startedAt;
  return { part, content, proven, submission: submissionOf(content, proven), provingMilliseconds };
}

/** Posts the review through the relayer. */
export async function post(stage: Stage, { submission }: ProvenReview): Promise<void> {
  stage.receipts.push(await stage.relayer.relayReview(submission));
}
