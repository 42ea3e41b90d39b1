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
 * await using prover = await createProver({ artifacts: await loadArtifacts("review") });
 * const review = await prover.proveReview({ content, secret, closed, path });
 *
 * @example
 * await using prover = await createProver({ artifacts: await loadArtifacts("claim") });
 * const claim = await prover.proveClaim({ content, ...knowledge }, { timeLimit: 30 });
 */
export async function createProver<Circuit extends CircuitName>(
  options: SessionOptions<Circuit>,
): Promise<Provers[Circuit]> {
  const { circuit } = options.artifacts;
  if (!Object.hasOwn(CREATE, circuit)) throw new UnknownCircuitError();
  return CREATE[circuit](options);
}
