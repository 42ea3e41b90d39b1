import type { Stage } from "../../../fixtures/stage.ts";
import type { VerificationKey } from "../../../circuits/verification-key.ts";
import type { ReviewCheck } from "../../reader/replay/reviews.ts";
import { Reader } from "../../sdk/reader/index.ts";
import type { CastSurgeon } from "../cast.ts";
import type { ProgressList } from "../progress.ts";

/** Reviews as a reader finds them, and how long checking each took. */
export interface ReadReviews {
  readonly reader: Reader;
  readonly checks: readonly ReviewCheck[];
  readonly verifyingMilliseconds: readonly number[];
}

/** A reader checks every review. */
export async function readAll(
  { aftercare }: Stage,
  verificationKey: VerificationKey,
  surgeons: readonly CastSurgeon[],
  progress: ProgressList,
): Promise<ReadReviews> {
  progress.chapter("A reader, with nothing but the chain");
  const reader = new Reader(aftercare, { verificationKey });
  const checks: ReviewCheck[] = [];
  const verifyingMilliseconds: number[] = [];
  for (const event of (await aftercare.view()).reviewEvents) {
    if (event.name !== "ReviewPosted") continue;
    const startedAt = performance.now();
    const check = await reader.verifyReview(event.review.nullifier);
    verifyingMilliseconds.push(performance.now() - startedAt);
    checks.push(check);
    const surgeon = surgeons.find(({ role }) => role.address === check.surgeon)?.name ?? check.surgeon;
    await progress.step(
      `${"★".repeat(check.rating).padEnd(5, "☆")} ${surgeon}: “${check.text}”`,
      async () => check,
      () =>
        check.verdict === "verified"
          ? `verified, by one of ${check.anonymitySet} patients`
          : `REFUSED, ${check.reason}`,
    );
  }
  return { reader, checks, verifyingMilliseconds };
}
