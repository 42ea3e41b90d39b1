import type { Stage } from "../../fixtures/stage.ts";
import type { RelayableCall } from "../protocol/calls/call.ts";
import { ContractRefusedError } from "../protocol/refusal.ts";
import { simulate } from "../reader/simulate.ts";

/** How the chain answered an attack. */
export interface Refusal {
  /** Name of the contract's error; empty if the call was not refused. */
  readonly error: string;
  /** Whether the transaction was mined and reverted, with the error expected. */
  readonly refused: boolean;
  readonly transactionHash: string;
}

/** Enough for any review, so that running out of gas is never what stops the attack. */
const ATTACK_GAS = 3_000_000n;

/**
 * Sends an attack to the chain for real, past every check of clients and relayer,
 * and tells whether it was refused by the error expected.
 */
export async function attack(
  { accounts: { relayer }, rollup: { provider } }: Stage,
  call: RelayableCall,
  expected: string,
): Promise<Refusal> {
  const error = await simulate(provider, call, relayer.address).then(
    () => "",
    (reason: unknown) => (reason instanceof ContractRefusedError ? reason.refusal : String(reason)),
  );
  const { to, data } = call;
  const transactionHash = await relayer.sendUncheckedTransaction({ to, data, gasLimit: ATTACK_GAS });
  const receipt = await provider.waitForTransaction(transactionHash);
  return { error, refused: error === expected && receipt?.status === 0, transactionHash };
}

/** The few words behind an attack in the list of steps. */
export function outcomeOf({ refused, error }: Refusal): string {
  return refused ? `refused, ${error}` : `NOT REFUSED ${error}`;
}
