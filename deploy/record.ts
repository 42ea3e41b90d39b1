import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import type { EIP1193Provider } from "@nomicfoundation/ignition-core";
import { keccak256 } from "ethers";
import hre from "hardhat";

import { parseDeployment } from "../client/protocol/deployment.ts";
import { assertDeployedOn } from "../client/reader/assert-on-chain.ts";
import type { DeployedContracts } from "../ignition/deploy.ts";
import { DeploymentExistsError } from "./errors.ts";
import { formatParameters, type DeploymentParameters } from "./parameters.ts";
import { readerOf, type Target } from "./target.ts";
import { writeJson } from "./write-json.ts";

/**
 * What `deployments/NAME.json` holds: each contract's address under its name, as the client reads it, and what tells
 * whether this is the deployment that somebody means.
 */
export interface DeploymentRecord extends DeployedContracts {
  readonly name: string;
  readonly chainId: number;
  /** First block that can hold an event of these contracts. */
  readonly firstBlock: number;
  readonly deployer: string;
  /** Whether whoever made the proving keys can forge reviews and claims. */
  readonly developmentKeys: boolean;
  /** Keccak-256 of each contract's code on the chain. */
  readonly codeHashes: DeployedContracts;
  /** As in the parameters file. */
  readonly parameters: object;
}

interface Finished {
  readonly name: string;
  readonly target: Target;
  readonly parameters: DeploymentParameters;
  readonly contracts: DeployedContracts;
  readonly firstBlock: number;
  readonly developmentKeys: boolean;
}

/** Where the record of a deployment is, or will be. */
export function recordPath(name: string): string {
  return join(hre.config.paths.root, "deployments", `${name}.json`);
}

/** Writes the record of a deployment that is done. */
export async function writeRecord(finished: Finished): Promise<DeploymentRecord> {
  const { name, target, parameters, contracts, firstBlock, developmentKeys } = finished;
  const record: DeploymentRecord = {
    name,
    chainId: target.chainId,
    firstBlock,
    ...contracts,
    deployer: target.deployer,
    developmentKeys,
    codeHashes: await codeHashes(target.provider, contracts),
    parameters: formatParameters(parameters),
  };
  const path = recordPath(name);
  await mkdir(dirname(path), { recursive: true });
  await writeJson(path, record);
  return record;
}

/**
 * Reads the record of a deployment, or undefined if there is none.
 *
 * @throws {DeploymentExistsError} if it is of another chain or of other parameters, so that the name is taken.
 * @throws what the client throws at a record whose contracts are not on the chain.
 */
export async function findRecord(
  name: string,
  target: Target,
  parameters: DeploymentParameters,
): Promise<DeploymentRecord | undefined> {
  let record: DeploymentRecord;
  try {
    record = JSON.parse(await readFile(recordPath(name), "utf8")) as DeploymentRecord;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const same =
    record.chainId === target.chainId &&
    JSON.stringify(record.parameters) === JSON.stringify(formatParameters(parameters));
  if (!same) {
    throw new DeploymentExistsError(
      `deployments/${name}.json is of another deployment: its chain or its parameters are not these.`,
      "Pass another --name; the deployment that is there stays.",
      { name },
    );
  }
  await assertDeployedOn(parseDeployment(record), readerOf(target.provider));
  return record;
}

async function codeHashes(
  provider: EIP1193Provider,
  contracts: DeployedContracts,
): Promise<DeployedContracts> {
  const hashes = Object.entries(contracts).map(async ([name, address]) => {
    const code = (await provider.request({ method: "eth_getCode", params: [address, "latest"] })) as string;
    return [name, keccak256(code)];
  });
  return Object.fromEntries(await Promise.all(hashes)) as DeployedContracts;
}
