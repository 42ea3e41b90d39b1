import { curves, type Curve } from "snarkjs";

// snarkjs keeps one set of worker threads for the whole process or page. Whoever proves holds it; the last
// one to let go ends it, because running workers keep a Node process alive.
let workers: Promise<Pick<Curve, "terminate">> | undefined;
const holders = new Set<object>();

/**
 * Starts the shared workers, or joins those that run. Two proofs that started them at the same time would
 * leave one set behind that nothing ends, so every proof has to come through here first.
 */
export async function holdWorkers(holder: object): Promise<void> {
  holders.add(holder);
  workers ??= curves.getCurveFromName("bn128");
  const starting = workers;
  try {
    await starting;
  } catch (error) {
    if (workers === starting) workers = undefined;
    throw error;
  }
}

/** Lets go of the workers, and ends them if nobody else holds them. */
export async function releaseWorkers(holder: object): Promise<void> {
  if (!holders.delete(holder) || holders.size > 0) return;
  const running = workers;
  workers = undefined;
  await running?.then((curve) => curve.terminate());
}
