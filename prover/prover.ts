import type { ReviewArtifacts } from "./artifacts/check.ts";
import { AftercareError } from "./errors.ts";
import type { EngineProof, ProvingEngine, ProvingPhase } from "./groth16/engine.ts";
import { KernelEngine, KernelUnsupportedError } from "./groth16/kernel-engine.ts";
import { SnarkjsEngine } from "./groth16/snarkjs-engine.ts";
import { WorkerStartError } from "./groth16/threads/thread.ts";
import { parseVerificationKey } from "../circuits/verification-key.ts";
import { assertInteger } from "./integers.ts";
import { prepareReview, type ReviewRequest } from "./review/request.ts";
import { publicSignalsOf, REVIEW_PUBLIC_SIGNALS } from "./review/statement.ts";
import { verifyReview, type ReviewProof } from "./review/verify.ts";

// A proof takes a tenth of a second on a laptop, several seconds on a slow phone that has to use snarkjs.
const DEFAULT_TIMEOUT_SECONDS = 120;

// More threads share out too little each to gain anything.
const MOST_THREADS = 8;

// While one proof is added up, the witness of the next is computed.
const PROOFS_AT_ONCE = 2;

/** What a prover is doing, and how much of that phase's work is done, from 0 to 1. */
export interface ProvingProgress {
  readonly phase: ProvingPhase;
  readonly fraction: number;
}

/** What can be said of a single call. */
export interface ProvingOptions {
  /** Ends the call with a ProvingAbortedError, in any phase. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: ProvingProgress) => void) | undefined;
}

export interface ProverOptions extends ProvingOptions {
  /** From loadArtifacts or fetchArtifacts, which check them. */
  readonly artifacts: ReviewArtifacts;
  /** `fast` is this library's own kernel, and the default wherever it runs; `snarkjs` runs everywhere. */
  readonly engine?: "fast" | "snarkjs";
  /**
   * Threads of the fast engine; one for each core, at most eight, if left out.
   * 1 proves in the calling thread, without any worker: for pages whose security policy forbids them.
   */
  readonly threads?: number;
  /** Seconds after which one proof is given up; 120 if left out. */
  readonly timeoutSeconds?: number;
}

/** Makes and checks proofs on the patient's own device. Close it, or its threads keep the process alive. */
export interface Prover extends AsyncDisposable {
  /**
   * Loads the key and starts the threads now; otherwise the first proof does.
   *
   * @throws KernelUnsupportedError, WorkerStartError, ProvingFailedError, ProvingAbortedError, ProvingTimeoutError, ProverClosedError
   */
  warmUp(options?: ProvingOptions): Promise<void>;
  /**
   * Proves that the author of a review had a CLOSED surgery with the surgeon.
   *
   * @throws The errors of the request (each before any proving), KernelUnsupportedError, WorkerStartError,
   * ProvingTimeoutError, ProvingAbortedError, ProvingFailedError, ProverClosedError
   */
  proveReview(request: ReviewRequest, options?: ProvingOptions): Promise<ReviewProof>;
  /** Proves several reviews, faster than one after another; the proofs come in the order of the requests. */
  proveMany(requests: readonly ReviewRequest[], options?: ProvingOptions): Promise<ReviewProof[]>;
  /** Whether a review proof holds under this prover's verification key. */
  verifyReview(review: ReviewProof): Promise<boolean>;
  /** Waits for proofs under way, then ends the worker threads. The prover makes no proof afterwards. */
  close(): Promise<void>;
}

/** The prover was closed. */
export class ProverClosedError extends AftercareError {
  override readonly name = "ProverClosedError";

  constructor() {
    super("This prover is closed.", "Make a new one with createProver.");
  }
}

/** A proof did not finish in time. */
export class ProvingTimeoutError extends AftercareError {
  override readonly name = "ProvingTimeoutError";

  constructor(seconds: number) {
    super(
      `The proof did not finish within ${seconds} seconds.`,
      "In a browser, check the page's Content-Security-Policy: without worker-src 'self' blob: and script-src " +
        "'wasm-unsafe-eval' proving waits for ever without an error. On a slow device, allow more seconds.",
      { seconds },
    );
  }
}

/** The caller's signal ended the call. */
export class ProvingAbortedError extends AftercareError {
  override readonly name = "ProvingAbortedError";

  constructor(options?: ErrorOptions) {
    super("Proving was aborted.", "Nothing is left to do; the prover can be used again.", {}, options);
  }
}

/** Proving ended without a proof of the statement that was asked for. */
export class ProvingFailedError extends AftercareError {
  override readonly name = "ProvingFailedError";

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

/** Settles as `work` does, or rejects with {@link ProvingAbortedError} as soon as one of the signals says so. */
async function unlessAborted<Result>(
  signals: readonly (AbortSignal | undefined)[],
  work: Promise<Result>,
): Promise<Result> {
  const given = signals.filter((signal) => signal !== undefined);
  if (given.length === 0) return work;
  const signal = AbortSignal.any(given);
  let abort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(new ProvingAbortedError({ cause: signal.reason }));
    signal.addEventListener("abort", abort, { once: true });
    if (signal.aborted) abort();
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (abort !== undefined) signal.removeEventListener("abort", abort);
  }
}

