import { concat } from "ethers/utils";
import type { Deployment } from "../../deployment.ts";
import { BOARD } from "../../interfaces.ts";
import { packReview, type ReviewSubmission } from "../../review.ts";
import type { RelayableCall } from "../call.ts";

/** Posts many reviews for much less gas each, all or none. */
export function postBatch(
  { board }: Pick<Deployment, "board">,
  {
    submissions,
  }: {
    /** 1 to 32. */
    readonly submissions: readonly ReviewSubmission[];
  },
): RelayableCall {
  return {
    action: "postBatch",
    to: board,
    data: BOARD.encodeFunctionData("postBatch", [
      submissions.map(({ review }) => packReview(review)),
      concat(submissions.map(({ review }) => review.text)),
      submissions.map(({ proof }) => proof),
    ]),
  };
}
