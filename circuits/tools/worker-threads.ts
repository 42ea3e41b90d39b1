import { curves } from "snarkjs";

/** Ends the worker threads that snarkjs keeps for its next call; with them alive no process would end. */
export async function endWorkerThreads(): Promise<void> {
  const curve = await curves.getCurveFromName("bn128");
  await curve.terminate();
}

/** Does work that uses snarkjs, and ends its worker threads after it. */
export async function withWorkerThreads<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } finally {
    await endWorkerThreads();
  }
}
