import { SurgeryTree } from "../../prover/tree/index.ts";
import type { ReviewContent, ReviewRequest } from "../../prover/review/index.ts";
import queue from "../vectors/queue.json" with { type: "json" };
import signals from "../vectors/signal.json" with { type: "json" };

/** The leaves of the hundred example surgeries. */
export const LEAVES: readonly bigint[] = queue.surgeries.map(({ leaf }) => BigInt(leaf));

const [example] = signals;

const CONTENT: ReviewContent = {
  ...example!.content,
  chainId: BigInt(example!.content.chainId),
  maxFee: BigInt(example!.content.maxFee),
};

/** A request that holds for one of the example surgeries; `content` replaces parts of the review. */
export function reviewRequest(index = 42, content: Partial<ReviewContent> = {}): ReviewRequest {
  const surgery = queue.surgeries[index]!;
  const { surgeon, closedDay } = surgery;
  return {
    content: { ...CONTENT, surgeon, ...content },
    secret: BigInt(surgery.secret),
    closed: {
      patientCommitment: BigInt(surgery.patientCommitment),
      surgeon,
      closedDay,
      recordCommitment: BigInt(surgery.recordCommitment),
    },
    path: SurgeryTree.fromLeaves(LEAVES).path(index),
  };
}
