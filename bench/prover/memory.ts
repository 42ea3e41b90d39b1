import { readFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";

import type { Browser } from "playwright-core";

import { pageProcesses } from "./page-processes.ts";

/** Megabytes of the page's process at their highest. */
export interface Memory {
  /** Private memory, as Chromium's own task manager counts a page: without the browser's code, which all pages share. */
  readonly privateMB: number;
  /** Everything that is resident, the browser's code included. */
  readonly residentMB: number;
}

// Short against the tenth of a second that a proof takes.
const SAMPLING_MILLISECONDS = 5;

/** Watches all page processes of a browser while the work runs; null where Linux does not tell. */
export async function peakMemory(browser: Browser, work: () => Promise<unknown>): Promise<Memory | null> {
  await using processes = await pageProcesses(browser);
  let peak: Memory | null = null;
  const sample = async () => {
    for (const id of await processes.list()) {
      const status = await readFile(`/proc/${id}/status`, "utf8").catch(() => "");
      const megabytes = (field: string) =>
        (Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) * 1024) / 1e6;
      if (status === "") continue;
      peak = {
        privateMB: Math.round(Math.max(peak?.privateMB ?? 0, megabytes("RssAnon") + megabytes("RssShmem"))),
        residentMB: Math.round(Math.max(peak?.residentMB ?? 0, megabytes("VmHWM"))),
      };
    }
  };
  const stop = new AbortController();
  const watch = async () => {
    while (!stop.signal.aborted) {
      await sample();
      await setTimeout(SAMPLING_MILLISECONDS);
    }
  };
  const watching = watch();
  try {
    await work();
  } finally {
    stop.abort();
    await watching;
  }
  return peak;
}
