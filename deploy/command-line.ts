import { parseArgs } from "node:util";

import { UsageError } from "./errors.ts";

export const USAGE = `Usage: npm run deploy -- --network NETWORK [options]

Deploys Aftercare, or goes on with a deployment that was interrupted, and writes deployments/NAME.json.

  --network NETWORK          opSepolia, baseSepolia, or custom for any other rollup
  --name NAME                name of the deployment (default: that of the network)
  --parameters FILE          its parameters (default: deployments/NAME.parameters.json)
  --confirmations N          blocks that each transaction has to be under (default: 5; 1 where each is mined at once)
  --allow-development-keys   deploy verifiers whose proofs can be forged by whoever made the keys
  --plan                     show what would be done, and do nothing
  --yes                      do it without asking
  --help                     show this text`;

export interface DeployOptions {
  readonly network: string;
  readonly name: string;
  readonly parameters: string;
  readonly confirmations?: number;
  readonly allowDevelopmentKeys: boolean;
  readonly consent: "plan only" | "ask" | "given";
}

/**
 * Reads the command line.
 *
 * @returns "help" if that was asked for.
 * @throws {UsageError} for anything that the usage does not show.
 */
export function parseCommandLine(args: readonly string[]): DeployOptions | "help" {
  const values = parse(args);
  if (values.help) return "help";
  if (values.network === undefined) throw new UsageError("--network is missing.", "See --help.");
  const name = values.name ?? values.network;
  // The name becomes that of files; Ignition takes no others.
  if (!/^[A-Za-z][A-Za-z0-9_-]{0,63}$/.test(name)) {
    throw new UsageError(
      "The name of a deployment has letters, digits, hyphens and underscores, the first a letter.",
      "Pass another --name.",
      { name },
    );
  }
  return {
    network: values.network,
    name,
    parameters: values.parameters ?? `deployments/${name}.parameters.json`,
    ...confirmationsOf(values.confirmations),
    allowDevelopmentKeys: values["allow-development-keys"],
    consent: consentOf(values),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        network: { type: "string" },
        name: { type: "string" },
        parameters: { type: "string" },
        confirmations: { type: "string" },
        "allow-development-keys": { type: "boolean", default: false },
        plan: { type: "boolean", default: false },
        yes: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    const problem = error instanceof Error ? error.message : "The command line cannot be read.";
    throw new UsageError(problem, "See --help.", {}, { cause: error });
  }
}

function confirmationsOf(text: string | undefined): { confirmations?: number } {
  if (text === undefined) return {};
  if (!/^[1-9]\d{0,3}$/.test(text)) {
    throw new UsageError("--confirmations takes a number from 1 to 9999.", "See --help.", { given: text });
  }
  return { confirmations: Number(text) };
}

function consentOf({ plan, yes }: { plan: boolean; yes: boolean }): DeployOptions["consent"] {
  if (plan) return "plan only";
  return yes ? "given" : "ask";
}
