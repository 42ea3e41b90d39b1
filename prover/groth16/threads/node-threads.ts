/** Node's worker threads; undefined in a browser. Asked for at run time, so that bundles for browsers need nothing of Node. */
export function nodeThreads(): typeof import("node:worker_threads") | undefined {
  return typeof process === "undefined" ? undefined : process.getBuiltinModule("worker_threads");
}
