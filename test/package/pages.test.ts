// The packed package in pages, as bundlers of today build them, under a policy that allows a page next to nothing.
import { createHash } from "node:crypto";

import { describe, expect, it } from "vitest";

import { createConsumer } from "../../tools/package/consumer.ts";
import { BUNDLERS, type Bundler } from "../../tools/package/pages/bundlers.ts";
import { policyOf, proveInPage, type PageOutcome } from "../../tools/package/pages/run.ts";
import { chromium, requires } from "../setup/requirements.ts";

const STRICT =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'";

async function outcomeOf(bundler: Bundler, policy?: typeof policyOf): Promise<PageOutcome> {
  await using consumer = await createConsumer(bundler.packages);
  return await proveInPage(consumer, bundler, policy);
}

requires(chromium).describe("a page that embeds the packed package", () => {
  for (const bundler of BUNDLERS)
    it(`proves in two workers when it is built with ${bundler.name}`, async () => {
      expect(await outcomeOf(bundler)).toEqual({ result: "proved", workers: 2, complaints: [] });
    }, 300_000);

  it("does not prove where the policy forbids workers, which shows that a policy is in force", async () => {
    const { result, complaints } = await outcomeOf(BUNDLERS[0]!, () =>
      STRICT.replace("worker-src 'self'", "worker-src 'none'"),
    );
    expect(result).not.toBe("proved");
    expect(complaints.join("\n")).toContain("worker-src 'none'");
  });
});

describe("the policy of pages", () => {
  const policyFor = (path: string, text: string) => policyOf({ path, content: Buffer.from(text) });

  it("allows a page's own files, workers, WebAssembly, and nothing else", () => {
    expect(policyFor("/index.html", '<script src="/main.js"></script>')).toBe(STRICT);
  });

  it("allows each script inside of the HTML by its hash, which is what Next needs", () => {
    const hash = createHash("sha256").update("self.__next_f=[]").digest("base64");
    expect(policyFor("/index.html", "<script>self.__next_f=[]</script>")).toBe(
      STRICT.replace("script-src 'self'", `script-src 'self' 'sha256-${hash}'`),
    );
  });

  it("allows a worker's script no more", () => {
    expect(policyFor("/worker.js", "<script>1</script>")).toBe(STRICT);
  });
});
