import type { Request, Response } from "./messages.ts";
import { nodeThreads, type NodeThreads } from "./node-threads.ts";
import { ThreadServer } from "./server.ts";

/** How a thread is reached: in Node, in a browser, and where the caller itself computes. */
export interface Transport {
  /** @param given Buffers that the caller does not need any more: they need not be copied. */
  post(request: Request, given: readonly ArrayBuffer[]): void;
  /** Ends the thread at once. */
  terminate(): Promise<void>;
}

export interface TransportEvents {
  onResponse(response: Response): void;
  onFailure(cause: unknown): void;
}

function startInNode(threads: NodeThreads, events: TransportEvents): Transport {
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

function startInBrowser(events: TransportEvents): Transport {
  // Bundlers look for this very expression. In the package, where the file is JavaScript, tools/package names it so.
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  worker.addEventListener("message", ({ data }: MessageEvent<Response>) => events.onResponse(data));
  worker.addEventListener("error", (event) => events.onFailure(event.message));
  return {
    post: (request, given) => worker.postMessage(request, [...given]),
    terminate: async () => worker.terminate(),
  };
}

/** A worker thread, as the platform has them. Throws whatever the platform does where it may not start one. */
export function startWorker(events: TransportEvents): Transport {
  const threads = nodeThreads();
  return threads ? startInNode(threads, events) : startInBrowser(events);
}

/** Computes in the calling thread, for pages that may not start workers. Others get a turn before each call. */
export function computeHere(events: TransportEvents): Transport {
  const server = new ThreadServer((response) => events.onResponse(response));
  return { post: (request) => server.take(request), terminate: () => server.stop() };
}
