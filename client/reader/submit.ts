import type { JsonRpcApiProvider, Signer, TransactionRequest } from "ethers/providers";
import { isError } from "ethers/utils";
import { AftercareError } from "../../prover/errors.ts";
import type { RelayableCall } from "../protocol/calls/call.ts";
import type { RelayReceipt } from "../protocol/calls/relay.ts";
import { refusalOf } from "../protocol/refusal.ts";
import { relayReceiptOf } from "./relay-receipt.ts";

/** A transaction that passed the simulation was refused when it was mined, because the chain had moved on. */
export class RevertedError extends AftercareError {
  override readonly name = "RevertedError";
}

/**
 * Sends a call from an account, waits until it is mined, and reads back what it cost.
 *
 * @param fees What the transaction offers for its gas; the signer's own estimate where left out.
 * @throws RevertedError, and what `refusalOf` makes of any other failure
 */
export async function submit(
  account: { readonly signer: Signer; readonly provider: JsonRpcApiProvider },
  { action, to, data }: RelayableCall,
  fees: Pick<TransactionRequest, "maxFeePerGas" | "maxPriorityFeePerGas"> = {},
): Promise<RelayReceipt> {
  let receipt;
  try {
    const response = await account.signer.sendTransaction({ to, data, ...fees });
    receipt = await response.wait();
  } catch (error) {
    if (!isError(error, "CALL_EXCEPTION") || !error.receipt) throw refusalOf(action, error);
    throw new RevertedError(
      `The call ${action} was refused when it was mined.`,
      "Read the chain again: something changed between simulation and sending.",
      { action, transactionHash: error.receipt.hash },
      { cause: error },
    );
  }
  if (!receipt) throw new TypeError("A transaction waited for has a receipt.");
  return relayReceiptOf(account.provider, action, receipt);
}
