import { WitnessError } from "../witness.ts";
import { wipeArraysIn, type Call, type Request, type Response } from "./messages.ts";
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
  } finally {
    // Scalars and witnesses among them, and what of a key is in the kernel now.
    wipeArraysIn(argument);
  }
}

/** Serves a thread's calls, in the order in which they come, wherever that thread runs. */
export class ThreadServer {
  readonly #thread = new ProofThread();
  readonly #steps = new StepQueue();
  /** Arguments of calls that are not answered yet. */
  readonly #arguments = new Map<number, unknown>();
  readonly #respond: (response: Response) => void;

  constructor(respond: (response: Response) => void) {
    this.#respond = respond;
  }

  take(request: Request): void {
    const { id } = request;
    if (request.kind === "cancel") {
      if (this.#steps.cancel(id)) wipeArraysIn(this.#arguments.get(id));
      this.#arguments.delete(id);
      return;
    }
    this.#arguments.set(id, request.argument);
    this.#steps.add(id, async () => {
      const response = await answerOf(this.#thread, request);
      this.#arguments.delete(id);
      this.#respond(response);
    });
  }

  /** Begins nothing any more, waits for what has begun, and wipes what it left. */
  async stop(): Promise<void> {
    await this.#steps.stop();
    for (const argument of this.#arguments.values()) wipeArraysIn(argument);
    this.#arguments.clear();
    this.#thread.forget();
  }
}
