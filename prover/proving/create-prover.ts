import type { CircuitName } from "../../circuits/manifest.ts";
import { UnknownCircuitError, type ArtifactsOf } from "../artifacts/check.ts";
import type { EngineRun } from "../groth16/engine.ts";
import { createClaimProver, type ClaimProver } from "./claim-prover.ts";
import { createReviewProver, type ReviewProver } from "./review-prover.ts";
import { assertEngineChoice } from "./engine-choice.ts";
import { reportTo } from "./progress.ts";
import { engineFor, type LoadedSessionOptions, type ProvingOptions, type SessionOptions } from "./session.ts";
import type { SharedEngine } from "./shared-engine.ts";

/** The prover of each circuit. */
export interface Provers {
  readonly review: ReviewProver;
  readonly claim: ClaimProver;
}

const CREATE: {
  readonly [Circuit in CircuitName]: (
    options: LoadedSessionOptions<Circuit>,
    engine: SharedEngine,
  ) => Provers[Circuit];
} = {
  review: createReviewProver,
  claim: createClaimProver,
};

/**
 * A prover for the circuit whose artifacts it gets. The key is loaded and threads start with the first proof, or with `warmUp`;
 * given the promise of its artifacts, threads start while those are read or downloaded.
 *
 * @throws Whatever the artifacts' promise rejects with, UnknownCircuitError, MalformedVerificationKeyError, SkippedCeremonyError, IntegerOutOfRangeError,
 * TimeLimitOutOfRangeError
 *
 * @example
 * const prover = await createProver({ artifacts: loadArtifacts("review") });
 * try {
 *   const review = await prover.proveReview({ content, secret, closed, path });
 * } finally {
 *   await prover.close(); // or its threads keep the process alive
 * }
 *
 * @example
 * const prover = await createProver({ artifacts: loadArtifacts("claim") });
 * try {
 *   const claim = await prover.proveClaim({ content, ...knowledge }, { timeLimit: 30 });
 * } finally {
 *   await prover.close();
 * }
 */
export async function createProver<Circuit extends CircuitName>(
  options: SessionOptions<Circuit>,
): Promise<Provers[Circuit]> {
  const coming = Promise.resolve(options.artifacts);
  // Nobody else may be waiting for them where the options are refused.
  coming.catch(() => {});
  assertEngineChoice(options);
  const engine = engineFor(coming, options);
  // What is wrong with the start shows when it is used.
  if (options.artifacts instanceof Promise) engine.get(inAdvance(options)).catch(() => {});
  try {
    const artifacts = await coming;
    assertArtifacts(artifacts);
    return CREATE[artifacts.circuit]({ ...options, artifacts }, engine);
  } catch (error) {
    await engine.end();
    throw error;
  }
}

/** Artifacts may be passed in place of options, or the name of a circuit in place of its artifacts. */
function assertArtifacts(artifacts: Partial<ArtifactsOf<CircuitName>> | undefined): void {
  if (!Object.hasOwn(CREATE, artifacts?.circuit ?? "")) throw new UnknownCircuitError();
}

/** A start that nobody waits for yet. */
function inAdvance({ signal = new AbortController().signal, onProgress }: ProvingOptions): EngineRun {
  return { signal, progress: reportTo(onProgress) };
}
