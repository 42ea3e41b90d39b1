import { network } from "hardhat";

import type { Target } from "../../../deploy/target.ts";

/** A chain in this process, and what a test does there besides deploying. */
export interface TestTarget extends Target, AsyncDisposable {
  /** Creates a contract of the tests, and returns its address. */
  create(name: string, args?: readonly unknown[]): Promise<string>;
  setBalance(account: string, wei: bigint): Promise<void>;
}

/** Starts a chain of this id, whose first account is the deployer. */
export async function startTarget(chainId: number): Promise<TestTarget> {
  const connection = await network.create({ network: "local", chainType: "op", override: { chainId } });
  const { ethers, provider } = connection;
  const [deployer] = await ethers.getSigners();
  if (!deployer) throw new Error("The local network has no accounts.");
  return {
    title: "a test chain",
    chainId,
    provider,
    deployer: deployer.address,
    async create(name, args = []) {
      const contract = await ethers.deployContract(name, [...args]);
      return contract.getAddress();
    },
    async setBalance(account, wei) {
      await provider.request({
        method: "hardhat_setBalance",
        params: [account, `0x${wei.toString(16)}`],
      });
    },
    [Symbol.asyncDispose]: () => connection.close(),
  };
}
