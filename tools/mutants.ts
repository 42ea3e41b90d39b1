/**
 * Shows that the contract tests notice mistakes: makes each mistake of `tools/mutants/list.ts` in a copy of the project,
 * one at a time, and runs the tests that have to fail. Ends with a table, and fails if a mutant survives.
 */
import { spawn } from "node:child_process";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { command, EXIT, main, optionalArgument, UsageError } from "../circuits/command-line.ts";
import { MUTANTS } from "./mutants/list.ts";
import type { Mutant } from "./mutants/list.ts";
import { copyProject } from "./project-copy.ts";

interface Verdict {
  mutant: Mutant;
  /** The first test that failed; undefined for a survivor. */
  killedBy?: string;
  seconds: number;
}

interface Report {
  testResults: { message: string; assertionResults: { status: string; fullName: string }[] }[];
}

await main(
  command({
    name: "npm run test:mutants --",
    summary: "show that the contract tests notice mistakes",
    parameters: {
      mutants: optionalArgument("WORD", "take mutants with it in file or description", chosenBy),
    },
    run: async ({ mutants = MUTANTS }, { console }) => {
      const copy = await preparedCopy();
      const broken = await firstFailure(copy, [...new Set(mutants.flatMap(({ tests }) => tests))]);
      if (broken !== undefined) throw new Error(`The tests fail without any mutant: ${broken}.`);
      let killed = 0;
      for (const mutant of mutants) {
        const verdict = await judge(copy, mutant);
        console.log(lineOf(verdict));
        if (verdict.killedBy !== undefined) killed++;
      }
      console.log(`\n${killed} of ${mutants.length} mutants killed`);
      return killed === mutants.length ? EXIT.yes : EXIT.no;
    },
  }),
);

function chosenBy(word: string): readonly Mutant[] {
  const chosen = MUTANTS.filter(({ file, what }) =>
    `${file} ${what}`.toLowerCase().includes(word.toLowerCase()),
  );
  if (chosen.length === 0) throw new UsageError(`No mutant has "${word}" in file or description.`);
  return chosen;
}

/** A copy that compiles quickly: without optimizer, and without the Solidity tests, which would be compiled each time. */
async function preparedCopy(): Promise<string> {
  const folder = await copyProject("mutants");
  const tests = join(folder, "test", "contracts");
  for (const name of await readdir(tests, { recursive: true })) {
    if (name.endsWith(".t.sol") || /^support.*\.sol$/.test(name)) await rm(join(tests, name));
  }
  const config = join(folder, "hardhat.config.ts");
  const text = await readFile(config, "utf8");
  await writeFile(
    config,
    replaced(
      replaced(text, "optimizer: { enabled: true, runs: 20_000 }", "optimizer: { enabled: false }"),
      "throwOnTransactionFailures: false,",
      "throwOnTransactionFailures: false, allowUnlimitedContractSize: true,",
    ),
  );
  return folder;
}

async function judge(copy: string, mutant: Mutant): Promise<Verdict> {
  const path = join(copy, "contracts", mutant.file);
  const text = await readFile(path, "utf8");
  const startedAt = performance.now();
  await writeFile(path, replaced(text, mutant.original, mutant.mutated));
  try {
    const killedBy = await firstFailure(copy, mutant.tests);
    const seconds = Math.round((performance.now() - startedAt) / 1_000);
    return { mutant, seconds, ...(killedBy === undefined ? {} : { killedBy }) };
  } finally {
    await writeFile(path, text);
  }
}

/** Builds the copy and runs tests in it; the name of the first that fails. */
async function firstFailure(copy: string, tests: readonly string[]): Promise<string | undefined> {
  const report = join(copy, "build", "report.json");
  await rm(report, { force: true });
  const output = await runVitest(copy, [
    "run",
    "--bail=1",
    "--reporter=json",
    `--outputFile=${report}`,
    ...tests.map((name) => join("test", name)),
  ]);
  const { testResults } = JSON.parse(
    await readFile(report, "utf8").catch(() => '{ "testResults": [] }'),
  ) as Report;
  // Where nothing ran the copy could not be built, which is the list's mistake and kills nothing.
  if (testResults.length === 0) throw new Error(`Nothing was tested:\n${output.slice(-2_000)}`);
  const failed = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .find(({ status }) => status === "failed");
  // A test file whose preparation fails has no failed test, but says why.
  return failed?.fullName ?? testResults.find(({ message }) => message !== "")?.message.split("\n")[0];
}

function runVitest(copy: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn("vitest", args, { cwd: copy, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    }
    child.on("error", reject).on("close", () => resolve(output));
  });
}

/** Replaces text that has to stand there exactly once, so that no mutant goes stale unnoticed. */
function replaced(text: string, original: string, mutated: string): string {
  if (text.split(original).length !== 2) throw new Error(`not there exactly once: ${original}`);
  return text.replace(original, () => mutated);
}

function lineOf({ mutant, killedBy, seconds }: Verdict): string {
  const verdict = killedBy === undefined ? "SURVIVED" : "killed";
  const where = `${mutant.file}: ${mutant.what}`;
  return `${verdict.padEnd(9)} ${where.padEnd(100)} ${String(seconds).padStart(3)} s  ${(killedBy ?? "").slice(0, 80)}`;
}
