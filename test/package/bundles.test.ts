import { basename } from "node:path";
import { createContext, Script } from "node:vm";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import keyVectors from "../../fixtures/vectors/keys.json" with { type: "json" };
import signalVectors from "../../fixtures/vectors/signal.json" with { type: "json" };
import treeVectors from "../../fixtures/vectors/tree.json" with { type: "json" };
import { ROOMS } from "../../tools/one-way/rooms.ts";
import { bundleAsScript, bundleForPage, loadsOf, type Bundle } from "../../tools/package/bundle.ts";
import { createConsumer, type Consumer } from "../../tools/package/consumer.ts";
import { fileOfEntry, PAGE_ENTRIES, type EntryName } from "../../tools/package/entries.ts";

interface Entry {
  readonly entry: EntryName;
  /** What a page loads at once, in thousands of bytes after gzip: a little above what it is. */
  readonly kilobytes: number;
  /** What a page may load besides, once something needs it. */
  readonly later?: number;
  /** As at once, without the prover, for pages that have it anyway or never prove. */
  readonly withoutProver?: number;
}

/** Every entry that a page may import; the bars go up only with what an entry newly does. */
const FOR_BROWSERS: readonly Entry[] = [
  { entry: "./prover", kilobytes: 187, later: 75 },
  { entry: "./prover/keys", kilobytes: 125, later: 32 },
  { entry: "./prover/policy", kilobytes: 71 },
  { entry: "./prover/fhir-validation", kilobytes: 540 },
  { entry: "./protocol", kilobytes: 58, withoutProver: 50 },
  { entry: "./sdk", kilobytes: 176, withoutProver: 57 },
  { entry: "./sdk/patient", kilobytes: 226, later: 49, withoutProver: 50 },
  { entry: "./sdk/surgeon", kilobytes: 104, later: 580, withoutProver: 38 },
  { entry: "./sdk/insurer", kilobytes: 122, later: 63, withoutProver: 24 },
  { entry: "./sdk/board", kilobytes: 23, withoutProver: 22 },
  { entry: "./sdk/arbiter", kilobytes: 23, withoutProver: 23 },
  { entry: "./sdk/keeper", kilobytes: 23, withoutProver: 23 },
  { entry: "./sdk/reader", kilobytes: 42, later: 63, withoutProver: 7 },
];

const NODE_ROOMS = ROOMS.filter(({ runs }) => runs === "node").map(({ folder }) => `${folder}/`);
const PROVER = ["prover", "circuits", "bundled"];

// What a browser page has of what Node has too; above all no Buffer, process, require or global.
const BROWSER_GLOBALS = {
  TextEncoder,
  TextDecoder,
  URL,
  crypto,
  fetch,
  setTimeout,
  clearTimeout,
  atob,
  btoa,
  performance,
  Uint8Array,
  ArrayBuffer,
};

let consumer: Consumer;

beforeAll(async () => {
  consumer = await createConsumer();
});

afterAll(() => consumer[Symbol.asyncDispose]());

const fileOf = (entry: EntryName) => ({
  root: consumer.package,
  file: fileOfEntry(entry),
});

it("every entry that a page may import is bundled here", () => {
  expect(FOR_BROWSERS.map(({ entry }) => entry).toSorted()).toEqual(PAGE_ENTRIES.toSorted());
});

