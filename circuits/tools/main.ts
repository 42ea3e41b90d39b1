import { styleText } from "node:util";

import { build } from "./commands/build.ts";
import { ceremony } from "./commands/ceremony.ts";
import { info } from "./commands/info.ts";
import { setup } from "./commands/setup.ts";
import { verifiers } from "./commands/verifiers.ts";
import { verify } from "./commands/verify.ts";
import { UsageError } from "./errors.ts";
import { AftercareError } from "../errors.ts";
import { endWorkerThreads } from "./worker-threads.ts";

const USAGE = `Usage: npm run circuits -- <command>

  build  [--circuit NAME]                compile to build/circuits/
  info   [--circuit NAME]                constraints, wires and domain of each circuit
  setup  [--circuit NAME] [--ptau FILE]  make DEVELOPMENT keys, artifacts and Solidity verifiers
  verify [--circuit NAME] [--ptau FILE]  check artifacts against the source, the powers of tau and the contracts
  verifiers [--circuit NAME]             write the Solidity verifiers anew from the verification keys

  ceremony new        --circuit NAME --ptau FILE --folder DIR
  ceremony contribute --folder DIR --name NAME [--entropy TEXT]
  ceremony beacon     --folder DIR --randomness HEX --iterations EXPONENT --source TEXT
  ceremony verify     --folder DIR --ptau FILE
  ceremony finish     --folder DIR --ptau FILE

setup, verify, verifiers and ceremony finish also take --artifacts DIR (default circuits/artifacts) and --verifiers DIR (default
contracts/verifiers). A ceremony takes only powers-of-tau files of the public ceremony.`;

const COMMANDS: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  build,
  ceremony,
  info,
  setup,
  verifiers,
  verify,
};

async function main([name = "", ...args]: readonly string[]): Promise<void> {
  if (name === "--help") {
    console.log(USAGE);
    return;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined)
    throw new UsageError(name === "" ? "No command given." : `Unknown command "${name}".`);
  try {
    await command(args);
  } finally {
    await endWorkerThreads();
  }
}

function reportFailure(error: unknown): number {
  if (error instanceof AftercareError) {
    console.error(`${styleText("red", error.name, { stream: process.stderr })}: ${error.message}`);
  } else {
    console.error(error);
  }
  if (error instanceof UsageError) {
    console.error(`\n${USAGE}`);
    return 2;
  }
  return 1;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.exitCode = reportFailure(error);
}
