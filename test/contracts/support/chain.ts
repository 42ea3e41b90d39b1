import { network } from "hardhat";

import type { BaseContract, ContractRunner } from "ethers";

/** Starts an in-process OP chain of its own for one test file. */
export async function startChain() {
  const connection = await network.create({ network: "local", chainType: "op" });
  const { ethers, provider } = connection;
  const accounts = await ethers.getSigners();
  const [relayer] = accounts;
  if (relayer === undefined) throw new Error("the local network has no accounts");

  async function now(): Promise<number> {
    const block = await ethers.provider.getBlock("latest");
    if (block === null) throw new Error("the chain has no blocks");
    return block.timestamp;
  }

  return {
    ethers,
    provider,
    accounts,
    /** Sends every transaction that a test does not send from elsewhere; owns nothing and signs no message. */
    relayer,
    chainId: (await ethers.provider.getNetwork()).chainId,
    /** Timestamp of the latest block, in seconds. */
    now,
    /** The next block, and so the next transaction, gets exactly this timestamp. */
    async nextBlockAt(timestamp: number | bigint): Promise<void> {
      await provider.request({ method: "evm_setNextBlockTimestamp", params: [Number(timestamp)] });
    },
    /** Mines a block with exactly this timestamp, for calls that read the clock. */
    async mineAt(timestamp: number | bigint): Promise<void> {
      await provider.request({ method: "evm_setNextBlockTimestamp", params: [Number(timestamp)] });
      await provider.request({ method: "evm_mine", params: [] });
    },
    async snapshot(): Promise<() => Promise<void>> {
      const id = await provider.request({ method: "evm_snapshot", params: [] });
      return async () => {
        await provider.request({ method: "evm_revert", params: [id] });
      };
    },
    /** Deploys an artifact by name; `T` is its generated type. */
    async deploy<T extends BaseContract>(name: string, args: readonly unknown[] = []): Promise<T> {
      const contract = await ethers.deployContract(name, [...args]);
      return contract as unknown as T;
    },
    async close(): Promise<void> {
      await connection.close();
    },
  };
}

export type Chain = Awaited<ReturnType<typeof startChain>>;

/** The same contract, called from another account. */
export function from<T extends BaseContract>(contract: T, runner: ContractRunner): T {
  return contract.connect(runner) as T;
}
