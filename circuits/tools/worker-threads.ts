import { curves } from "snarkjs";

/** Ends the worker threads that snarkjs keeps for its next call; with them alive no process would end. */
export async function endWorkerThreads(): Promise<void> {
  const curve = await curves.getCurveFromName("bn128");
  await curve.terminate();
}
