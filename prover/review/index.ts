export { proofFromSolidity, solidityProof, type SolidityProof } from "../groth16/proof.ts";
export {
  assertReviewContent,
  RatingOutOfRangeError,
  reviewSignal,
  reviewTextBytes,
  ReviewTextTooLongError,
  type ReviewContent,
} from "./content.ts";
export {
  DayOutsideWindowError,
  OtherSurgeonError,
  SecretMismatchError,
  type ReviewRequest,
} from "./request.ts";
export {
  publicSignalsOf,
  WHOLE_WINDOW,
  WindowReversedError,
  type DayWindow,
  type ReviewStatement,
} from "./statement.ts";
export { formatReviewProof, MalformedReviewProofError, parseReviewProof, type ReviewProof } from "./json.ts";
export { verifyReview } from "./verify.ts";
