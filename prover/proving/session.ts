import type { ArtifactsOf } from "../artifacts/check.ts";
import type { CircuitName } from "../../circuits/manifest.ts";
import type { EngineFiles, EngineRun, ProvingEngine } from "../groth16/engine.ts";
import type { Groth16Proof } from "../groth16/proof.ts";
import { prepareVerification } from "../groth16/verify.ts";
import { parseVerificationKey, type VerificationKey } from "../../circuits/verification-key.ts";
import type { Prepared, ProvableCircuit } from "./circuit.ts";
import { assertEngineChoice, startEngine, type EngineChoice } from "./engine-choice.ts";
import { asProvingError, ProverClosedError, ProvingFailedError } from "./errors.ts";
import { unlessAborted } from "../unless-aborted.ts";
import { assertTimeLimit, withinLimits } from "./limits.ts";
import { reportTo, type ProgressListener } from "./progress.ts";
import { SharedEngine } from "./shared-engine.ts";

// A proof takes a tenth of a second on a laptop, several seconds on a slow phone that has to use snarkjs.
const DEFAULT_TIME_LIMIT = 120;

/** What can be said of a single call, and of all calls of a session. */
export interface ProvingOptions {
  /** Ends the call with a ProvingAbortedError, in any phase; its work stops within one step, a fraction of a second. */
  readonly signal?: AbortSignal | undefined;
  /** Seconds after which a proof is given up, above 0 and up to 86,400; 120 if left out. */
  readonly timeLimit?: number | undefined;
  readonly onProgress?: ProgressListener | undefined;
}

export interface SessionOptions<Circuit extends CircuitName> extends ProvingOptions, EngineChoice {
  /** From loadArtifacts or fetchArtifacts, which check them. Given their promise, threads start while they come in. */
  readonly artifacts: ArtifactsOf<Circuit> | Promise<ArtifactsOf<Circuit>>;
}

/** The options of a session whose artifacts are there. */
export type LoadedSessionOptions<Circuit extends CircuitName> = Omit<SessionOptions<Circuit>, "artifacts"> & {
  readonly artifacts: ArtifactsOf<Circuit>;
};

/** What sessions of every circuit can do. Close them, or their threads keep the process alive. */
export interface Prover<Circuit extends CircuitName> extends AsyncDisposable {
  readonly circuit: Circuit;
  /**
   * Loads the key and starts the threads now; otherwise the first proof does.
   *
   * @throws KernelUnsupportedError, WorkerStartError, OtherCircuitError, ProvingFailedError, ProvingAbortedError,
   * ProvingTimeoutError, TimeLimitOutOfRangeError, ProverClosedError
   */
  warmUp(options?: ProvingOptions): Promise<void>;
  /** Waits for proofs under way, then ends the threads. The prover makes no proof afterwards. */
  close(): Promise<void>;
}

/** The engine of a session, which starts when it is asked for. */
export function engineFor(files: Promise<EngineFiles>, choice: EngineChoice): SharedEngine {
  return new SharedEngine((run) => startEngine(files, choice, run));
}

/** Makes proofs of one circuit with one engine, each under the session's and its own conditions. */
export class ProvingSession<Circuit extends CircuitName, Statement> {
  readonly #definition: ProvableCircuit<Circuit, Statement>;
  readonly #options: LoadedSessionOptions<Circuit>;
  readonly #engine: SharedEngine;
  readonly #underWay = new Set<Promise<unknown>>();
  #closed = false;

  /** @throws MalformedVerificationKeyError, SkippedCeremonyError, IntegerOutOfRangeError, TimeLimitOutOfRangeError */
  constructor(
    definition: ProvableCircuit<Circuit, Statement>,
    options: LoadedSessionOptions<Circuit>,
    engine: SharedEngine = engineFor(Promise.resolve(options.artifacts), options),
  ) {
    const { artifacts, timeLimit } = options;
    parseVerificationKey(artifacts.verificationKey, definition.publicSignals);
    assertEngineChoice(options);
    if (timeLimit !== undefined) assertTimeLimit(timeLimit);
    this.#definition = definition;
    this.#options = options;
    this.#engine = engine;
  }

  get circuit(): Circuit {
    return this.#definition.name;
  }

  get verificationKey(): VerificationKey {
    return this.#options.artifacts.verificationKey;
  }

  async warmUp(options: ProvingOptions = {}): Promise<void> {
    await this.#run(options, async (run) => {
      const engine = await this.#started(run);
      await this.#asked(engine, run, unlessAborted(run.signal, engine.load()));
    });
  }

  /**
   * Proves what `prepare` gives, which is asked at once and only once.
   *
   * @throws The errors of `prepare`, before any proving; those of {@link warmUp}
   */
  prove<Request extends Prepared<Statement>>(
    prepare: () => Request,
    options: ProvingOptions = {},
  ): Promise<{ readonly proof: Groth16Proof; readonly prepared: Request }> {
    return this.#run(options, async (run) => {
      // Threads start while this one prepares what they will prove.
      const starting = this.#started(run);
      starting.catch(() => {});
      const prepared = prepare();
      const { statement, input } = prepared;
      const engine = await starting;
      const asked = this.#asked(engine, run, engine.prove(input, run));
      // While the threads are at work, this one has nothing to do. What is wrong with the key shows when it is used.
      prepareVerification(this.verificationKey).catch(() => {});
      const { proof, publicSignals } = await asked;
      // A program that proves something else than it was asked to is not this circuit's.
      if (publicSignals.join() !== this.#definition.signalsOf(statement).join())
        throw new ProvingFailedError();
      // Artifacts of different setups prove without complaint what no verifier accepts.
      if (!(await this.verify(proof, statement))) throw new ProvingFailedError();
      return { proof, prepared };
    });
  }

  verify(proof: Groth16Proof, statement: Statement): Promise<boolean> {
    return this.#definition.verify(proof, statement, this.verificationKey);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#underWay);
    await this.#engine.end();
  }

  /** What provers of every circuit have in common; what they prove is up to each. */
  asProver(): Prover<Circuit> {
    return {
      circuit: this.circuit,
      warmUp: (options) => this.warmUp(options),
      close: () => this.close(),
      [Symbol.asyncDispose]: () => this.close(),
    };
  }

  async #run<Result>(options: ProvingOptions, call: (run: EngineRun) => Promise<Result>): Promise<Result> {
    if (this.#closed) throw new ProverClosedError();
    const session = this.#options;
    const limits = {
      signals: [session.signal, options.signal],
      timeLimit: options.timeLimit ?? session.timeLimit ?? DEFAULT_TIME_LIMIT,
    };
    const progress = reportTo(session.onProgress, options.onProgress);
    const running = withinLimits(limits, (signal) => call({ signal, progress }));
    this.#underWay.add(running);
    try {
      return await running;
    } finally {
      this.#underWay.delete(running);
    }
  }

  async #started(run: EngineRun): Promise<ProvingEngine> {
    try {
      return await this.#engine.get(run);
    } catch (error) {
      throw asProvingError(error, this.circuit);
    }
  }

  async #asked<Result>(engine: ProvingEngine, run: EngineRun, work: Promise<Result>): Promise<Result> {
    try {
      return await work;
    } catch (error) {
      // What a failed proof leaves behind is not trusted with the next one; a cancelled one ended between two steps.
      if (!run.signal.aborted) await this.#engine.drop(engine);
      throw asProvingError(error, this.circuit);
    }
  }
}
