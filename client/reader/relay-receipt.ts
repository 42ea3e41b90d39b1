import type { JsonRpcApiProvider, TransactionReceipt } from "ethers/providers";
import type { RelayReceipt } from "../protocol/calls/relay.ts";

/** What a mined transaction cost, as its receipt tells. */
export async function relayReceiptOf(
  provider: Pick<JsonRpcApiProvider, "send">,
  action: string,
  { hash, blockNumber, gasUsed, gasPrice }: TransactionReceipt,
): Promise<RelayReceipt> {
  const executionFee = gasUsed * gasPrice;
  const l1Fee = await l1FeeOf(provider, hash);
  return {
    action,
    transactionHash: hash,
    blockNumber,
    gasUsed,
    executionFee,
    l1Fee,
    wholeFee: executionFee + l1Fee,
  };
}

/** The L1 data fee that OP-type nodes add to a receipt; zero on chains that have none. ethers drops the field, so it is read raw. */
async function l1FeeOf(provider: Pick<JsonRpcApiProvider, "send">, transactionHash: string): Promise<bigint> {
  const receipt: unknown = await provider.send("eth_getTransactionReceipt", [transactionHash]);
  const fee =
    typeof receipt === "object" && receipt !== null && "l1Fee" in receipt ? receipt.l1Fee : undefined;
  return typeof fee === "string" ? BigInt(fee) : 0n;
}
