import { setTimeout } from "node:timers/promises";

import type { Browser } from "playwright-core";

import { pageProcesses } from "./page-processes.ts";

// Short against what a page does, long against what it takes to stop and start a process.
const RUN_MILLISECONDS = 5;

function signalAll(processes: readonly number[], signal: "SIGSTOP" | "SIGCONT"): void {
  for (const id of processes) {
    try {
      process.kill(id, signal);
    } catch {
      // It has ended by itself.
    }
  }
}

/**
 * Does the work while the browser's pages get a share of the processor's time only, as if it were so many times slower:
 * page and workers alike, which the browser's own throttle of the main thread leaves alone.
 */
export async function slowedBy<Result>(
  factor: number,
  browser: Browser,
  work: () => Promise<Result>,
): Promise<Result> {
  await using pages = await pageProcesses(browser);
  const stop = new AbortController();
  const slow = async () => {
    while (!stop.signal.aborted) {
      const processes = await pages.list();
      signalAll(processes, "SIGSTOP");
      await setTimeout(RUN_MILLISECONDS * (factor - 1));
      signalAll(processes, "SIGCONT");
      await setTimeout(RUN_MILLISECONDS);
    }
  };
  const slowing = slow();
  try {
    return await work();
  } finally {
    stop.abort();
    await slowing;
  }
}
