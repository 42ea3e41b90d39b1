/** What is used of Node's `worker_threads`. Written out: Node's own types would let all code here lean on Node. */
export interface NodeThreads {
  readonly Worker: new (file: URL, options: { readonly execArgv: string[] }) => NodeWorker;
  /** Where a worker reaches who started it; null in the main thread. */
  readonly parentPort: NodePort | null;
}

interface NodePort {
  on(event: "message", listener: (message: never) => void): unknown;
  postMessage(message: unknown, given: readonly ArrayBuffer[]): void;
}

interface NodeWorker extends NodePort {
  on(event: "message" | "error" | "exit", listener: (value: never) => void): unknown;
  terminate(): Promise<unknown>;
}

/** What is used of Node's `os`. */
interface NodeSystem {
  availableParallelism(): number;
}

/** Some bundlers put a `process` of their own into pages, which has no modules to give. */
declare const process:
  | {
      getBuiltinModule?(name: "worker_threads"): NodeThreads;
      getBuiltinModule?(name: "os"): NodeSystem;
    }
  | undefined;

/** Node's worker threads; undefined in a browser. Asked for at run time, so that bundles for browsers need nothing of Node. */
export function nodeThreads(): NodeThreads | undefined {
  return typeof process === "undefined" ? undefined : process.getBuiltinModule?.("worker_threads");
}

/** How many threads the processor runs at once. Node 20 has no `navigator` to ask, unless a program made one up. */
export function processorThreads(): number {
  const { hardwareConcurrency } = (globalThis.navigator ?? {}) as Partial<Navigator>;
  if (hardwareConcurrency !== undefined) return hardwareConcurrency;
  return typeof process === "undefined" ? 1 : (process.getBuiltinModule?.("os").availableParallelism() ?? 1);
}
