import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import type { EIP1193Provider } from "@nomicfoundation/ignition-core";
import hre from "hardhat";

import { stepsDone, type DeploymentStep, type Journal } from "../ignition/journal.ts";
import { JournalMismatchError } from "./errors.ts";
import { formatParameters, type DeploymentParameters } from "./parameters.ts";
import type { Target } from "./target.ts";
import { writeJson } from "./write-json.ts";

/** What a deployment was begun with. A run that goes on with it has to be the same in all of this. */
interface Beginning {
  readonly deployer: string;
  readonly firstBlock: number;
  readonly parameters: object;
}

/** A deployment that was begun, finished or not. */
export interface BegunDeployment {
  readonly journal: Journal;
  readonly done: readonly DeploymentStep[];
}

/** Where Ignition's own commands, `verify` among them, look for a deployment. */
function folderOf(name: string): string {
  return join(hre.config.paths.ignition, "deployments", name);
}

const beginningIn = (folder: string) => join(folder, "beginning.json");

/**
 * Finds the deployment that was begun under a name, or undefined.
 *
 * @throws {JournalMismatchError} if it was another one, or on a chain that is no more.
 */
export async function findBegun(
  name: string,
  target: Target,
  parameters: DeploymentParameters,
): Promise<BegunDeployment | undefined> {
  const folder = folderOf(name);
  const beginning = await readBeginning(folder);
  if (!beginning) return undefined;
  const mismatch = (problem: string) =>
    new JournalMismatchError(problem, "Go on as it was begun, or pass another --name to begin anew.", {
      name,
    });
  if (beginning.deployer !== target.deployer) {
    throw mismatch(`The deployment ${name} was begun by ${beginning.deployer}, not by ${target.deployer}.`);
  }
  if (JSON.stringify(beginning.parameters) !== JSON.stringify(formatParameters(parameters))) {
    throw mismatch(`The deployment ${name} was begun with other parameters.`);
  }
  const done = await stepsDone(folder);
  if (!(await knows(target.provider, done.at(-1)?.transaction))) {
    throw mismatch(
      `The chain does not know the transactions of the deployment ${name}: it is not the chain of then.`,
    );
  }
  return { journal: { folder, firstBlock: beginning.firstBlock }, done };
}

/** Notes what a deployment is begun with, before anything is sent. */
export async function begin(
  name: string,
  { provider, deployer }: Target,
  parameters: DeploymentParameters,
): Promise<Journal> {
  const folder = folderOf(name);
  const firstBlock = Number(await provider.request({ method: "eth_blockNumber" })) + 1;
  const beginning: Beginning = { deployer, firstBlock, parameters: formatParameters(parameters) };
  await mkdir(folder, { recursive: true });
  await writeJson(beginningIn(folder), beginning);
  return { folder, firstBlock };
}

async function readBeginning(folder: string): Promise<Beginning | undefined> {
  try {
    return JSON.parse(await readFile(beginningIn(folder), "utf8")) as Beginning;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

async function knows(provider: EIP1193Provider, transaction: string | undefined): Promise<boolean> {
  if (transaction === undefined) return true;
  return (await provider.request({ method: "eth_getTransactionReceipt", params: [transaction] })) !== null;
}
