// What a worker thread runs, in Node and in browsers.
import type { Request, Response } from "./messages.ts";
import { nodeThreads } from "./node-threads.ts";
import { ThreadServer } from "./server.ts";

/** The buffers of an answer: nothing here needs them any more, so they are handed over instead of copied. */
function buffersOf(response: Response): ArrayBuffer[] {
  if (response.kind !== "answer") return [];
  return (
    ArrayBuffer.isView(response.answer) ? [response.answer] : Object.values(response.answer ?? {})
  ).flatMap((part: unknown) =>
    ArrayBuffer.isView(part) && part.buffer instanceof ArrayBuffer ? [part.buffer] : [],
  );
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
