/**
 * Runs every test runner one after another and ends with one line for all: `N passed, N failed`, and `, N skipped` where
 * this machine lacks something; the lines before say what. With CI=true a skipped test counts as failed.
 * Arguments go to vitest, so that `npm test -- test/prover` runs one folder; the Solidity tests run when there are none.
 */
import { spawn } from "node:child_process";
import { readFile, rm } from "node:fs/promises";

import { readSolidityReport, settled } from "./run-tests/solidity-report.ts";
import { summarize, type Outcome } from "./run-tests/summary.ts";
import { VITEST_OUTCOME } from "./run-tests/vitest-reporter.ts";

const COMPLETE = process.env["CI"] === "true";

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

async function solidity(): Promise<Outcome> {
  const { output, code } = await run("hardhat", ["test", "solidity"]);
  return readSolidityReport(output, code);
}

async function vitest(args: readonly string[]): Promise<Outcome> {
  await rm(VITEST_OUTCOME, { force: true });
  const { code } = await run("vitest", [
    "run",
    "--reporter=default",
    "--reporter=./tools/run-tests/vitest-reporter.ts",
    ...(COMPLETE ? ["--allowOnly=false"] : []),
    ...args,
  ]);
  const outcome = await readFile(VITEST_OUTCOME, "utf8").then(
    (text) => JSON.parse(text) as Outcome,
    () => ({ passed: 0, failed: 0, skipped: [] }),
  );
  return settled(outcome, code);
}

const args = process.argv.slice(2);
const outcomes = [...(args.length === 0 ? [await solidity()] : []), await vitest(args)];
const { lines, succeeded } = summarize(outcomes, { complete: COMPLETE });
console.log(`\n${lines.join("\n")}`);
process.exitCode = succeeded ? 0 : 1;
