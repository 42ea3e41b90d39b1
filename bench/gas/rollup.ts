import {
  ContractFactory,
  resolveAddress,
  toQuantity,
  type BaseContract,
  type InterfaceAbi,
  type JsonRpcSigner,
  type TransactionRequest,
} from "ethers";
import hre from "hardhat";

import { startLocalRollup, type LocalRollup } from "../../client/local/local-rollup.ts";
import type { Usage } from "./fees.ts";
import { usageOf } from "./usage.ts";

/** More than anything measured uses; the same for all, so that nobody has to estimate. */
const GAS_LIMIT = toQuantity(16_000_000);

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

  account(index: number): Promise<JsonRpcSigner> {
    return this.rollup.provider.getSigner(index);
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

  /** Sends a transaction, which the chain mines at once. Throws if it reverts. */
  async send({ to, data }: TransactionRequest): Promise<string> {
    const { provider } = this.rollup;
    const request = {
      from: this.sender.address,
      to: await resolveAddress(to ?? "", provider),
      data: data ?? "0x",
    };
    const hash = (await provider.send("eth_sendTransaction", [{ ...request, gas: GAS_LIMIT }])) as string;
    const receipt = (await provider.send("eth_getTransactionReceipt", [hash])) as { status: string };
    if (receipt.status !== "0x1") {
      await provider.call(request);
      throw new Error(`The transaction ${hash} reverted, but would not now.`);
    }
    return hash;
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
