import { createInterface } from "node:readline/promises";

import hre from "hardhat";

import { main } from "../circuits/command-line.ts";
import { deployCommand } from "./command-line.ts";
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

await main(
  deployCommand(async (options) => {
    // What tests and gas figures are about, from the same cache: nothing else is ever deployed.
    await hre.tasks.getTask("build").run({ quiet: true });
    await runDeployment(options, dialogue);
  }),
);
// A terminal on which a password was typed would keep the process alive.
process.exit();
