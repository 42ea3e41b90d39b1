import { readFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";

import type { Browser, Page } from "playwright-core";

import { CHROMIUM_MISSING, chromiumExists, startChromium } from "../../tools/browser/chromium.ts";
import { servePage, STRICT_POLICY } from "../../tools/browser/page-server.ts";
import { WARM_UPS } from "./node.ts";
import { ratio, summarise, type Summary } from "../statistics.ts";

export interface BrowserResult {
  readonly version: string;
  readonly threads: number;
  readonly reviewVsSnarkjs: number;
  readonly milliseconds: { readonly review: Summary; readonly snarkjs: Summary };
  /** Downloading from this machine, loading and proving, nothing being warm. */
  readonly firstProofMilliseconds: number;
  /** The most private memory that the page's process held at any time; null where it cannot be told. */
  readonly peakMemoryMB: number | null;
  readonly memory: { readonly review: Memory | null; readonly snarkjs: Memory | null };
}

/** snarkjs needs workers made of blobs. */
const POLICY = `${STRICT_POLICY} blob:`.replace("worker-src 'self'", "worker-src 'self' blob:");

const THREADS = 2;

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
async function peakMemory(browser: Browser, work: () => Promise<void>): Promise<Memory | null> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const files = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => `/proc/${id}/status`);
  let peak: Memory | null = null;
  const sample = async () => {
    for (const file of files) {
      const status = await readFile(file, "utf8").catch(() => "");
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

async function openPage(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(url);
  await page.waitForFunction(() => "aftercare" in globalThis);
  return page;
}

/** The peak of a fresh browser whose only page loads the key and proves five times. */
async function memoryOf(url: string, engine: "fast" | "snarkjs"): Promise<Memory | null> {
  const browser = await startChromium();
  try {
    const page = await openPage(browser, url);
    return await peakMemory(browser, () =>
      page.evaluate(
        async ({ engine, threads }) => {
          const artifacts = await aftercare.fetchReviewArtifacts();
          await using prover = await aftercare.createProver({ artifacts, engine, threads });
          for (let round = 0; round < 5; round++) await prover.proveReview(aftercare.reviewRequest());
        },
        { engine, threads: THREADS },
      ),
    );
  } finally {
    await browser.close();
  }
}

/** Measures a review proof beside snarkjs in one page of headless Chromium; undefined where there is none. */
export async function measureBrowser(rounds: number): Promise<BrowserResult | undefined> {
  if (!(await chromiumExists())) {
    console.error(`The browser is left out. ${CHROMIUM_MISSING}`);
    return undefined;
  }
  await using server = await servePage();
  server.policy = POLICY;
  const browser = await startChromium();
  try {
    const page = await openPage(browser, server.url);
    const times = await page.evaluate(
      async ({ rounds, threads, warmUps }) => {
        const request = aftercare.reviewRequest();
        const review: number[] = [];
        const snarkjs: number[] = [];
        const timed = async (samples: number[], work: () => Promise<unknown>) => {
          const start = performance.now();
          await work();
          samples.push(performance.now() - start);
        };
        const begin = performance.now();
        const artifacts = await aftercare.fetchReviewArtifacts();
        await using prover = await aftercare.createProver({ artifacts, engine: "fast", threads });
        await prover.proveReview(request);
        const first = performance.now() - begin;
        for (let round = 0; round < rounds + warmUps; round++) {
          await timed(review, () => prover.proveReview(request));
          await timed(snarkjs, () => aftercare.proveWithSnarkjs(artifacts));
        }
        await aftercare.endSnarkjs();
        return { review: review.slice(warmUps), snarkjs: snarkjs.slice(warmUps), first };
      },
      { rounds, threads: THREADS, warmUps: WARM_UPS },
    );
    const memory = {
      review: await memoryOf(server.url, "fast"),
      snarkjs: await memoryOf(server.url, "snarkjs"),
    };
    const [review, snarkjs] = [summarise(times.review), summarise(times.snarkjs)];
    return {
      version: browser.version(),
      threads: THREADS,
      reviewVsSnarkjs: ratio(review, snarkjs),
      milliseconds: { review, snarkjs },
      firstProofMilliseconds: Math.round(times.first),
      peakMemoryMB: memory.review?.privateMB ?? null,
      memory,
    };
  } finally {
    await browser.close();
  }
}
