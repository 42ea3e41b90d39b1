import { AftercareError } from "../../errors.ts";
import { WitnessError } from "../witness.ts";
import type { Answer, Argument, CallName, Request, Response } from "./messages.ts";
import { nodeThreads, type NodeThreads } from "./node-threads.ts";
import { ProofThread } from "./proof-thread.ts";

/** Where a share of the proof is computed. */
export interface Thread {
  /**
   * Calls are worked off in the order in which they are made.
   *
   * @param given Buffers of the argument that the caller does not need any more: they need not be copied.
   */
  call<Name extends CallName>(
    name: Name,
    argument: Argument<Name>,
    given?: readonly ArrayBuffer[],
  ): Promise<Answer<Name>>;
  /** Ends the thread at once; calls that are not answered yet are rejected. */
  end(): Promise<void>;
}

/** A worker thread could not be started. */
export class WorkerStartError extends AftercareError {
  override readonly name = "WorkerStartError";

  constructor(options?: ErrorOptions) {
    super(
      "A worker thread for proving did not start.",
      "In a browser, check the page's Content-Security-Policy: it must allow worker-src 'self' and script-src " +
        "'wasm-unsafe-eval'. Or prove without workers: createProver({ threads: 1 }).",
      {},
      options,
    );
  }
}

/** A worker thread stopped before it answered: it crashed, or the prover was closed. */
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

/** Lets timers, messages and clicks through. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener(
      "message",
      () => {
        port1.close();
        resolve();
      },
      { once: true },
    );
    port1.start();
    port2.postMessage(undefined);
  });
}

/** Computes in the calling thread, for pages that may not start workers. Others get a turn before each call. */
export function callingThread(): Thread {
  const thread = new ProofThread();
  let last: Promise<unknown> = Promise.resolve();
  let ended = false;
  return {
    call<Name extends CallName>(name: Name, argument: Argument<Name>) {
      const run = async (): Promise<Answer<Name>> => {
        await turn();
        if (ended) throw new ThreadEndedError();
        const call = thread[name].bind(thread) as (argument: Argument<Name>) => Promise<Answer<Name>>;
        return call(argument);
      };
      const result = last.then(run, run);
      last = result;
      return result;
    },
    async end() {
      ended = true;
      await last.catch(() => {});
    },
  };
}

/** The ends of a worker that Node and browsers have in common. */
interface WorkerHandle {
  post(request: Request, given: readonly ArrayBuffer[]): void;
  terminate(): Promise<void>;
}

interface WorkerEvents {
  onResponse(response: Response): void;
  onFailure(cause: unknown): void;
}

function startInNode(threads: NodeThreads, events: WorkerEvents): WorkerHandle {
  // Beside this file, under the same extension: TypeScript in the repository, JavaScript once built. The name is put
  // together so that bundlers for browsers do not take it for a file of theirs.
  const fileName = `worker${import.meta.url.slice(import.meta.url.lastIndexOf("."))}`;
  const worker = new threads.Worker(new URL(fileName, import.meta.url), { execArgv: [] });
  worker.on("message", events.onResponse.bind(events));
  worker.on("error", events.onFailure.bind(events));
  worker.on("exit", () => events.onFailure(undefined));
  return {
    post: (request, given) => worker.postMessage(request, [...given]),
    terminate: async () => {
      await worker.terminate();
    },
  };
}

function startInBrowser(events: WorkerEvents): WorkerHandle {
  // Bundlers look for this very expression.
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  worker.addEventListener("message", ({ data }: MessageEvent<Response>) => events.onResponse(data));
  worker.addEventListener("error", (event) => events.onFailure(event.message));
  return {
    post: (request, given) => worker.postMessage(request, [...given]),
    terminate: async () => worker.terminate(),
  };
}

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
}

class WorkerThread implements Thread {
  readonly #waiting = new Map<number, Waiting>();
  readonly #worker: WorkerHandle;
  #nextId = 0;
  #ended: ThreadEndedError | undefined;

  constructor() {
    const threads = nodeThreads();
    const events: WorkerEvents = {
      onResponse: (response) => this.#settle(response),
      onFailure: (cause) => this.#end(new ThreadEndedError({ cause })),
    };
    this.#worker = threads ? startInNode(threads, events) : startInBrowser(events);
  }

  call<Name extends CallName>(
    name: Name,
    argument: Argument<Name>,
    given: readonly ArrayBuffer[] = [],
  ): Promise<Answer<Name>> {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.post({ id, name, argument } as Request, given);
    });
  }

  async end(): Promise<void> {
    this.#end(new ThreadEndedError());
    await this.#worker.terminate();
  }

  #settle(response: Response): void {
    const waiting = this.#waiting.get(response.id);
    this.#waiting.delete(response.id);
    if (response.kind === "answer") waiting?.resolve(response.answer as never);
    else if (response.kind === "witness error") waiting?.reject(new WitnessError(response.problem));
    else waiting?.reject(new ThreadEndedError({ cause: response.message }));
  }

  #end(error: ThreadEndedError): void {
    this.#ended ??= error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

const START_SECONDS = 20;

/** @throws WorkerStartError where workers are not allowed, and where nothing is heard of one in time. */
export async function startWorkerThread(kernel: Argument<"start">): Promise<Thread> {
  let thread: WorkerThread;
  try {
    thread = new WorkerThread();
  } catch (cause) {
    throw new WorkerStartError({ cause });
  }
  let timer: ReturnType<typeof setTimeout> | undefined;
  // A policy that forbids the worker may show as an error, or as silence.
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new WorkerStartError()), START_SECONDS * 1_000);
  });
  try {
    await Promise.race([thread.call("start", kernel), silence]);
    return thread;
  } catch (cause) {
    await thread.end();
    throw cause instanceof WorkerStartError ? cause : new WorkerStartError({ cause });
  } finally {
    clearTimeout(timer);
  }
}
