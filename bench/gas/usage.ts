import type { JsonRpcApiProvider } from "ethers";

import { DEFAULT_L1_FEE } from "../../client/local/l1-fee.ts";
import { fastLzBytesOf, type Usage } from "./fees.ts";

/** What a mined transaction used, on a local rollup under its default L1 fee. */
export async function usageOf(provider: JsonRpcApiProvider, transactionHash: string): Promise<Usage> {
  const transaction = await provider.getTransaction(transactionHash);
  // ethers drops the L1 fee from receipts.
  const receipt = (await provider.send("eth_getTransactionReceipt", [transactionHash])) as {
    gasUsed: string;
    l1Fee: string;
  };
  return {
    gas: Number(receipt.gasUsed),
    calldataBytes: ((transaction?.data.length ?? 2) - 2) / 2,
    fastLzBytes: fastLzBytesOf(BigInt(receipt.l1Fee), DEFAULT_L1_FEE),
  };
}
