import type { EngineProgress, EngineRun, ProvingEngine } from "../groth16/engine.ts";
import { unlessAborted } from "../unless-aborted.ts";

interface Starting {
  readonly engine: Promise<ProvingEngine>;
  /** Gives the start up. */
  readonly controller: AbortController;
  /** Those who wait for it, each with where its progress is told. */
  readonly waiting: Set<EngineProgress>;
  started: boolean;
}

/**
 * One engine for all calls of a session. The first call that needs it starts it, the others join; a start that nobody waits
 * for any more is given up.
 */
export class SharedEngine {
  readonly #start: (run: EngineRun) => Promise<ProvingEngine>;
  #current: Starting | undefined;

  constructor(start: (run: EngineRun) => Promise<ProvingEngine>) {
    this.#start = start;
  }

  /** @throws The errors of the engine's start, after which the next call starts it again; the signal's reason */
  async get({ signal, progress }: EngineRun): Promise<ProvingEngine> {
    signal.throwIfAborted();
    const starting = (this.#current ??= this.#begin());
    // A listener of its own, since two calls may pass the same.
    const listener: EngineProgress = (phase, fraction) => progress(phase, fraction);
    starting.waiting.add(listener);
    try {
      return await unlessAborted(signal, starting.engine);
    } finally {
      starting.waiting.delete(listener);
      if (!starting.started && starting.waiting.size === 0) this.#giveUp(starting, signal.reason);
    }
  }

  /** Ends the engine unless another one has taken its place: the next call starts a new one. */
  async drop(engine: ProvingEngine): Promise<void> {
    const current = this.#current;
    const isCurrent = current !== undefined && (await current.engine.catch(() => undefined)) === engine;
    if (isCurrent && this.#current === current) await this.end();
  }

  /** Ends the engine, if there is one. */
  async end(): Promise<void> {
    const current = this.#current;
    this.#current = undefined;
    const engine = await current?.engine.catch(() => undefined);
    await engine?.end();
  }

  #begin(): Starting {
    const controller = new AbortController();
    const waiting = new Set<EngineProgress>();
    const progress: EngineProgress = (phase, fraction) => {
      for (const listener of waiting) listener(phase, fraction);
    };
    const starting: Starting = {
      // Not before whoever asks for it listens.
      engine: Promise.resolve().then(() => this.#start({ signal: controller.signal, progress })),
      controller,
      waiting,
      started: false,
    };
    starting.engine.then(
      (engine) => this.#keep(starting, engine),
      () => this.#giveUp(starting, undefined),
    );
    return starting;
  }

  /** An engine may have been about to start when it was given up: nobody else knows of its threads. */
  async #keep(starting: Starting, engine: ProvingEngine): Promise<void> {
    starting.started = true;
    if (starting.controller.signal.aborted) await engine.end();
  }

  #giveUp(starting: Starting, reason: unknown): void {
    if (this.#current === starting) this.#current = undefined;
    starting.controller.abort(reason);
  }
}
