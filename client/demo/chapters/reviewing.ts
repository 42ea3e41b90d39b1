import type { ReviewProver } from "../../../prover/proving/index.ts";
import type { ReviewRequest } from "../../../prover/review/index.ts";
import type { ReviewSubmission } from "../../protocol/review.ts";
import type { ProgressList } from "../progress.ts";
import { withFate, type Thread } from "../thread.ts";

/** A review with what it was proven from, and how long that took. */
export interface ProvenReview {
  readonly thread: Thread;
  readonly submission: ReviewSubmission;
  readonly request: ReviewRequest;
  readonly provingMilliseconds: number;
}

/** Proves a review on the patient's side, and notes what the prover was given and how long it took. */
export async function prove(
  prover: ReviewProver,
  thread: Thread,
  { rating, text }: { readonly rating: number; readonly text: string } = thread.part,
): Promise<ProvenReview> {
  const { patient, offer } = thread.agreed;
  const noted: { request: ReviewRequest; provingMilliseconds: number }[] = [];
  const noting: Pick<ReviewProver, "proveReview"> = {
    async proveReview(request, options) {
      const startedAt = performance.now();
      const proof = await prover.proveReview(request, options);
      noted.push({ request, provingMilliseconds: performance.now() - startedAt });
      return proof;
    },
  };
  const submission = await patient.proveReview(offer, { prover: noting, rating, text });
  const [notes] = noted;
  if (!notes) throw new Error("A review was proven without a prover.");
  return { thread, submission, ...notes };
}

/** Patients review, and a surgeon answers. */
export async function reviewAll(
  prover: ReviewProver,
  threads: readonly Thread[],
  progress: ProgressList,
): Promise<ProvenReview[]> {
  progress.chapter("Reviews");
  const posted: ProvenReview[] = [];
  for (const thread of withFate(threads, "reviews", "closes late and reviews")) {
    const { name, surgeon, patient } = thread.part;
    const proven = await progress.step(
      `${name} reviews ${surgeon.name} through an account that is not theirs`,
      async () => {
        const review = await prove(prover, thread);
        await patient.submitReview(review.submission);
        return review;
      },
      ({ provingMilliseconds }) => `proved in ${Math.round(provingMilliseconds)} ms`,
    );
    posted.push(proven);
  }
  await answerFirst(posted, progress);
  return posted;
}

async function answerFirst([first]: readonly ProvenReview[], progress: ProgressList): Promise<void> {
  if (!first) throw new Error("The story needs a review.");
  const { surgeon } = first.thread.part;
  const { nullifier, version } = first.submission.review;
  const text = "Thank you. We now go through the risks in writing, too.";
  await progress.step(`${surgeon.name} answers a review in public`, () =>
    surgeon.role.answer({ nullifier, version, text }),
  );
}
