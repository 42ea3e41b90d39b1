import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Browser } from "playwright-core";
import { build } from "vite";

import type { CircuitName } from "../../circuits/manifest.ts";
import { startChromium } from "../../tools/browser/chromium.ts";
import { serveFiles, type FileServer } from "../../tools/browser/file-server.ts";
import { STRICT_POLICY } from "../../tools/browser/page-server.ts";
import type { Consumer } from "../../tools/package/consumer.ts";
import { interleave, ratio } from "../statistics.ts";
import type { FirstProofs } from "./first-in-node.ts";
import { peakMemory, type Memory } from "./memory.ts";
import { slowedBy } from "./slowed.ts";
import { ARTIFACTS, layTask, type ProgramName } from "./task.ts";

/** snarkjs needs workers made of blobs. */
export const BLOB_POLICY = `${STRICT_POLICY} blob:`.replace("worker-src 'self'", "worker-src 'self' blob:");

const HTML =
  '<!doctype html><meta charset="utf-8"><title>proof</title><script type="module" src="/main.js"></script>\n';

// A slow browser on a busy machine; what takes longer has failed.
const LIMIT_MILLISECONDS = 120_000;

/** Builds the page of a task with vite, and serves it with the artifacts. */
async function serveTask(
  consumer: Consumer,
  circuit: CircuitName,
  program: ProgramName,
): Promise<FileServer> {
  const root = await layTask(consumer.folder, circuit, program);
  await writeFile(join(root, "index.html"), HTML);
  await build({ root, configFile: false, logLevel: "error", build: { target: "esnext" } });
  return serveFiles({
    folders: { "/": join(root, "dist"), "/artifacts/": ARTIFACTS },
    policyOf: () => BLOB_POLICY,
  });
}

/** Milliseconds by the page's own clock, from its navigation to a proof that is verified. */
async function verifiedAfter(browser: Browser, url: string): Promise<number> {
  const page = await browser.newPage();
  await page.goto(url);
  const found = await page.waitForFunction(
    () => (globalThis as { verifiedAfter?: number }).verifiedAfter,
    undefined,
    { timeout: LIMIT_MILLISECONDS },
  );
  return (await found.jsonValue())!;
}

/** The work with a browser that has been started for it, and has loaded nothing yet. */
async function inFreshBrowser<Result>(work: (browser: Browser) => Promise<Result>): Promise<Result> {
  const browser = await startChromium();
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
}

export interface FirstInPage extends FirstProofs {
  /** The most memory that the page's process held while it made five proofs one after another. */
  readonly memory: Memory | null;
  /** Milliseconds of a first proof on a processor that is four times slower. */
  readonly ms4x: number;
}

const SLOWED_BY = 4;
const SLOWED_ROUNDS = 3;

/** In pages of fresh browsers, with two threads. */
export async function measureFirstInPage(
  consumer: Consumer,
  circuit: CircuitName,
  rounds: number,
): Promise<FirstInPage> {
  await using own = await serveTask(consumer, circuit, "first-proof-in-page");
  await using snarkjs = await serveTask(consumer, circuit, "first-proof-in-page-by-snarkjs");
  const first = ({ url }: FileServer) => inFreshBrowser((browser) => verifiedAfter(browser, url));
  const times = await interleave(
    [
      { name: "own", run: () => first(own) },
      { name: "snarkjs", run: () => first(snarkjs) },
    ],
    { rounds, warmUps: 1 },
  );
  const slowed = await interleave(
    [
      {
        name: "own",
        run: () =>
          inFreshBrowser((browser) => slowedBy(SLOWED_BY, browser, () => verifiedAfter(browser, own.url))),
      },
    ],
    { rounds: SLOWED_ROUNDS, warmUps: 0 },
  );
  const memory = await inFreshBrowser((browser) =>
    peakMemory(browser, () => verifiedAfter(browser, `${own.url}?proofs=5`)),
  );
  return {
    vsSnarkjs: ratio(times.get("own")!, times.get("snarkjs")!),
    own: times.get("own")!,
    snarkjs: times.get("snarkjs")!,
    memory,
    ms4x: Math.round(slowed.get("own")!.median),
  };
}
