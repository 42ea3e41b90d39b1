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

/** The connection was lost after a transaction had been sent. */
export class OutcomeUnknownError extends AftercareError {
  override readonly name = "OutcomeUnknownError";
}

/**
 * Sends a call from an account, waits until it is mined, and reads back what it cost.
 *
 * @param fees What the transaction offers for its gas; the signer's own estimate where left out.
 * @throws RevertedError, OutcomeUnknownError, and what `refusalOf` makes of any other failure
 */
export async function submit(
  account: { readonly signer: Signer; readonly provider: JsonRpcApiProvider },
  { action, to, data }: RelayableCall,
  fees: Pick<TransactionRequest, "maxFeePerGas" | "maxPriorityFeePerGas"> = {},
): Promise<RelayReceipt> {
  const response = await account.signer.sendTransaction({ to, data, ...fees }).catch((error: unknown) => {
    throw refusalOf(action, error);
  });
  const receipt = await response.wait().catch((error: unknown) => {
    throw outcomeOf(action, response.hash, error);
  });
  if (!receipt) throw new TypeError("A transaction waited for has a receipt.");
  return relayReceiptOf(account.provider, action, receipt);
}

/** Once sent, a transaction may be mined whatever became of the answer: its hash tells, and must not get lost. */
function outcomeOf(action: string, transactionHash: string, cause: unknown): AftercareError {
  if (isError(cause, "CALL_EXCEPTION") && cause.receipt) {
    return new RevertedError(
      `The call ${action} was refused when it was mined.`,
      "Read the chain again: something changed between simulation and sending.",
      { action, transactionHash },
      { cause },
    );
  }
  return new OutcomeUnknownError(
    `The call ${action} was sent, but nobody knows what became of it.`,
    "Look whether the transaction was mined before you send it again.",
    { action, transactionHash },
    { cause },
  );
}
