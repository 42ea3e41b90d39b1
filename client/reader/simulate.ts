import type { Provider, TransactionRequest } from "ethers/providers";
import type { RelayableCall } from "../protocol/calls/call.ts";
import { refusalOf } from "../protocol/refusal.ts";

/** Runs the call on the node without sending it; throws what {@link refusalOf} makes of a failure. */
export async function simulate(provider: Provider, call: RelayableCall, from: string): Promise<void> {
  const request: TransactionRequest = { to: call.to, data: call.data, from };
  try {
    await provider.call(request);
  } catch (error) {
    throw refusalOf(call.action, error);
  }
}
