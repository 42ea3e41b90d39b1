import { createHash } from "node:crypto";
import { join } from "node:path";

import { startChromium } from "../../browser/chromium.ts";
import { serveFiles, type ServedFile } from "../../browser/file-server.ts";
import { STRICT_POLICY } from "../../browser/page-server.ts";
import type { Consumer } from "../consumer.ts";
import { layProgram } from "../request.ts";
import type { Bundler } from "./bundlers.ts";

const PROOF_MILLISECONDS = 60_000;

/** What became of a page. */
export interface PageOutcome {
  /** `proved`, or what went wrong. */
  readonly result: string;
  readonly workers: number;
  /** What the page or the browser complained of, violations of the policy among it. */
  readonly complaints: readonly string[];
}

/** The strict policy, with the hashes of the scripts that Next writes into a page's HTML. */
export function policyOf({ path, content }: ServedFile): string {
  if (!path.endsWith(".html")) return STRICT_POLICY;
  const inline = [...content.toString().matchAll(/<script(?![^>]*\bsrc=)[^>]*>([^]*?)<\/script>/g)];
  const hashes = inline.map(
    ([, script = ""]) => ` 'sha256-${createHash("sha256").update(script).digest("base64")}'`,
  );
  return STRICT_POLICY.replace("script-src 'self'", `script-src 'self'${hashes.join("")}`);
}

/** Builds the page with a bundler, opens it in Chromium under the strict policy, and waits for its proof. */
export async function proveInPage(
  consumer: Consumer,
  bundler: Bundler,
  policy = policyOf,
): Promise<PageOutcome> {
  const { folder } = consumer;
  await layProgram("proof.js", folder);
  const built = await bundler.build(folder);
  await using server = await serveFiles({
    folders: { "/": built, "/artifacts/": join(consumer.package, "circuits", "artifacts") },
    policyOf: policy,
  });
  const browser = await startChromium();
  try {
    const page = await browser.newPage();
    const complaints: string[] = [];
    let workers = 0;
    page.on("worker", () => workers++);
    page.on("pageerror", ({ message }) => complaints.push(message));
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    await page.goto(server.url);
    const ended = await page
      .waitForFunction(() => document.title !== "" && document.title !== "proving", undefined, {
        timeout: PROOF_MILLISECONDS,
      })
      .then(
        () => true,
        () => false,
      );
    return { result: ended ? await page.title() : "nothing", workers, complaints };
  } finally {
    await browser.close();
  }
}
