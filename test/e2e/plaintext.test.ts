import { readdir, readFile } from "node:fs/promises";
import { Writable } from "node:stream";
import { join } from "node:path";
import { hexlify, toUtf8Bytes } from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startLocalRollup, type LocalRollup } from "../../client/local/local-rollup.ts";
import { progressTo } from "../../client/demo/progress.ts";
import { tellStory } from "../../client/demo/story.ts";

const FIXTURES = join(import.meta.dirname, "..", "..", "fixtures", "fhir");

// Everything that leaves the patients' and surgeons' devices in a whole run, searched for what is in their records.

let rollup: LocalRollup;
let requests = "";
let chain = "";
let policies = "";

/** Texts shorter than this turn up in random bytes. */
const SHORTEST = 7;

/** Codes of FHIR that are words of JSON-RPC and EIP-712, too, and stand in every request. */
const COMMON_WORDS = new Set(["transaction", "coverage", "primary"]);

function textsOf(value: unknown): string[] {
  if (typeof value === "string") return value.length >= SHORTEST ? [value] : [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

const silent = () => {
  const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
  return progressTo(sink as NodeJS.WriteStream);
};

beforeAll(async () => {
  rollup = await startLocalRollup();
  await rollup.provider.on("debug", (event: { action: string; payload?: unknown }) => {
    if (event.action === "sendRpcPayload") requests += JSON.stringify(event.payload).toLowerCase();
  });
  const report = await tellStory(rollup, silent());

  const lastBlock = await rollup.provider.getBlockNumber();
  for (let number = 0; number <= lastBlock; number++) {
    const block = await rollup.provider.getBlock(number, true);
    for (const { data } of block?.prefetchedTransactions ?? []) chain += data;
  }
  const logs = await rollup.provider.getLogs({ fromBlock: 0, toBlock: lastBlock });
  for (const { data, topics, address } of logs) {
    chain += data + topics.join("");
    if (address === report.chain.contracts.policyBook) policies += data;
  }
}, 240_000);
afterAll(() => rollup.close());

/** Both ways in which a text can stand in what was sent: as it is, and as bytes in hex. */
const stands = (text: string, haystack: string) =>
  haystack.includes(hexlify(toUtf8Bytes(text)).slice(2)) || haystack.includes(text.toLowerCase());

describe("a whole run", () => {
  it("is searched by a search that finds what is there", () => {
    expect(stands("Calm staff, honest advice to do less than I had asked for.", chain)).toBe(true);
    expect(stands("eth_sendTransaction", requests)).toBe(true);
  });

  it("shows no text of any record in calldata, events or requests", async () => {
    const names = (await readdir(FIXTURES)).filter((name) => /^surgery-.*\.json$/.test(name));
    const found: string[] = [];
    for (const name of names) {
      const texts = new Set(textsOf(JSON.parse(await readFile(join(FIXTURES, name), "utf8"))));
      for (const text of texts) {
        // An insurer's policy is public and may name the codes that it covers.
        if (COMMON_WORDS.has(text) || stands(text, policies)) continue;
        if (stands(text, chain) || stands(text, requests)) found.push(`${name}: ${text}`);
      }
    }
    expect(found).toEqual([]);
  });

  it("shows no patient's name", () => {
    for (const name of ["Chidi", "Farah", "Goran"]) {
      expect(stands(`"${name}"`, chain)).toBe(false);
      expect(stands(`"${name}"`, requests)).toBe(false);
    }
  });
});
