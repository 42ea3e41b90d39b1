import { readFile } from "node:fs/promises";

import type { Browser, Page } from "playwright-core";

import { CHROMIUM_MISSING, chromiumExists, startChromium } from "../../tools/browser/chromium.ts";
import { servePage, STRICT_POLICY } from "../../tools/browser/pageServer.ts";
import { ratio, summarise, type Summary } from "../statistics.ts";

export interface BrowserResult {
  readonly version: string;
  readonly threads: number;
  readonly reviewVsSnarkjs: number;
  readonly milliseconds: { readonly review: Summary; readonly snarkjs: Summary };
  /** Downloading from this machine, loading and proving, nothing being warm. */
  readonly firstProofMilliseconds: number;
  /** The most memory that the page's process held at any time, Chromium's own code included; null where it cannot be told. */
  readonly peakMemoryMB: number | null;
  /** The same of a page that proves with snarkjs. */
  readonly snarkjsPeakMemoryMB: number | null;
}

/** snarkjs needs workers made of blobs. */
const POLICY = `${STRICT_POLICY} blob:`.replace("worker-src 'self'", "worker-src 'self' blob:");

const THREADS = 2;

/** The most that the page's process ever held, from Linux' own account of it. */
async function peakMemory(browser: Browser): Promise<number | null> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const peaks = await Promise.all(
    processInfo
      .filter(({ type }) => type === "renderer")
      .map(async ({ id }) => {
        const status = await readFile(`/proc/${id}/status`, "utf8").catch(() => "");
        return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? NaN);
      }),
  );
  const peak = Math.max(...peaks);
  return Number.isNaN(peak) ? null : Math.round((peak * 1024) / 1e6);
}

async function openPage(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(url);
  await page.waitForFunction(() => "aftercare" in globalThis);
  return page;
}

/** The peak of a fresh browser whose only page proves five times. */
async function memoryOf(url: string, engine: "fast" | "snarkjs"): Promise<number | null> {
  const browser = await startChromium();
  try {
    const page = await openPage(browser, url);
    await page.evaluate(
      async ({ engine, threads }) => {
        const artifacts = await aftercare.fetchReviewArtifacts();
        await using prover = await aftercare.createProver({ artifacts, engine, threads });
        for (let round = 0; round < 5; round++) await prover.proveReview(aftercare.reviewRequest());
      },
      { engine, threads: THREADS },
    );
    return await peakMemory(browser);
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
      async ({ rounds, threads }) => {
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
        for (let round = 0; round < rounds + 3; round++) {
          await timed(review, () => prover.proveReview(request));
          await timed(snarkjs, () => aftercare.proveWithSnarkjs(artifacts));
        }
        await aftercare.endSnarkjs();
        return { review: review.slice(3), snarkjs: snarkjs.slice(3), first };
      },
      { rounds, threads: THREADS },
    );
    const [review, snarkjs] = [summarise(times.review), summarise(times.snarkjs)];
    return {
      version: browser.version(),
      threads: THREADS,
      reviewVsSnarkjs: ratio(review, snarkjs),
      milliseconds: { review, snarkjs },
      firstProofMilliseconds: Math.round(times.first),
      peakMemoryMB: await memoryOf(server.url, "fast"),
      snarkjsPeakMemoryMB: await memoryOf(server.url, "snarkjs"),
    };
  } finally {
    await browser.close();
  }
}
