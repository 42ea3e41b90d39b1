import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { startLocalRollup, type LocalRollup } from "../../client/local/local-rollup.ts";
import { WrongChainError } from "../../client/reader/assert-on-chain.ts";
import {
  ConfigurationVariableError,
  NodeUnreachableError,
  UnknownNetworkError,
} from "../../deploy/errors.ts";
import { variablesOf } from "../../deploy/networks.ts";
import { connectTo } from "../../deploy/target.ts";

// The three networks in turn: Hardhat reads a variable once.

const KEY = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

let rollup: LocalRollup;

beforeAll(async () => {
  rollup = await startLocalRollup();
  // A developer's keystore is none of a test's business, and would ask for a password.
  vi.stubEnv("HH_TEST", "true");
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rollup.close();
});

const refusalOf = (network: string): Promise<Error> =>
  connectTo(network).then(
    () => {
      throw new Error("The connection was not refused.");
    },
    (error: unknown) => error as Error,
  );

describe("a network", () => {
  it("that is not known is refused, and the known ones are named", async () => {
    for (const name of ["mainnet", "local", "toString"]) {
      const refusal = await refusalOf(name);
      expect(refusal).toBeInstanceOf(UnknownNetworkError);
      expect(refusal.message).toContain("baseSepolia, opSepolia, custom");
    }
  });

  it("has a URL and a key in variables of its name", () => {
    expect(variablesOf("opSepolia")).toEqual({ url: "OP_SEPOLIA_RPC_URL", key: "OP_SEPOLIA_DEPLOYER_KEY" });
    expect(variablesOf("custom")).toEqual({ url: "CUSTOM_RPC_URL", key: "CUSTOM_DEPLOYER_KEY" });
  });

  it("whose variables are not set is refused with what to set", async () => {
    const withoutUrl = await refusalOf("opSepolia");
    expect(withoutUrl).toBeInstanceOf(ConfigurationVariableError);
    expect(withoutUrl.message).toContain("npx hardhat keystore set OP_SEPOLIA_RPC_URL");
    vi.stubEnv("OP_SEPOLIA_RPC_URL", "http://127.0.0.1:1/credential");
    const withoutKey = await refusalOf("opSepolia");
    expect(withoutKey).toBeInstanceOf(ConfigurationVariableError);
    expect(withoutKey.message).toContain("npx hardhat keystore set OP_SEPOLIA_DEPLOYER_KEY");
  });

  it("whose node does not answer is refused without showing its URL", async () => {
    vi.stubEnv("OP_SEPOLIA_DEPLOYER_KEY", KEY);
    const refusal = await refusalOf("opSepolia");
    expect(refusal).toBeInstanceOf(NodeUnreachableError);
    expect(refusal.message).toContain("OP_SEPOLIA_RPC_URL");
    expect(`${refusal.stack}${JSON.stringify(refusal)}${String(refusal.cause)}`).not.toContain("credential");
  });

  it("whose node serves another chain is refused", async () => {
    vi.stubEnv("BASE_SEPOLIA_RPC_URL", rollup.url);
    vi.stubEnv("BASE_SEPOLIA_DEPLOYER_KEY", KEY);
    const refusal = await refusalOf("baseSepolia");
    expect(refusal).toBeInstanceOf(WrongChainError);
    expect(refusal.message).toContain("serves chain 31337, but the network baseSepolia is chain 84532");
  });

  it("whose key is none is refused without showing it", async () => {
    vi.stubEnv("CUSTOM_RPC_URL", rollup.url);
    vi.stubEnv("CUSTOM_DEPLOYER_KEY", "0x5ec2e7");
    const refusal = await refusalOf("custom");
    expect(refusal).toBeInstanceOf(ConfigurationVariableError);
    expect(`${refusal.stack}${String(refusal.cause)}`).not.toContain("5ec2e7");
  });
});
