import type { EIP1193Provider } from "@nomicfoundation/ignition-core";
import { Contract } from "ethers";

import type { RehearsedStep } from "./rehearsal.ts";
import { readerOf } from "./target.ts";

/** What the deployment costs at the prices of this moment, in wei. */
export interface Cost {
  readonly gas: bigint;
  readonly gasPrice: bigint;
  /** At most; zero on a rollup that is not of the OP stack. */
  readonly l1Data: bigint;
  readonly total: bigint;
}

/** Where an OP-type rollup tells what it pays L1. */
const GAS_PRICE_ORACLE = "0x420000000000000000000000000000000000000F";
/** Bytes of a transaction besides its data, its signature left out. */
const ENVELOPE = 60;

/** Adds up the cost of steps that are still to be taken. */
export async function costOf(provider: EIP1193Provider, steps: readonly RehearsedStep[]): Promise<Cost> {
  const gasPrice = BigInt((await provider.request({ method: "eth_gasPrice" })) as string);
  const gas = steps.reduce((sum, step) => sum + step.gas, 0n);
  const l1Data = steps.length === 0 ? 0n : await l1DataFee(provider, steps);
  return { gas, gasPrice, l1Data, total: gas * gasPrice + l1Data };
}

async function l1DataFee(provider: EIP1193Provider, steps: readonly RehearsedStep[]): Promise<bigint> {
  const reader = readerOf(provider);
  if ((await reader.getCode(GAS_PRICE_ORACLE)) === "0x") return 0n;
  const oracle = new Contract(
    GAS_PRICE_ORACLE,
    ["function getL1FeeUpperBound(uint256 unsignedTxSize) view returns (uint256)"],
    reader,
  );
  const size = steps.reduce((sum, step) => sum + step.size + ENVELOPE, 0);
  return (await oracle.getFunction("getL1FeeUpperBound").staticCall(size)) as bigint;
}
