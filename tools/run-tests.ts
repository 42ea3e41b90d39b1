/**
 * Runs every test runner one after another and ends with one line for all: `N passed, N failed`.
 * Arguments go to vitest, so that `npm test -- test/prover` runs one folder; the Solidity tests run when there are none.
 */
import { spawn } from "node:child_process";
import { mkdir, readFile, rm } from "node:fs/promises";

interface Outcome {
  passed: number;
  failed: number;
}

const VITEST_REPORT = "build/vitest.json";

/** Runs a command with its output shown, and returns what it printed and its exit code. */
function run(command: string, args: readonly string[]): Promise<{ output: string; code: number }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      process.stdout.write(text);
    });
    child.on("error", reject).on("close", (code) => resolve({ output, code: code ?? 1 }));
  });
}

/** A runner that ends badly without naming a failed test has failed all the same. */
const settled = (outcome: Outcome, code: number): Outcome =>
  code !== 0 && outcome.failed === 0 ? { ...outcome, failed: 1 } : outcome;

async function solidity(): Promise<Outcome> {
  const { output, code } = await run("hardhat", ["test", "solidity"]);
  const count = (word: string) => Number(new RegExp(`(\\d+) ${word}`).exec(output)?.[1] ?? 0);
  return settled({ passed: count("passing"), failed: count("failing") }, code);
}

async function vitest(args: readonly string[]): Promise<Outcome> {
  await mkdir("build", { recursive: true });
  await rm(VITEST_REPORT, { force: true });
  const { code } = await run("vitest", [
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${VITEST_REPORT}`,
    ...args,
  ]);
  const report = await readFile(VITEST_REPORT, "utf8")
    .then((text) => JSON.parse(text) as { numPassedTests: number; numFailedTests: number })
    .catch(() => ({ numPassedTests: 0, numFailedTests: 0 }));
  return settled({ passed: report.numPassedTests, failed: report.numFailedTests }, code);
}

const args = process.argv.slice(2);
const outcomes = [...(args.length === 0 ? [await solidity()] : []), await vitest(args)];
const total = (key: keyof Outcome) => outcomes.reduce((sum, outcome) => sum + outcome[key], 0);
console.log(`\n${total("passed")} passed, ${total("failed")} failed`);
process.exitCode = total("failed") === 0 && total("passed") > 0 ? 0 : 1;
