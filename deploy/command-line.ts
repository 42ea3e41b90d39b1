import {
  command,
  flag,
  option,
  requiredOption,
  UsageError,
  type Command,
  type Terminal,
} from "../circuits/command-line.ts";

/** How a deployment was asked for. */
export interface DeployOptions {
  readonly network: string;
  readonly name: string;
  readonly parameters: string;
  readonly confirmations?: number;
  readonly allowDevelopmentKeys: boolean;
  readonly consent: "plan only" | "ask" | "given";
}

const PARAMETERS = {
  network: requiredOption("NETWORK", "opSepolia, baseSepolia, or custom for any other rollup"),
  name: option("NAME", "name of the deployment; that of the network if left out", parseName),
  parameters: option("FILE", "its parameters; deployments/NAME.parameters.json if left out"),
  confirmations: option(
    "N",
    "blocks that each transaction has to be under; 5 if left out, 1 where each is mined at once",
    parseConfirmations,
  ),
  allowDevelopmentKeys: flag("deploy verifiers whose proofs can be forged by whoever made the keys"),
  plan: flag("show what would be done, and do nothing"),
  yes: flag("do it without asking"),
};

/** `npm run deploy`. @param deploy Does what was asked for. */
export function deployCommand(
  deploy: (options: DeployOptions, terminal: Terminal) => Promise<void>,
): Command {
  return command({
    name: "npm run deploy --",
    summary:
      "deploy Aftercare, or go on with a deployment that was interrupted, and write deployments/NAME.json",
    parameters: PARAMETERS,
    run: ({ network, name: given, parameters, confirmations, allowDevelopmentKeys, plan, yes }, terminal) => {
      const name = given ?? parseName(network, "--network");
      return deploy(
        {
          network,
          name,
          parameters: parameters ?? `deployments/${name}.parameters.json`,
          ...(confirmations !== undefined && { confirmations }),
          allowDevelopmentKeys,
          consent: plan ? "plan only" : yes ? "given" : "ask",
        },
        terminal,
      );
    },
  });
}

function parseName(name: string, option: string): string {
  // The name becomes that of files; Ignition takes no others.
  if (/^[A-Za-z][A-Za-z0-9_-]{0,63}$/.test(name)) return name;
  throw new UsageError(
    "The name of a deployment has letters, digits, hyphens and underscores, the first a letter.",
    { remedy: `Pass another ${option}.`, details: { name } },
  );
}

function parseConfirmations(text: string, option: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new UsageError(`${option} takes a number from 1 to 9999.`, { details: { given: text } });
}
