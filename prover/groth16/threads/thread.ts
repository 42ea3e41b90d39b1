import { AftercareError } from "../../errors.ts";
import { WitnessError } from "../witness.ts";
import {
  wipeArraysIn,
  type Answer,
  type Argument,
  type Call,
  type CallName,
  type Response,
} from "./messages.ts";
import { onAbort } from "./on-abort.ts";
import { computeHere, startWorker, type Transport, type TransportEvents } from "./transport.ts";

/** A worker thread could not be started. */
export class WorkerStartError extends AftercareError {
  override readonly name = "WorkerStartError";

  constructor(options?: ErrorOptions) {
    super(
      "A worker thread for proving did not start.",
      "In a browser, check that the bundler wrote the worker's script, and the page's Content-Security-Policy: it must " +
        "allow worker-src 'self' and script-src 'wasm-unsafe-eval'. Or prove without workers: createProver({ artifacts, " +
        "threads: 1 }).",
      {},
      options,
    );
  }
}

/** A thread stopped before it answered: it crashed, or the prover was closed. */
export class ThreadEndedError extends AftercareError {
  override readonly name = "ThreadEndedError";

  constructor(options?: ErrorOptions) {
    super(
      "A worker thread ended before the proof was made.",
      "Make a new prover and prove again.",
      {},
      options,
    );
  }
}

export interface CallOptions {
  /** Buffers of the argument that the caller does not need any more: they need not be copied. */
  readonly given?: readonly ArrayBuffer[];
  /** Rejects the call with the signal's reason, and keeps it from beginning if it has not. */
  readonly signal?: AbortSignal;
}

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: unknown) => void;
}

/** Where a share of the proof is computed: calls are worked off in the order in which they are made. */
export class Thread {
  readonly #waiting = new Map<number, Waiting>();
  readonly #transport: Transport;
  #nextId = 0;
  #ended: ThreadEndedError | undefined;

  constructor(start: (events: TransportEvents) => Transport) {
    this.#transport = start({
      onResponse: (response) => this.#settle(response),
      onFailure: (cause) => this.#end(new ThreadEndedError({ cause })),
    });
  }

  async call<Name extends CallName>(
    name: Name,
    argument: Argument<Name>,
    { given = [], signal }: CallOptions = {},
  ): Promise<Answer<Name>> {
    signal?.throwIfAborted();
    if (this.#ended) throw this.#ended;
    const id = this.#nextId++;
    const cancel = () => {
      this.#transport.post({ kind: "cancel", id }, []);
      this.#take(id)?.reject(signal?.reason);
    };
    const heedNoMore = signal && onAbort(signal, cancel);
    try {
      return await new Promise<Answer<Name>>((resolve, reject) => {
        this.#waiting.set(id, { resolve, reject });
        this.#transport.post({ kind: "call", id, name, argument } as Call, given);
      });
    } finally {
      heedNoMore?.();
    }
  }

  /** Ends the thread at once; calls that are not answered yet are rejected. */
  async end(): Promise<void> {
    this.#end(new ThreadEndedError());
    await this.#transport.terminate();
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  #settle(response: Response): void {
    const waiting = this.#take(response.id);
    // Nobody waits for the answer of a call that was cancelled while it ran.
    if (waiting === undefined && response.kind === "answer") wipeArraysIn(response.answer);
    if (response.kind === "answer") waiting?.resolve(response.answer as never);
    else if (response.kind === "failure") waiting?.reject(new ThreadEndedError({ cause: response.message }));
    else waiting?.reject(new WitnessError(response.fault, response.problem));
  }

  #end(error: ThreadEndedError): void {
    this.#ended ??= error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

const START_SECONDS = 20;

/**
 * @param kernel Awaited while the thread starts.
 * @throws WorkerStartError where workers are not allowed, and where nothing is heard of one in time; whatever the kernel rejects with.
 */
export async function startWorkerThread(kernel: Promise<Argument<"start">>): Promise<Thread> {
  let thread: Thread;
  try {
    thread = new Thread(startWorker);
  } catch (cause) {
    // A kernel that does not run goes before: another engine can stand in for it.
    await kernel;
    throw new WorkerStartError({ cause });
  }
  const compiled = await kernel.catch(async (error: unknown) => {
    await thread.end();
    throw error;
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  // A policy that forbids the worker may show as an error, or as silence.
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new WorkerStartError()), START_SECONDS * 1_000);
  });
  try {
    await Promise.race([thread.call("start", compiled), silence]);
    return thread;
  } catch (cause) {
    await thread.end();
    throw cause instanceof WorkerStartError ? cause : new WorkerStartError({ cause });
  } finally {
    clearTimeout(timer);
  }
}

/** A thread that computes where it is called. */
export async function callingThread(kernel: Argument<"start">): Promise<Thread> {
  const thread = new Thread(computeHere);
  await thread.call("start", kernel);
  return thread;
}
