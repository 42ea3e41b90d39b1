// What a worker thread runs, in Node and in browsers.
import { WitnessError } from "../witness.ts";
import type { Request, Response } from "./messages.ts";
import { nodeThreads } from "./node-threads.ts";
import { ProofThread } from "./proof-thread.ts";

const thread = new ProofThread();

async function answer(request: Request): Promise<Response> {
  const { id } = request;
  try {
    // The request's name and argument fit each other, which the type of a union of them cannot say.
    const call = thread[request.name].bind(thread) as (
      argument: unknown,
    ) => ReturnType<ProofThread[typeof request.name]>;
    return { kind: "answer", id, answer: await call(request.argument) };
  } catch (error) {
    return error instanceof WitnessError
      ? { kind: "witness error", id, problem: error.problem }
      : { kind: "failure", id, message: String(error) };
  }
}

/** The buffers of an answer: nothing here needs them any more, so they are handed over instead of copied. */
function buffersOf(response: Response): ArrayBuffer[] {
  if (response.kind !== "answer") return [];
  return (
    ArrayBuffer.isView(response.answer) ? [response.answer] : Object.values(response.answer ?? {})
  ).flatMap((part: unknown) =>
    ArrayBuffer.isView(part) && part.buffer instanceof ArrayBuffer ? [part.buffer] : [],
  );
}

async function serveAfter(
  previous: Promise<void>,
  request: Request,
  respond: (response: Response, given: ArrayBuffer[]) => void,
): Promise<void> {
  await previous;
  const response = await answer(request);
  respond(response, buffersOf(response));
}

// One call after another: a call that waits must not let the next one in.
let last: Promise<void> = Promise.resolve();

function serve(request: Request, respond: (response: Response, given: ArrayBuffer[]) => void): void {
  last = serveAfter(last, request, respond);
}

const parentPort = nodeThreads()?.parentPort;
if (parentPort) {
  parentPort.on("message", (request: Request) =>
    serve(request, (response, given) => parentPort.postMessage(response, given)),
  );
} else {
  globalThis.addEventListener("message", ({ data }: MessageEvent<Request>) =>
    serve(data, (response, transfer) => globalThis.postMessage(response, { transfer })),
  );
}
