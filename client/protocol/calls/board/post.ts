import type { Deployment } from "../../deployment.ts";
import { BOARD } from "../../interfaces.ts";
import { packReview, type ReviewSubmission } from "../../review.ts";
import type { RelayableCall } from "../call.ts";

/** Posts one review. */
export function post(
  { board }: Pick<Deployment, "board">,
  { review, proof }: ReviewSubmission,
): RelayableCall {
  return {
    action: "post",
    to: board,
    data: BOARD.encodeFunctionData("post", [packReview(review), review.text, proof]),
  };
}
