import type { EIP1193Provider } from "@nomicfoundation/ignition-core";
import { BrowserProvider, computeAddress } from "ethers";
import hre, { network } from "hardhat";
import type { HttpNetworkConfig } from "hardhat/types/config";

import { WrongChainError } from "../client/reader/assert-on-chain.ts";
import { ConfigurationVariableError, NodeUnreachableError, UnknownNetworkError } from "./errors.ts";
import {
  isRollupName,
  LOCAL_CHAIN_ID,
  ROLLUPS,
  variablesOf,
  type Rollup,
  type RollupName,
} from "./networks.ts";

/** A chain to deploy to, and the account that does it. */
export interface Target {
  /** What people call the network. */
  readonly title: string;
  readonly chainId: number;
  /** Signs for the deployer. */
  readonly provider: EIP1193Provider;
  readonly deployer: string;
}

/** A deployment on a local chain guards nothing, and everybody has the keys of its accounts. */
export function isLocal({ chainId }: Pick<Target, "chainId">): boolean {
  return chainId === LOCAL_CHAIN_ID;
}

/** Reads a chain with ethers' means. */
export function readerOf(provider: EIP1193Provider): BrowserProvider {
  return new BrowserProvider({ request: (request) => provider.request(request) as Promise<unknown> });
}

/**
 * Connects to a network of the Hardhat configuration.
 *
 * @throws {UnknownNetworkError | ConfigurationVariableError | NodeUnreachableError | WrongChainError}
 */
export async function connectTo(name: string): Promise<Target & AsyncDisposable> {
  if (!isRollupName(name)) {
    throw new UnknownNetworkError(
      `There is no network "${name}".`,
      `Pass one of ${Object.keys(ROLLUPS).join(", ")}; custom is any rollup whose URL you set.`,
      { network: name },
    );
  }
  const { url, deployer } = await readVariables(name);
  const connection = await network.create(name);
  const provider = withoutUrl(connection.provider, url, name);
  const rollup: Rollup = ROLLUPS[name];
  const chainId = Number(await provider.request({ method: "eth_chainId" }));
  assertChain({ expected: rollup.chainId ?? chainId, actual: chainId, says: `the network ${name}` });
  return {
    title: rollup.title,
    chainId,
    provider,
    deployer,
    [Symbol.asyncDispose]: () => connection.close(),
  };
}

/** @throws {WrongChainError} unless both are the same. */
export function assertChain({
  expected,
  actual,
  says,
}: {
  expected: number;
  actual: number;
  says: string;
}): void {
  if (expected === actual) return;
  throw new WrongChainError(
    `The node serves chain ${actual}, but ${says} is chain ${expected}.`,
    "Set the URL of a node of the chain that you mean.",
    { expected, actual },
  );
}

/** A variable that is missing or wrong is found here, where it can be named, and not by the first request. */
async function readVariables(name: RollupName): Promise<{ url: string; deployer: string }> {
  const variables = variablesOf(name);
  const { url, accounts } = hre.config.networks[name] as HttpNetworkConfig;
  const [key] = Array.isArray(accounts) ? accounts : [];
  if (key === undefined) throw new TypeError(`The network ${name} has no deployer.`);
  return {
    url: await readVariable(variables.url, "the URL of a node", () => url.getUrl()),
    deployer: await readVariable(variables.key, "a private key of 32 bytes in hexadecimal", async () =>
      computeAddress(await key.getHexString()),
    ),
  };
}

/** No reason is passed on: it might show what the variable is set to. */
async function readVariable<Value>(
  variable: string,
  expected: string,
  read: () => Promise<Value>,
): Promise<Value> {
  try {
    return await read();
  } catch {
    throw new ConfigurationVariableError(
      `The configuration variable ${variable} is not set to ${expected}.`,
      `Set it: npx hardhat keystore set ${variable}. An environment variable of the same name does as well.`,
      { variable },
    );
  }
}

/** The URL of a node holds its user's credentials as often as not, so no error may show it. */
function withoutUrl(provider: EIP1193Provider, url: string, name: RollupName): EIP1193Provider {
  return {
    async request(request) {
      try {
        return (await provider.request(request)) as unknown;
      } catch (error) {
        if (isAnswer(error) && !error.message.includes(url)) throw error;
        throw new NodeUnreachableError(
          `The node of ${variablesOf(name).url} did not answer ${request.method}.`,
          "Check the URL, and run the same command again: a deployment goes on where it stopped.",
          { method: request.method },
        );
      }
    },
  };
}

/** What a node answers to a bad request carries a JSON-RPC error code. */
function isAnswer(error: unknown): error is Error {
  return error instanceof Error && "code" in error && typeof error.code === "number";
}
