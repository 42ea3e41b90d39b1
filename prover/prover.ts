import { groth16, type CircuitSignals } from "snarkjs";

import type { ReviewArtifacts } from "./artifacts/check.ts";
import { AftercareError } from "./errors.ts";
import { parseProof, type Groth16Proof } from "./groth16/proof.ts";
import { parseVerificationKey } from "./groth16/verification-key.ts";
import { verifyGroth16 } from "./groth16/verify.ts";
import { holdWorkers, releaseWorkers } from "./groth16/workers.ts";
import { prepareReview, type ReviewRequest } from "./review/request.ts";
import { publicSignalsOf, REVIEW_PUBLIC_SIGNALS } from "./review/statement.ts";
import { verifyReview, type ReviewProof } from "./review/verify.ts";

// A proof takes about a second on a laptop, several on a slow phone.
const DEFAULT_TIMEOUT_SECONDS = 120;

export interface ProverOptions {
  /** From loadArtifacts or fetchArtifacts, which check them. */
  readonly artifacts: ReviewArtifacts;
  /** Seconds after which one proof is given up; 120 if left out. */
  readonly timeoutSeconds?: number;
}

/** Makes and checks proofs on the patient's own device. Close it, or the worker threads keep the process alive. */
export interface Prover extends AsyncDisposable {
  /**
   * Proves that the author of a review had a CLOSED surgery with the surgeon.
   *
   * @throws The errors of the request (each before any proving), ProvingTimeoutError, ProvingFailedError, ProverClosedError
   */
  proveReview(request: ReviewRequest): Promise<ReviewProof>;
  /** Whether a review proof holds under this prover's verification key. */
  verifyReview(review: ReviewProof): Promise<boolean>;
  /** Waits for proofs under way, then ends the worker threads. The prover makes no proof afterwards. */
  close(): Promise<void>;
}

/** The prover was closed. */
export class ProverClosedError extends AftercareError {
  constructor() {
    super("This prover is closed.", "Make a new one with createProver.");
  }
}

/** A proof did not finish in time. */
export class ProvingTimeoutError extends AftercareError {
  constructor(seconds: number) {
    super(
      `The proof did not finish within ${seconds} seconds.`,
      "In a browser, check the page's Content-Security-Policy: without worker-src 'self' blob: and script-src " +
        "'wasm-unsafe-eval' proving waits for ever without an error. On a slow device, allow more seconds.",
      { seconds },
    );
  }
}

/** Proving ended without a proof of the statement that was asked for. */
export class ProvingFailedError extends AftercareError {
  constructor(options?: ErrorOptions) {
    super(
      "The proof could not be made.",
      "Either the artifacts do not fit this version of the library, or the page's Content-Security-Policy lacks " +
        "script-src 'wasm-unsafe-eval'. The error's cause tells which.",
      {},
      options,
    );
  }
}

/** Settles as `work` does, or rejects with {@link ProvingTimeoutError}; `work` itself cannot be stopped. */
async function within<Result>(seconds: number, work: Promise<Result>): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ProvingTimeoutError(seconds)), seconds * 1_000);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

class SnarkjsProver implements Prover {
  readonly #artifacts: ReviewArtifacts;
  readonly #timeoutSeconds: number;
  readonly #underWay = new Set<Promise<unknown>>();
  #closed = false;

  constructor(artifacts: ReviewArtifacts, timeoutSeconds: number) {
    this.#artifacts = artifacts;
    this.#timeoutSeconds = timeoutSeconds;
  }

  async proveReview(request: ReviewRequest): Promise<ReviewProof> {
    if (this.#closed) throw new ProverClosedError();
    const { statement, input } = prepareReview(request);
    const proving = within(this.#timeoutSeconds, this.#prove(input, publicSignalsOf(statement)));
    this.#underWay.add(proving);
    try {
      return { proof: await proving, statement };
    } finally {
      this.#underWay.delete(proving);
    }
  }

  verifyReview({ proof, statement }: ReviewProof): Promise<boolean> {
    return verifyReview(proof, statement, this.#artifacts.verificationKey);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#underWay);
    await releaseWorkers(this);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #prove(input: CircuitSignals, publicSignals: readonly bigint[]): Promise<Groth16Proof> {
    // The prover's hold keeps the workers warm from the first proof until close(). The proof's own lasts until it
    // is through, even if it is late and nobody waits for it: without it, it would start workers that nothing ends.
    const holdOfProof = {};
    try {
      await Promise.all([holdWorkers(this), holdWorkers(holdOfProof)]);
      const { wasm, zkey, verificationKey } = this.#artifacts;
      const proof = parseProof((await groth16.fullProve(input, wasm, zkey)).proof);
      // Artifacts of different setups prove without complaint what no verifier accepts.
      if (!(await verifyGroth16(proof, publicSignals, verificationKey))) throw new ProvingFailedError();
      return proof;
    } catch (error) {
      throw error instanceof AftercareError ? error : new ProvingFailedError({ cause: error });
    } finally {
      await releaseWorkers(holdOfProof);
    }
  }
}

/**
 * A prover for the review circuit. Worker threads start with the first proof.
 *
 * @throws MalformedVerificationKeyError, SkippedCeremonyError
 *
 * @example
 * await using prover = await createProver({ artifacts: await loadArtifacts("review") });
 * const review = await prover.proveReview({ content, secret, closed, path });
 */
export async function createProver({
  artifacts,
  timeoutSeconds = DEFAULT_TIMEOUT_SECONDS,
}: ProverOptions): Promise<Prover> {
  parseVerificationKey(artifacts.verificationKey, REVIEW_PUBLIC_SIGNALS);
  return new SnarkjsProver(artifacts, timeoutSeconds);
}
