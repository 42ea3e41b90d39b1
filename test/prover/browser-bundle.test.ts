import { fileURLToPath } from "node:url";
import { createContext, Script } from "node:vm";
import { gzipSync } from "node:zlib";

import { build, createLogger, type Rolldown } from "vite";
import { beforeAll, describe, expect, it } from "vitest";

import keyVectors from "../../fixtures/vectors/keys.json" with { type: "json" };
import signalVectors from "../../fixtures/vectors/signal.json" with { type: "json" };
import treeVectors from "../../fixtures/vectors/tree.json" with { type: "json" };

const ENTRY = fileURLToPath(new URL("../../prover/index.ts", import.meta.url));

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

describe("the prover, bundled for a browser", () => {
  const complaints: string[] = [];
  let chunks: Rolldown.OutputChunk[];

  async function bundle(format: "iife" | "es"): Promise<Rolldown.OutputChunk[]> {
    const logger = createLogger("silent");
    const record = (message: string) => complaints.push(message);
    const output = await build({
      configFile: false,
      publicDir: false,
      logLevel: "silent",
      customLogger: { ...logger, warn: record, warnOnce: record, error: record },
      build: {
        write: false,
        minify: true,
        lib: { entry: ENTRY, formats: [format], name: "prover", fileName: "prover" },
        rolldownOptions: {
          onwarn: ({ message }) => complaints.push(message),
          // A classic script does not know its own address, from which the worker's is taken.
          ...(format === "iife" && {
            transform: { define: { "import.meta.url": JSON.stringify("https://page.example/prover.js") } },
          }),
        },
      },
    });
    return [output]
      .flat()
      .flatMap((bundle) => ("output" in bundle ? bundle.output : []))
      .filter((file) => file.type === "chunk");
  }

  beforeAll(async () => {
    chunks = await bundle("iife");
  });

  it("is one file that no warning accompanies", () => {
    expect(complaints).toEqual([]);
    expect(chunks).toHaveLength(1);
  });

  it("leaves nothing to import, and takes nothing from Node", () => {
    const [chunk] = chunks;
    expect(chunk!.imports).toEqual([]);
    // What is imported later has been put into the same file.
    expect(chunk!.dynamicImports.filter((name) => name !== chunk!.fileName)).toEqual([]);
    expect(chunk!.code).not.toMatch(/["'`]node:/);
    const modules = Object.keys(chunk!.modules);
    expect(
      modules.filter((id) => /^node:|browser-external|polyfill|\/process\/|\/web-worker\//.test(id)),
    ).toEqual([]);
    expect(modules.filter((id) => id.endsWith("/prover/artifacts/node.ts"))).toEqual([]);
  });

  it("runs where there is neither Buffer nor process", async () => {
    const context = createContext({ ...BROWSER_GLOBALS });
    new Script("globalThis.self = globalThis.window = globalThis;").runInContext(context);
    new Script(`${chunks[0]!.code}\nglobalThis.prover = prover;`).runInContext(context);
    const [keys] = keyVectors;
    const [signal] = signalVectors;
    const tree = treeVectors.trees.at(-1)!;
    const results: unknown = await new Script(`(async () => {
      const keys = prover.PatientKeys.fromPhrase(${JSON.stringify(keys!.phrase)});
      const content = ${JSON.stringify(signal!.content)};
      return JSON.stringify({
        buffer: typeof Buffer,
        process: typeof process,
        words: prover.createRecoveryPhrase().split(" ").length,
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

  it("costs a visitor at most 320 kB, compressed, and 70 kB more for what is loaded when it is needed", async () => {
    const modules = await bundle("es");
    const entry = modules.find(({ isEntry }) => isEntry)!;
    const isAtOnce = ({ fileName }: Rolldown.OutputChunk) =>
      fileName === entry.fileName || entry.imports.includes(fileName);
    const sizeOf = (files: readonly Rolldown.OutputChunk[]) =>
      files.reduce((sum, { code }) => sum + gzipSync(code).length, 0);
    const atOnce = modules.filter(isAtOnce);
    expect(sizeOf(atOnce)).toBeLessThan(320_000);
    expect(sizeOf(modules.filter((file) => !isAtOnce(file)))).toBeLessThan(70_000);
    const loaded = atOnce.flatMap((file) => Object.keys(file.modules));
    expect(loaded.filter((id) => /\/node_modules\/(snarkjs|ffjavascript)\//.test(id))).toEqual([]);
  });
});
