// What a worker thread runs, in Node and in browsers.
import { arraysIn, type Request, type Response } from "./messages.ts";
import { nodeThreads } from "./node-threads.ts";
import { ThreadServer } from "./server.ts";

/** The buffers of an answer: nothing here needs them any more, so they are handed over instead of copied. */
function buffersOf(response: Response): ArrayBuffer[] {
  return response.kind === "answer" ? arraysIn(response.answer).map(({ buffer }) => buffer) : [];
}

const parentPort = nodeThreads()?.parentPort;
if (parentPort) {
  const server = new ThreadServer((response) => parentPort.postMessage(response, buffersOf(response)));
  parentPort.on("message", (request: Request) => server.take(request));
} else {
  const server = new ThreadServer((response) =>
    globalThis.postMessage(response, { transfer: buffersOf(response) }),
  );
  globalThis.addEventListener("message", ({ data }: MessageEvent<Request>) => server.take(data));
}
