import type { EngineFiles, EngineRun, ProvingEngine } from "../groth16/engine.ts";
import { KernelUnsupportedError } from "../groth16/kernel/compile.ts";
import { KernelEngine } from "../groth16/kernel-engine.ts";
import { processorThreads } from "../groth16/threads/node-threads.ts";
import { assertInteger } from "../integers.ts";
import { UnknownEngineError } from "./errors.ts";

// More threads share out too little each to gain anything.
const MOST_THREADS = 8;

/** Which engine proves, and on how many threads. */
export interface EngineChoice {
  /** `fast` is this library's own kernel, and the default wherever it runs; `snarkjs` runs everywhere. */
  readonly engine?: "fast" | "snarkjs";
  /**
   * Threads of the fast engine; one for each core, at most eight, if left out.
   * 1 proves in the calling thread, without any worker: for pages whose security policy forbids them.
   */
  readonly threads?: number;
}

/** @throws IntegerOutOfRangeError, UnknownEngineError */
export function assertEngineChoice({ engine, threads }: EngineChoice): void {
  if (engine !== undefined && engine !== "fast" && engine !== "snarkjs") throw new UnknownEngineError();
  if (threads !== undefined) assertInteger("threads", threads, 1, MOST_THREADS);
}

function defaultThreads(): number {
  return Math.max(1, Math.min(processorThreads(), MOST_THREADS));
}

/**
 * Starts the engine that was chosen, or the best that runs here; its threads while the files are still under way.
 *
 * @throws KernelUnsupportedError only where the kernel was asked for; the errors of both engines' start
 */
export async function startEngine(
  files: Promise<EngineFiles>,
  { engine, threads = defaultThreads() }: EngineChoice,
  run: EngineRun,
): Promise<ProvingEngine> {
  if (engine !== "snarkjs") {
    try {
      return await KernelEngine.start(files, threads, run);
    } catch (error) {
      if (engine === "fast" || !(error instanceof KernelUnsupportedError)) throw error;
    }
  }
  // Whoever has the kernel never loads a byte of the fall-back.
  const { SnarkjsEngine } = await import("../groth16/snarkjs-engine.ts");
  return SnarkjsEngine.start(await files, run);
}
