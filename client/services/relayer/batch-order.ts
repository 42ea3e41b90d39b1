import type { ReviewSubmission } from "../../protocol/review.ts";

/**
 * Reviews in the order that costs a batch least: those of one surgeon side by side, since the board reads and writes a
 * surgeon's ratings once for each run. Otherwise they stay in their order.
 */
export function bySurgeon(submissions: readonly ReviewSubmission[]): ReviewSubmission[] {
  const places = new Map<string, ReviewSubmission[]>();
  for (const submission of submissions) {
    const surgeon = submission.review.surgeon.toLowerCase();
    const run = places.get(surgeon);
    if (run) run.push(submission);
    else places.set(surgeon, [submission]);
  }
  return [...places.values()].flat();
}
