import type { RelayableCall } from "../../protocol/calls/call.ts";
import { ContractRefusedError } from "../../protocol/refusal.ts";
import { simulate } from "../../reader/simulate.ts";
import type { Stage } from "../stage.ts";

/** How the chain answered an attack. */
export interface Refusal {
  /** Name of the contract's error; empty if the call was not refused. */
  error: string;
  /** Whether the transaction was mined and reverted, with the error expected. */
  refused: boolean;
  transactionHash: string;
}

/** Enough for any review, so that running out of gas is never what stops the attack. */
const ATTACK_GAS = 3_000_000n;

/**
 * Sends an attack to the chain for real, past every check of clients and relayer,
 * and tells whether it was refused by the error expected.
 */
export async function attack(stage: Stage, call: RelayableCall, expected: string): Promise<Refusal> {
  const from = await stage.relayerSigner.getAddress();
  const error = await simulate(stage.rollup.provider, call, from).then(
    () => "",
    (reason: unknown) => (reason instanceof ContractRefusedError ? reason.refusal : String(reason)),
  );
  const transactionHash = await stage.relayerSigner.sendUncheckedTransaction({
    to: call.to,
    data: call.data,
    gasLimit: ATTACK_GAS,
  });
  const receipt = await stage.rollup.provider.waitForTransaction(transactionHash);
  return { error, refused: error === expected && receipt?.status === 0, transactionHash };
}
