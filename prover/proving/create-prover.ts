import type { CircuitName } from "../../circuits/manifest.ts";
import { createClaimProver, type ClaimProver } from "./claim-prover.ts";
import { UnknownCircuitError } from "./errors.ts";
import { createReviewProver, type ReviewProver } from "./review-prover.ts";
import type { SessionOptions } from "./session.ts";

/** The prover of each circuit. */
export interface Provers {
  readonly review: ReviewProver;
  readonly claim: ClaimProver;
}

const CREATE: { readonly [Circuit in CircuitName]: (options: SessionOptions<Circuit>) => Provers[Circuit] } =
  {
    review: createReviewProver,
    claim: createClaimProver,
  };

/**
 * A prover for the circuit whose artifacts it gets. The key is loaded and threads start with the first proof, or with `warmUp`.
 *
 * @throws UnknownCircuitError, MalformedVerificationKeyError, SkippedCeremonyError, IntegerOutOfRangeError,
 * TimeLimitOutOfRangeError
 *
 * @example
 * const prover = await createProver({ artifacts: await loadArtifacts("review") });
 * try {
 *   const review = await prover.proveReview({ content, secret, closed, path });
 * } finally {
 *   await prover.close(); // or its threads keep the process alive
 * }
 *
 * @example
 * const prover = await createProver({ artifacts: await loadArtifacts("claim") });
 * try {
 *   const claim = await prover.proveClaim({ content, ...knowledge }, { timeLimit: 30 });
 * } finally {
 *   await prover.close();
 * }
 */
export async function createProver<Circuit extends CircuitName>(
  options: SessionOptions<Circuit>,
): Promise<Provers[Circuit]> {
  const { circuit } = options.artifacts;
  if (!Object.hasOwn(CREATE, circuit)) throw new UnknownCircuitError();
  return CREATE[circuit](options);
}
