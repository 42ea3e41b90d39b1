export type { ClaimProver } from "./claim-prover.ts";
export { createProver, type Provers } from "./create-prover.ts";
export type { EngineChoice } from "./engine-choice.ts";
export {
  OtherCircuitError,
  ProverClosedError,
  ProvingAbortedError,
  ProvingFailedError,
  ProvingTimeoutError,
  IncompleteRequestError,
  TimeLimitOutOfRangeError,
  UnknownEngineError,
} from "./errors.ts";
export type { ProvingProgress } from "./progress.ts";
export type { ReviewProver } from "./review-prover.ts";
export type { Prover, ProvingOptions, SessionOptions } from "./session.ts";
