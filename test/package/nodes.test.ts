// The packed package under every Node of this machine: in the main thread, in a worker thread, and in a test runner's.
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import manifest from "../../package.json" with { type: "json" };
import { createConsumer, type Consumer } from "../../tools/package/consumer.ts";
import { nodesOfMachine, SUPPORTED_RELEASES } from "../../tools/package/nodes.ts";
import { layProgram } from "../../tools/package/request.ts";

const NODES = await nodesOfMachine();

/** Oldest release that the installed vitest runs under. */
const VITEST_NEEDS = 22;

const NO_EVAL = "--disallow-code-generation-from-strings";

const MODULES = Object.entries(manifest.exports).flatMap(([entry, target]) =>
  typeof target === "string" ? [] : [entry.replace(/^\./, manifest.name)],
);

const PROVE = `
  const { prove } = await import("./prove.js");
  console.log(await prove());
`;

const IMPORT_ALL = `
  for (const entry of ${JSON.stringify(MODULES)}) await import(entry);
  console.log("imported");
`;

/** Starts the script in a worker thread, which is given no data. */
const IN_WORKER = `
  import { Worker } from "node:worker_threads";
  new Worker(new URL("./script.js", import.meta.url));
`;

const COUNT_WORKERS = `
  import { availableParallelism } from "node:os";
  const threads = process.getBuiltinModule("worker_threads");
  let started = 0;
  threads.Worker = class extends threads.Worker {
    constructor(...all) {
      super(...all);
      started++;
    }
  };
  const { prove } = await import("./prove.js");
  console.log(await prove({}), started, availableParallelism());
`;

let consumer: Consumer;

beforeAll(async () => {
  const tried = new Set(NODES.map(({ release }) => release));
  const missing = SUPPORTED_RELEASES.filter((release) => !tried.has(release));
  if (missing.length > 0)
    console.warn(`NOT TRIED: Node ${missing.join(", ")}. Put its folder into PATH, or its path into NODES.`);
  consumer = await createConsumer(["vitest"]);
  await layProgram("prove.js", consumer.folder);
  await writeFile(join(consumer.folder, "in-worker.js"), IN_WORKER);
});

afterAll(() => consumer[Symbol.asyncDispose]());

interface Run {
  readonly script: string;
  readonly thread?: "main" | "worker";
  /** For Node itself. */
  readonly options?: readonly string[];
}

/** Runs a script in the consumer's folder, and gives what it printed once its process has ended by itself. */
async function run(node: string, { script, thread = "main", options = [] }: Run): Promise<string> {
  await writeFile(join(consumer.folder, "script.js"), script);
  const { stdout } = await promisify(execFile)(
    node,
    [...options, thread === "main" ? "script.js" : "in-worker.js"],
    { cwd: consumer.folder, timeout: 100_000 },
  );
  return stdout.trim();
}

it("is tried under the Node that runs this, and under an older one if the machine has it", () => {
  expect(NODES.map(({ version }) => version)).toContain(process.version);
});

describe.each(NODES)("the packed package under Node $version", ({ path, release }) => {
  it.each(["main", "worker"] as const)("proves in the %s thread", async (thread) => {
    expect(await run(path, { script: PROVE, thread })).toBe("true");
  });

  it("proves on as many threads as the processor runs, unless told", async () => {
    const [proved, started, processors] = (await run(path, { script: COUNT_WORKERS })).split(" ");
    expect(proved).toBe("true");
    expect(Number(started)).toBe(processors === "1" ? 0 : Math.min(Number(processors), 8));
  });

  it("proves with the fall-back", async () => {
    const script = PROVE.replace("prove()", 'prove({ engine: "snarkjs" })');
    expect(await run(path, { script })).toBe("true");
  });

  it("proves where no code may be made of strings", async () => {
    expect(await run(path, { script: PROVE, options: [NO_EVAL] })).toBe("true");
  });

  if (release >= VITEST_NEEDS)
    it("proves in the thread pool of a test runner", async () => {
      await writeFile(
        join(consumer.folder, "prove.test.js"),
        `import { expect, it } from "vitest";
         import { prove } from "./prove.js";
         it("proves", async () => expect(await prove()).toBe(true), 100_000);`,
      );
      const { stdout } = await promisify(execFile)(
        path,
        ["node_modules/vitest/vitest.mjs", "run", "--pool", "threads"],
        { cwd: consumer.folder, timeout: 100_000, env: { ...process.env, NO_COLOR: "1" } },
      );
      expect(stdout).toMatch(/Tests +1 passed/);
    });

  it.each(["snarkjs", "fhir", "@semaphore-protocol/core"])("has no %s beside it", async (undeclared) => {
    await expect(run(path, { script: `await import("${undeclared}");` })).rejects.toThrow(
      "ERR_MODULE_NOT_FOUND",
    );
  });

  describe("when the fall-back breaks as soon as it is loaded", () => {
    const fallBack = () => join(consumer.package, "bundled", "snarkjs.js");
    let intact: Buffer;

    beforeAll(async () => {
      intact = await readFile(fallBack());
      await writeFile(fallBack(), 'export let curves, groth16;\nthrow new Error("loaded");\n');
    });
    afterAll(() => writeFile(fallBack(), intact));

    it.each(["main", "worker"] as const)("every entry can be imported in the %s thread", async (thread) => {
      expect(await run(path, { script: IMPORT_ALL, thread })).toBe("imported");
    });

    it("every entry can be imported where no code may be made of strings", async () => {
      expect(await run(path, { script: IMPORT_ALL, options: [NO_EVAL] })).toBe("imported");
    });

    it("a prover that is asked for it fails, which shows that this would be seen", async () => {
      const script = PROVE.replace("prove()", 'prove({ engine: "snarkjs" })');
      await expect(run(path, { script })).rejects.toThrow("loaded");
    });
  });
});