describe.each(FOR_BROWSERS)(
  "$entry, bundled for a browser",
  ({ entry, kilobytes, later = 0, withoutProver }) => {
    let bundle: Bundle;

    beforeAll(async () => {
      bundle = await bundleForPage(fileOf(entry));
    });

    it("comes without a warning", () => {
      expect(bundle.complaints).toEqual([]);
    });

    it("leaves nothing to import, and takes nothing from Node", () => {
      expect(bundle.external).toEqual([]);
      expect(bundle.chunks.filter(({ code }) => /["'`]node:/.test(code))).toEqual([]);
      const fromNode =
        /^node:|polyfill|\/process\/|\/web-worker\/|^prover\/artifacts\/node\.js$|browser-external/;
      expect(bundle.modules.filter((id) => fromNode.test(id))).toEqual([]);
    });

    it("holds nothing of services, tools, or any other room for Node", () => {
      expect(bundle.modules.filter((id) => NODE_ROOMS.some((room) => id.startsWith(room)))).toEqual([]);
    });

    it("holds ethers in parts, never the whole", () => {
      expect(bundle.modules.filter((id) => /\/ethers\/lib\.\w+\/(?:index|ethers)\.js$/.test(id))).toEqual([]);
    });

    it(`costs a visitor at most ${kilobytes} kB, compressed`, () => {
      expect(loadsOf(bundle).atOnce.bytes).toBeLessThan(kilobytes * 1000);
    });

    it(`costs at most ${later} kB more for what is loaded when it is needed`, () => {
      expect(loadsOf(bundle).later.bytes).toBeLessThanOrEqual(later * 1000);
    });

    if (withoutProver !== undefined)
      it(`costs a visitor at most ${withoutProver} kB without the prover`, async () => {
        expect(loadsOf(await bundleForPage(fileOf(entry), { without: PROVER })).atOnce.bytes).toBeLessThan(
          withoutProver * 1000,
        );
      });

    it("starts where there is neither Buffer nor process", async () => {
      const { chunks } = await bundleAsScript(fileOf(entry), "entry");
      expect(chunks).toHaveLength(1);
      expect(exportsInBrowser(chunks[0]!.code, "entry")).not.toEqual([]);
    });
  },
);

/** A page's global object without a page, in which a classic script has run. */
function pageWith(script: string) {
  const context = createContext({ ...BROWSER_GLOBALS });
  new Script("globalThis.self = globalThis.window = globalThis;").runInContext(context);
  new Script(script).runInContext(context);
  return context;
}

function exportsInBrowser(script: string, name: string): unknown {
  const context = pageWith(`${script}\nglobalThis.${name} = ${name};`);
  return JSON.parse(String(new Script(`JSON.stringify(Object.keys(${name}))`).runInContext(context)));
}

describe("the prover in a page", () => {
  it("brings snarkjs only when it is needed", async () => {
    const { atOnce, later } = loadsOf(await bundleForPage(fileOf("./prover")));
    expect(atOnce.modules.filter((id) => /snarkjs|ffjavascript/.test(basename(id)))).toEqual([]);
    expect(later.modules.map((id) => basename(id))).toContain("snarkjs.js");
  });

  it("computes what it computes in Node", async () => {
    const scripts = await Promise.all([
      bundleAsScript(fileOf("./prover"), "prover"),
      bundleAsScript(fileOf("./prover/keys"), "keysEntry"),
    ]);
    const context = pageWith(
      `${scripts.map(({ chunks }) => chunks[0]!.code).join("\n")}\nObject.assign(globalThis, { prover, keysEntry });`,
    );
    const [keys] = keyVectors;
    const [signal] = signalVectors;
    const tree = treeVectors.trees.at(-1)!;
    const results: unknown = await new Script(`(async () => {
      const keys = keysEntry.PatientKeys.fromPhrase(${JSON.stringify(keys!.phrase)});
      const content = ${JSON.stringify(signal!.content)};
      return JSON.stringify({
        buffer: typeof Buffer,
        process: typeof process,
        words: keysEntry.createRecoveryPhrase().split(" ").length,
        identityCommitment: keys.identity.commitment.toString(),
        ageRecipient: await keys.ageRecipient(),
        address: keys.booking(0).address,
        signal: prover.reviewSignal({
          ...content, chainId: BigInt(content.chainId), maxFee: BigInt(content.maxFee),
        }).toString(),
        root: prover.SurgeryTree.fromLeaves(${JSON.stringify(treeVectors.leaves)}.map(BigInt)).root.toString(),
        error: (() => {
          try { prover.assertFieldElement("secret", -1n); } catch (error) { return error.name; }
        })(),
      });
    })()`).runInContext(context);
    expect(JSON.parse(String(results))).toEqual({
      buffer: "undefined",
      process: "undefined",
      words: 12,
      identityCommitment: keys!.identityCommitment,
      ageRecipient: keys!.ageRecipient,
      address: keys!.bookings[0]!.address,
      signal: signal!.signal,
      root: tree.root,
      // The name that the class was written with, though the minifier has shortened the class's own.
      error: "NotAFieldElementError",
    });
  });
});
