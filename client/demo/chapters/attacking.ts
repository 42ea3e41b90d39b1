import type { Stage } from "../../../fixtures/stage.ts";
import type { ReviewProver } from "../../../prover/proving/index.ts";
import { post } from "../../protocol/calls/board/index.ts";
import { submissionOf, type ReviewSubmission } from "../../protocol/review.ts";
import { attack, outcomeOf, type Refusal } from "../attack.ts";
import type { ProgressList } from "../progress.ts";
import { withFate, type Thread } from "../thread.ts";
import { prove, type ProvenReview } from "./reviewing.ts";

export type ReviewAttack = "doubleReview" | "forgedProof" | "alteredRating" | "otherSurgeon";

/** Attacks on the board, each sent past every check of clients and relayer. */
export async function attackBoard(attackers: {
  readonly stage: Stage;
  readonly prover: ReviewProver;
  readonly threads: readonly Thread[];
  readonly posted: readonly ProvenReview[];
  readonly progress: ProgressList;
}): Promise<Record<ReviewAttack, Refusal>> {
  const { stage, prover, threads, posted, progress } = attackers;
  const [first, second] = posted;
  progress.chapter("Attacks, sent to the chain for real");
  const [closer] = withFate(threads, "closes");
  if (!first || !second || !closer)
    throw new Error("The story needs two reviews, and a patient without one.");
  const { submission: unposted } = await prove(prover, closer, { rating: 1, text: "Not worth the money." });
  const other = threads.find(({ part }) => part.surgeon !== closer.part.surgeon);
  const otherSurgeon = other?.part.surgeon.role.address ?? "";
  const launch = (title: string, submission: () => Promise<ReviewSubmission>, expected: string) =>
    progress.step(
      title,
      async () => attack(stage, post(stage.deployment, await submission()), expected),
      outcomeOf,
    );
  return {
    doubleReview: await launch(
      "a second review of the same surgery, freshly proven",
      async () => {
        const content = { ...first.request.content, rating: 1, text: "And once more." };
        return submissionOf(content, await prover.proveReview({ ...first.request, content }));
      },
      "NullifierUsed",
    ),
    forgedProof: await launch(
      "a proof put together from two others",
      async () => ({ ...unposted, proof: { ...unposted.proof, a: second.submission.proof.a } }),
      "InvalidProof",
    ),
    alteredRating: await launch(
      "one star made five on the way",
      async () => ({ ...unposted, review: { ...unposted.review, rating: 5 } }),
      "InvalidProof",
    ),
    otherSurgeon: await launch(
      "the proof of one surgeon's patient used against another surgeon",
      async () => ({ ...unposted, review: { ...unposted.review, surgeon: otherSurgeon } }),
      "InvalidProof",
    ),
  };
}
