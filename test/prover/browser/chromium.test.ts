import type { IncomingMessage } from "node:http";

import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { startChromium } from "../../../tools/browser/chromium.ts";
import { refuseRelaxedSimd } from "../../../tools/browser/plain-simd.ts";
import { servePage, STRICT_POLICY, type PageServer } from "../../../tools/browser/page-server.ts";
import { chromium, requires } from "../../setup/requirements.ts";

requires(chromium).describe("in Chromium", () => {
  let server: PageServer;
  let browser: Browser;
  let page: Page;
  let requests: IncomingMessage[];

  beforeAll(async () => {
    server = await servePage();
    browser = await startChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  beforeEach(async () => {
    server.policy = STRICT_POLICY;
    requests = [];
    server.intercept = (request) => {
      requests.push(request);
      return false;
    };
    // A context of its own: nothing is cached yet.
    page = await (await browser.newContext()).newPage();
  });

  afterEach(() => page.context().close());

  const open = async () => {
    await page.goto(server.url);
    await page.waitForFunction(() => "aftercare" in globalThis);
  };

  it.each([1, 2, 3])("a review is proven on %i threads under a strict security policy", async (threads) => {
    await open();
    const holds = await page.evaluate(
      (threads) =>
        aftercare.withProver({ engine: "fast", threads }, async (prover) => {
          const reviews = await prover.proveMany([1, 2, 3].map((index) => aftercare.reviewRequest(index)));
          return Promise.all(reviews.map((review) => prover.verifyReview(review)));
        }),
      threads,
    );
    expect(holds).toEqual([true, true, true]);
  });

  it("a review is proven by the kernel without relaxed SIMD as well, and verified with it", async () => {
    await page.addInitScript(refuseRelaxedSimd);
    await open();
    const review = await page.evaluate(() =>
      aftercare.withProver({ engine: "fast", threads: 2 }, async (prover) => {
        const review = await prover.proveReview(aftercare.reviewRequest());
        return { ...review, holds: await prover.verifyReview(review) };
      }),
    );
    expect(review.holds).toBe(true);
    const elsewhere = await page.context().newPage();
    await elsewhere.goto(server.url);
    await elsewhere.waitForFunction(() => "aftercare" in globalThis);
    const holds = await elsewhere.evaluate(
      (review) => aftercare.withProver({}, (prover) => prover.verifyReview(review)),
      review,
    );
    expect(holds).toBe(true);
  });

  it("chooses the kernel by itself, on a thread for each core", async () => {
    await open();
    const workers: string[] = [];
    page.on("worker", (worker) => workers.push(worker.url()));
    const cores = await page.evaluate(() =>
      aftercare.withProver({}, async (prover) => {
        await prover.proveReview(aftercare.reviewRequest());
        return navigator.hardwareConcurrency;
      }),
    );
    expect(workers).toHaveLength(cores === 1 ? 0 : Math.min(cores, 8));
  });

  it("names the directive when workers are forbidden, and proves without them", async () => {
    server.policy = STRICT_POLICY.replace("worker-src 'self'", "worker-src 'none'");
    await open();
    const error = await page.evaluate(() =>
      aftercare.withProver({ engine: "fast", threads: 2 }, (prover) =>
        prover.proveReview(aftercare.reviewRequest()).then(
          () => "no error",
          (error: Error) => error.message,
        ),
      ),
    );
    const holds = await page.evaluate(() =>
      aftercare.withProver({ engine: "fast", threads: 1 }, async (prover) =>
        prover.verifyReview(await prover.proveReview(aftercare.reviewRequest())),
      ),
    );
    expect(error).toContain("A worker thread for proving did not start");
    expect(error).toContain("worker-src 'self'");
    expect(holds).toBe(true);
  });

  it("names the directive when WebAssembly is forbidden", async () => {
    server.policy = STRICT_POLICY.replace(" 'wasm-unsafe-eval'", "");
    await open();
    const message = await page.evaluate(() =>
      aftercare.withProver({ engine: "fast", threads: 1 }, (prover) =>
        prover.proveReview(aftercare.reviewRequest()).then(
          () => "no error",
          (error: Error) => error.message,
        ),
      ),
    );
    expect(message).toContain("'wasm-unsafe-eval'");
  });

  it("a page stays responsive while workers prove", async () => {
    await open();
    const longest = await page.evaluate(() =>
      aftercare.withProver({ engine: "fast", threads: 2 }, async (prover) => {
        await prover.warmUp();
        let last = performance.now();
        let longest = 0;
        const ticking = setInterval(() => {
          longest = Math.max(longest, performance.now() - last);
          last = performance.now();
        }, 1);
        for (let round = 0; round < 3; round++) await prover.proveReview(aftercare.reviewRequest());
        clearInterval(ticking);
        return longest;
      }),
    );
    // Far below the seconds that proving in the page itself can take on a slow device.
    expect(longest).toBeLessThan(500);
  });

  describe("artifacts", () => {
    const fetchWithProgress = () =>
      page.evaluate(async () => {
        const progress: { received: number; total: number }[] = [];
        const { zkey } = await aftercare.fetchReviewArtifacts({ onProgress: (step) => progress.push(step) });
        return { bytes: zkey.length, progress };
      });

    /** Files are kept a while after they have come in. */
    const untilKept = (part: "whole" | "beginning", count: number, ending = "") =>
      expect
        .poll(
          () =>
            page.evaluate(
              async ({ part, ending }) =>
                (await (await caches.open("aftercare-artifacts")).keys()).filter(
                  ({ url }) => url.includes(`part=${part}`) && url.includes(`${ending}?`),
                ).length,
              { part, ending },
            ),
          { timeout: 10_000 },
        )
        .toBe(count);

    it("are downloaded once, with progress, and then work without a network", async () => {
      await open();
      const { bytes, progress } = await fetchWithProgress();
      expect(bytes).toBeGreaterThan(4_000_000);
      expect(requests).toHaveLength(3);
      const received = progress.map((step) => step.received);
      expect(received).toEqual(received.toSorted((left, right) => left - right));
      expect(received.at(-1)).toBe(progress[0]!.total);

      await untilKept("whole", 3);
      await page.context().setOffline(true);
      const holds = await page.evaluate(() =>
        aftercare.withProver({ engine: "fast", threads: 1 }, async (prover) =>
          prover.verifyReview(await prover.proveReview(aftercare.reviewRequest())),
        ),
      );
      expect(holds).toBe(true);
      expect(requests).toHaveLength(3);
    });

    it("are downloaded again where the cache has been changed", async () => {
      await open();
      await fetchWithProgress();
      await untilKept("whole", 3);
      await page.evaluate(async () => {
        const cache = await caches.open("aftercare-artifacts");
        const [key] = (await cache.keys()).filter(({ url }) => url.includes(".zkey"));
        const content = new Uint8Array(await (await cache.match(key!))!.arrayBuffer());
        content[1_000_000]! ^= 1;
        await cache.put(key!, new Response(content));
      });
      const { bytes } = await fetchWithProgress();
      expect(bytes).toBeGreaterThan(4_000_000);
      expect(requests).toHaveLength(4);
    });

    it("go on where a broken download ended, if the server knows ranges", async () => {
      let broken = 0;
      server.intercept = (request, response, file) => {
        requests.push(request);
        if (!request.url!.endsWith(".zkey")) return false;
        const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
        const rest = file.subarray(start);
        response.writeHead(start > 0 ? 206 : 200, { "content-length": rest.length });
        if (broken++ < 2)
          response.write(rest.subarray(0, 1_500_000), () => setTimeout(() => response.destroy(), 100));
        else response.end(rest);
        return true;
      };
      await open();
      const { bytes } = await fetchWithProgress();
      expect(bytes).toBeGreaterThan(4_000_000);
      const ranges = requests.map(({ headers }) => headers.range).filter((range) => range !== undefined);
      expect(ranges).toHaveLength(2);
      expect(ranges.every((range) => /^bytes=[1-9]\d*-$/.test(range))).toBe(true);
    });

    it("go on in the next visit where an aborted download ended", async () => {
      server.intercept = (request, response, file) => {
        requests.push(request);
        if (!request.url!.endsWith(".zkey")) return false;
        const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
        response.writeHead(start > 0 ? 206 : 200, { "content-length": file.length - start });
        // The first visit's download stalls half way.
        if (start > 0) response.end(file.subarray(start));
        else response.write(file.subarray(0, 2_000_000));
        return true;
      };
      await open();
      const error = await page.evaluate(async () => {
        const controller = new AbortController();
        return aftercare
          .fetchReviewArtifacts({
            signal: controller.signal,
            onProgress: ({ received }) => {
              if (received > 3_000_000) controller.abort(new Error("closed the page"));
            },
          })
          .then(
            () => "no error",
            (reason: Error) => reason.message,
          );
      });
      expect(error).toBe("closed the page");
      // Keeping the beginning goes on after the abort was told, and the program may have one too.
      await untilKept("beginning", 1, ".zkey");
      await open();
      const { bytes } = await fetchWithProgress();
      expect(bytes).toBeGreaterThan(4_000_000);
      expect(requests.some(({ url, headers }) => url!.endsWith(".zkey") && headers.range !== undefined)).toBe(
        true,
      );
    });
  });
});
