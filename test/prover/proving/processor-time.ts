import { setTimeout } from "node:timers/promises";

/** Milliseconds of processor time that this process, all its threads included, has used so far. */
function used(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** Milliseconds of processor time that the work takes until it settles. */
export async function processorTimeOf(work: () => Promise<unknown>): Promise<number> {
  const before = used();
  await work().catch(() => {});
  return used() - before;
}

const WINDOW_MILLISECONDS = 150;

/** A process that only waits still collects garbage and moves timers. */
const IDLE_SHARE = 0.1;

/** Waits until the processor is idle, and tells the milliseconds of processor time that were used before it was. */
export async function processorTimeUntilIdle(): Promise<number> {
  const start = used();
  for (;;) {
    const before = used();
    await setTimeout(WINDOW_MILLISECONDS);
    const after = used();
    if (after - before < IDLE_SHARE * WINDOW_MILLISECONDS) return before - start;
  }
}
