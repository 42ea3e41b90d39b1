import { WitnessError } from "../witness.ts";
import type { Call, Request, Response } from "./messages.ts";
import { ProofThread } from "./proof-thread.ts";
import { StepQueue } from "./step-queue.ts";

async function answerOf(thread: ProofThread, { id, name, argument }: Call): Promise<Response> {
  try {
    // The call's name and argument fit each other, which the type of a union of them cannot say.
    const call = thread[name].bind(thread) as (argument: unknown) => ReturnType<ProofThread[typeof name]>;
    return { kind: "answer", id, answer: await call(argument) };
  } catch (error) {
    return error instanceof WitnessError
      ? { kind: "witness error", id, fault: error.fault, problem: error.problem }
      : { kind: "failure", id, message: String(error) };
  }
}

/** Serves a thread's calls, in the order in which they come, wherever that thread runs. */
export class ThreadServer {
  readonly #thread = new ProofThread();
  readonly #steps = new StepQueue();
  readonly #respond: (response: Response) => void;

  constructor(respond: (response: Response) => void) {
    this.#respond = respond;
  }

  take(request: Request): void {
    if (request.kind === "cancel") this.#steps.cancel(request.id);
    else this.#steps.add(request.id, async () => this.#respond(await answerOf(this.#thread, request)));
  }

  /** Begins nothing any more, and waits for what has begun. */
  stop(): Promise<void> {
    return this.#steps.stop();
  }
}
