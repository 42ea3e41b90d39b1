import type { Browser, Page } from "playwright-core";

import { CHROMIUM_MISSING, chromiumExists, startChromium } from "../../tools/browser/chromium.ts";
import { servePage } from "../../tools/browser/page-server.ts";
import { refuseRelaxedSimd } from "../../tools/browser/plain-simd.ts";
import type { Consumer } from "../../tools/package/consumer.ts";
import { ratio, summarise, type Summary } from "../statistics.ts";
import { BLOB_POLICY, measureFirstInPage, type FirstInPage } from "./first-in-page.ts";
import { WARM_UPS } from "./node.ts";

export interface BrowserResult {
  readonly version: string;
  readonly threads: number;
  /** Warm proofs, witness included. */
  readonly reviewVsSnarkjs: number;
  /** The same with relaxed SIMD taken away, as in Safari. */
  readonly portableReviewVsSnarkjs: number;
  readonly firstReviewVsSnarkjs: number;
  readonly firstClaimVsSnarkjs: number;
  /** The most private memory that a page's process held at any time; null where it cannot be told. */
  readonly peakMemoryMB: number | null;
  readonly claimPeakMemoryMB: number | null;
  /** A first review on a processor that is four times slower. */
  readonly firstReviewMs4x: number;
  readonly warm: WarmProofs;
  readonly portable: WarmProofs;
  readonly firstReview: FirstInPage;
  readonly firstClaim: FirstInPage;
}

interface WarmProofs {
  readonly review: Summary;
  readonly snarkjs: Summary;
}

const THREADS = 2;

async function openPage(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(url);
  await page.waitForFunction(() => "aftercare" in globalThis);
  return page;
}

/** Review proofs in turns with those of snarkjs, in one page. */
async function measureWarm(page: Page, rounds: number): Promise<WarmProofs> {
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
      const artifacts = await aftercare.fetchReviewArtifacts();
      await using prover = await aftercare.createProver({ artifacts, engine: "fast", threads });
      await prover.proveReview(request);
      for (let round = 0; round < rounds + warmUps; round++) {
        await timed(review, () => prover.proveReview(request));
        await timed(snarkjs, () => aftercare.proveWithSnarkjs(artifacts));
      }
      await aftercare.endSnarkjs();
      return { review: review.slice(warmUps), snarkjs: snarkjs.slice(warmUps) };
    },
    { rounds, threads: THREADS, warmUps: WARM_UPS },
  );
  return { review: summarise(times.review), snarkjs: summarise(times.snarkjs) };
}

async function measureWarmPages(rounds: number) {
  await using server = await servePage();
  server.policy = BLOB_POLICY;
  const browser = await startChromium();
  try {
    const warm = await measureWarm(await openPage(browser, server.url), rounds);
    const context = await browser.newContext();
    await context.addInitScript(refuseRelaxedSimd);
    const page = await context.newPage();
    await page.goto(server.url);
    await page.waitForFunction(() => "aftercare" in globalThis);
    return { version: browser.version(), warm, portable: await measureWarm(page, rounds) };
  } finally {
    await browser.close();
  }
}

/** Measures proofs beside those of snarkjs in headless Chromium; undefined where there is none. */
export async function measureBrowser(consumer: Consumer, rounds: number): Promise<BrowserResult | undefined> {
  if (!(await chromiumExists())) {
    console.error(`The browser is left out. ${CHROMIUM_MISSING}`);
    return undefined;
  }
  const { version, warm, portable } = await measureWarmPages(rounds);
  const firstReview = await measureFirstInPage(consumer, "review", rounds);
  const firstClaim = await measureFirstInPage(consumer, "claim", rounds);
  return {
    version,
    threads: THREADS,
    reviewVsSnarkjs: ratio(warm.review, warm.snarkjs),
    portableReviewVsSnarkjs: ratio(portable.review, portable.snarkjs),
    firstReviewVsSnarkjs: firstReview.vsSnarkjs,
    firstClaimVsSnarkjs: firstClaim.vsSnarkjs,
    peakMemoryMB: firstReview.memory?.privateMB ?? null,
    claimPeakMemoryMB: firstClaim.memory?.privateMB ?? null,
    firstReviewMs4x: firstReview.ms4x,
    warm,
    portable,
    firstReview,
    firstClaim,
  };
}
