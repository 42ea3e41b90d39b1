import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { readSolidityReport } from "../../tools/run-tests/solidity-report.ts";
import { summarize, type Outcome, type SkippedTest } from "../../tools/run-tests/summary.ts";
import { VITEST_OUTCOME } from "../../tools/run-tests/vitest-reporter.ts";

const ROOT = join(import.meta.dirname, "../..");

const browser = { name: "a browser", remedy: "install one." };
const inBrowser = (name: string): SkippedTest => ({ file: "test/page.test.ts", name, lacks: browser });
const silent = (name: string): SkippedTest => ({ file: "test/silent.test.ts", name });
const outcome = (passed: number, failed: number, skipped: readonly SkippedTest[] = []): Outcome => ({
  passed,
  failed,
  skipped,
});

describe("the last line of a test run", () => {
  const lastLine = (outcomes: readonly Outcome[], complete: boolean) =>
    summarize(outcomes, { complete }).lines.at(-1);

  it("counts the tests of all runners", () => {
    expect(lastLine([outcome(3, 0), outcome(4, 1)], false)).toBe("7 passed, 1 failed");
  });

  it("counts skipped tests where there are any", () => {
    expect(lastLine([outcome(3, 0), outcome(4, 0, [inBrowser("a"), silent("b")])], false)).toBe(
      "7 passed, 0 failed, 2 skipped",
    );
  });

  it("counts skipped tests as failed where every test has to run", () => {
    expect(lastLine([outcome(4, 1, [inBrowser("a"), silent("b")])], true)).toBe("4 passed, 3 failed");
  });
});

describe("a test run succeeds", () => {
  const succeeded = (outcomes: readonly Outcome[], complete: boolean) =>
    summarize(outcomes, { complete }).succeeded;

  it("if every test passed", () => expect(succeeded([outcome(1, 0)], true)).toBe(true));
  it("not if one failed", () => expect(succeeded([outcome(1, 0), outcome(1, 1)], false)).toBe(false));
  it("not if none ran", () => expect(succeeded([outcome(0, 0)], false)).toBe(false));
  it("with skipped tests, unless every test has to run", () => {
    expect(succeeded([outcome(1, 0, [inBrowser("a")])], false)).toBe(true);
    expect(succeeded([outcome(1, 0, [inBrowser("a")])], true)).toBe(false);
  });
});

describe("the lines before the last", () => {
  it("say what was skipped, why, and how to run it", () => {
    expect(
      summarize([outcome(1, 0, [inBrowser("a"), inBrowser("b")])], { complete: false }).lines.slice(0, -1),
    ).toEqual([
      "Skipped, for want of a browser: 2 tests.",
      "  test/page.test.ts: 2",
      "  To run them: install one.",
    ]);
  });

  it("name each test that gives no reason", () => {
    expect(summarize([outcome(1, 0, [silent("a > b")])], { complete: false }).lines.slice(0, 2)).toEqual([
      "Skipped without a reason: 1 test.",
      "  test/silent.test.ts: a > b",
    ]);
  });

  it("say why skipped tests count as failed", () => {
    expect(summarize([outcome(1, 0, [silent("a")])], { complete: true }).lines.at(-2)).toBe(
      "With CI=true a skipped test counts as failed.",
    );
  });

  it("are none if nothing was skipped", () => {
    expect(summarize([outcome(1, 1)], { complete: true }).lines).toHaveLength(1);
  });
});

describe("Hardhat's report", () => {
  it("is counted, with skipped tests by name", () => {
    const output = "  test/contracts/A.t.sol:A\n    ✔ one()\n    - two()\n\n\n  1 passing\n  1 skipped\n";
    expect(readSolidityReport(output, 0)).toEqual(outcome(1, 0, [{ file: "test/contracts", name: "two()" }]));
  });

  it("has a failure if the runner ended badly without one", () => {
    expect(readSolidityReport("Error HHE100", 1)).toEqual(outcome(0, 1));
  });
});

const PROJECT = {
  "requires.test.ts": `
    import { requires } from "../../test/setup/requirements.ts";
    import { expect, describe, it } from "vitest";
    const ghost = { name: "a ghost", met: false, remedy: "call one." };
    const air = { name: "air", met: true, remedy: "breathe." };
    requires(ghost).describe("haunted", () => {
      it("outer", () => {});
      describe("deep", () => { it("inner", () => { throw new Error("ran"); }); });
    });
    requires(ghost).it("alone", async () => { throw new Error("ran"); });
    requires(air).describe("airy", () => it("breathes", () => {}));
    requires(air).it("fails", async () => expect(1).toBe(2));
  `,
  "silent.test.ts": `
    import { it } from "vitest";
    it("runs", () => {});
    it.skip("says nothing", () => {});
    it.todo("is not written");
    it("gives up", ({ skip }) => skip("a note"));
  `,
  "broken.test.ts": `throw new Error("not even collected");`,
  "hook.test.ts": `
    import { beforeAll, it } from "vitest";
    beforeAll(() => { throw new Error("no"); });
    it("never starts", () => {});
    it("nor does this", () => {});
  `,
  "only.test.ts": `
    import { it } from "vitest";
    it.only("alone", () => {});
    it("left out", () => {});
  `,
  "vitest.config.ts": `export default { test: { include: ["*.test.ts"] } };`,
};

describe("a run of vitest", () => {
  let folder: string;
  const run = async (...args: readonly string[]): Promise<Outcome> => {
    const reporter = join(ROOT, "tools/run-tests/vitest-reporter.ts");
    await promisify(execFile)("vitest", ["run", "--root", ".", `--reporter=${reporter}`, ...args], {
      cwd: folder,
    }).catch(() => undefined);
    return JSON.parse(await readFile(join(folder, VITEST_OUTCOME), "utf8")) as Outcome;
  };

  beforeAll(async () => {
    await mkdir(join(ROOT, "build"), { recursive: true });
    folder = await mkdtemp(join(ROOT, "build/run-tests-"));
    for (const [name, text] of Object.entries(PROJECT)) await writeFile(join(folder, name), text);
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("gives the reason for every test that requires() skips, however deep", async () => {
    const lacks = { name: "a ghost", remedy: "call one." };
    expect(await run("requires")).toEqual(
      outcome(
        1,
        1,
        ["haunted > outer", "haunted > deep > inner", "alone"].map((name) => ({
          file: "requires.test.ts",
          name,
          lacks,
        })),
      ),
    );
  });

  it("names tests that are skipped in any other way", async () => {
    expect(await run("silent")).toEqual(
      outcome(
        1,
        0,
        ["says nothing", "is not written", "gives up"].map((name) => ({ file: "silent.test.ts", name })),
      ),
    );
  });

  it("does not name what a filter of the command line leaves out", async () => {
    expect(await run("silent", "-t", "runs")).toEqual(outcome(1, 0));
  });

  it("fails where a file throws, and for each test that a hook keeps from starting", async () => {
    expect(await run("broken")).toEqual(outcome(0, 1));
    expect(await run("hook")).toEqual(outcome(0, 2));
  });

  it("names the tests that an `only` leaves out, and fails on it where that is refused", async () => {
    expect(await run("only", "--allowOnly")).toEqual(
      outcome(1, 0, [{ file: "only.test.ts", name: "left out" }]),
    );
    expect((await run("only", "--allowOnly=false")).failed).toBeGreaterThan(0);
  });
});
