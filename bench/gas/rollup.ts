import {
  ContractFactory,
  type BaseContract,
  type InterfaceAbi,
  type JsonRpcSigner,
  type TransactionRequest,
} from "ethers";
import hre from "hardhat";

import { startLocalRollup, type LocalRollup } from "../../client/chain/local-rollup.ts";
import type { Usage } from "./fees.ts";
import { usageOf } from "./usage.ts";

/** An OP-type chain on which everything is measured alike: ours and the anchors. */
export class MeasuringRollup {
  readonly rollup: LocalRollup;
  /** Sends all transactions that are measured. */
  readonly sender: JsonRpcSigner;

  private constructor(rollup: LocalRollup, sender: JsonRpcSigner) {
    this.rollup = rollup;
    this.sender = sender;
  }

  static async start(): Promise<MeasuringRollup> {
    const rollup = await startLocalRollup();
    return new MeasuringRollup(rollup, await rollup.provider.getSigner(0));
  }

  close(): Promise<void> {
    return this.rollup.close();
  }

  /** Deploys one of the project's contracts, or of its tests'. */
  async deploy(name: string, args: readonly unknown[] = []): Promise<BaseContract> {
    const { abi, bytecode } = await hre.artifacts.readArtifact(name);
    return this.create(abi as InterfaceAbi, bytecode, args);
  }

  async create(abi: InterfaceAbi, bytecode: string, args: readonly unknown[] = []): Promise<BaseContract> {
    const contract = await new ContractFactory(abi, bytecode, this.sender).deploy(...args);
    return contract.waitForDeployment();
  }

  /** Sends a transaction and waits; throws if it reverts. */
  async send(request: TransactionRequest): Promise<string> {
    const response = await this.sender.sendTransaction(request);
    await response.wait();
    return response.hash;
  }

  async measure(request: TransactionRequest): Promise<Usage> {
    return usageOf(this.rollup.provider, await this.send(request));
  }

  /** Runs something and undoes it on chain. */
  async onBranch<Result>(action: () => Promise<Result>): Promise<Result> {
    const { provider } = this.rollup;
    const snapshot = (await provider.send("evm_snapshot", [])) as string;
    const result = await action();
    await provider.send("evm_revert", [snapshot]);
    return result;
  }
}
