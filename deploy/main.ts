import { createInterface } from "node:readline/promises";
import { styleText } from "node:util";

import hre from "hardhat";

import { AftercareError } from "../circuits/errors.ts";
import { parseCommandLine, USAGE } from "./command-line.ts";
import { UsageError } from "./errors.ts";
import { runDeployment, type Dialogue } from "./run.ts";

const dialogue: Dialogue = {
  say: (lines) => console.log(lines),
  async agrees(question) {
    if (!process.stdin.isTTY) return undefined;
    const terminal = createInterface({ input: process.stdin, output: process.stdout });
    try {
      return /^y(?:es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
    } finally {
      terminal.close();
    }
  },
};

async function main(args: readonly string[]): Promise<void> {
  const options = parseCommandLine(args);
  if (options === "help") {
    console.log(USAGE);
    return;
  }
  // What tests and gas figures are about, from the same cache: nothing else is ever deployed.
  await hre.tasks.getTask("build").run({ quiet: true });
  await runDeployment(options, dialogue);
}

function reportFailure(error: unknown): void {
  if (!(error instanceof AftercareError)) {
    console.error(error);
    return;
  }
  console.error(`${styleText("red", error.name, { stream: process.stderr })}: ${error.message}`);
}

// A terminal on which a password was typed would keep the process alive.
try {
  await main(process.argv.slice(2));
  process.exit(0);
} catch (error) {
  reportFailure(error);
  process.exit(error instanceof UsageError ? 2 : 1);
}