function defaultThreads(): number {
  const cores = typeof navigator === "undefined" ? 1 : navigator.hardwareConcurrency;
  return Math.max(1, Math.min(cores, MOST_THREADS));
}

class ReviewProver implements Prover {
  readonly #options: ProverOptions;
  readonly #underWay = new Set<Promise<unknown>>();
  #engine: Promise<ProvingEngine> | undefined;
  #closed = false;

  constructor(options: ProverOptions) {
    this.#options = options;
  }

  async warmUp(options: ProvingOptions = {}): Promise<void> {
    await this.#run(options, async () => {
      await this.#started(this.#report(options));
    });
  }

  proveReview(request: ReviewRequest, options: ProvingOptions = {}): Promise<ReviewProof> {
    return this.#run(options, () => this.#prove(request, this.#report(options)));
  }

  async proveMany(requests: readonly ReviewRequest[], options: ProvingOptions = {}): Promise<ReviewProof[]> {
    const queue = [...requests.entries()];
    const reviews = new Array<ReviewProof>(requests.length);
    let done = 0;
    options.onProgress?.({ phase: "proving", fraction: 0 });
    const work = async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const [index, request] = next;
        reviews[index] = await this.proveReview(request, { signal: options.signal });
        options.onProgress?.({ phase: "proving", fraction: ++done / requests.length });
      }
    };
    await Promise.all(Array.from({ length: PROOFS_AT_ONCE }, work));
    return reviews;
  }

  verifyReview({ proof, statement }: ReviewProof): Promise<boolean> {
    return verifyReview(proof, statement, this.#options.artifacts.verificationKey);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#underWay);
    await this.#endEngine();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Runs one call under the prover's and its own conditions. */
  async #run<Result>(options: ProvingOptions, call: () => Promise<Result>): Promise<Result> {
    if (this.#closed) throw new ProverClosedError();
    const seconds = this.#options.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS;
    const running = unlessAborted([this.#options.signal, options.signal], within(seconds, call()));
    this.#underWay.add(running);
    try {
      return await running;
    } finally {
      this.#underWay.delete(running);
    }
  }

  async #prove(request: ReviewRequest, report: (progress: ProvingProgress) => void): Promise<ReviewProof> {
    const { statement, input } = prepareReview(request);
    const engine = await this.#started(report);
    const { proof, publicSignals } = await this.#asked(engine, () =>
      engine.prove(input, (phase, fraction) => report({ phase, fraction })),
    );
    // A program that proves something else than it was asked to is not the review circuit.
    if (publicSignals.join() !== publicSignalsOf(statement).join()) throw new ProvingFailedError();
    // Artifacts of different setups prove without complaint what no verifier accepts.
    if (!(await this.verifyReview({ proof, statement }))) throw new ProvingFailedError();
    return { proof, statement };
  }

  #report({ onProgress }: ProvingOptions): (progress: ProvingProgress) => void {
    return (progress) => {
      this.#options.onProgress?.(progress);
      onProgress?.(progress);
    };
  }

  async #started(report: (progress: ProvingProgress) => void): Promise<ProvingEngine> {
    this.#engine ??= this.#start(report);
    const starting = this.#engine;
    try {
      return await starting;
    } catch (error) {
      if (this.#engine === starting) this.#engine = undefined;
      throw asProvingError(error);
    }
  }

  async #start(report: (progress: ProvingProgress) => void): Promise<ProvingEngine> {
    const { artifacts, engine, threads = defaultThreads() } = this.#options;
    if (engine !== "snarkjs") {
      try {
        return await KernelEngine.start(artifacts, threads, (phase, fraction) => report({ phase, fraction }));
      } catch (error) {
        if (engine === "fast" || !(error instanceof KernelUnsupportedError)) throw error;
      }
    }
    return new SnarkjsEngine(artifacts);
  }

  /** What a failed proof leaves behind is not trusted with the next one. */
  async #asked(engine: ProvingEngine, prove: () => Promise<EngineProof>): Promise<EngineProof> {
    try {
      return await prove();
    } catch (error) {
      if ((await this.#engine) === engine) await this.#endEngine();
      throw asProvingError(error);
    }
  }

  async #endEngine(): Promise<void> {
    const starting = this.#engine;
    this.#engine = undefined;
    const engine = await starting?.catch(() => undefined);
    await engine?.end();
  }
}

function asProvingError(error: unknown): Error {
  return error instanceof WorkerStartError ||
    error instanceof KernelUnsupportedError ||
    error instanceof ProvingFailedError
    ? error
    : new ProvingFailedError({ cause: error });
}

/**
 * A prover for the review circuit. The key is loaded and threads start with the first proof, or with `warmUp`.
 *
 * @throws MalformedVerificationKeyError, SkippedCeremonyError, IntegerOutOfRangeError
 *
 * @example
 * await using prover = await createProver({ artifacts: await loadArtifacts("review") });
 * const review = await prover.proveReview({ content, secret, closed, path });
 */
export async function createProver(options: ProverOptions): Promise<Prover> {
  parseVerificationKey(options.artifacts.verificationKey, REVIEW_PUBLIC_SIGNALS);
  if (options.threads !== undefined) assertInteger("threads", options.threads, 1, MOST_THREADS);
  return new ReviewProver(options);
}
