import { checkedAddress } from "../../../prover/address.ts";
import { assertUnsigned } from "../../../prover/integers.ts";
import * as claimPool from "../../protocol/calls/claim-pool/index.ts";
import type { RelayReceipt } from "../../protocol/calls/relay.ts";
import { approve } from "../../protocol/calls/token/index.ts";
import type { InsurerSession } from "./session.ts";

const AMOUNT_BITS = 256;

/** Puts tokens of the insurer's account into the pool. */
export async function fund(
  { connection: { deployment }, account, address }: InsurerSession,
  { amount }: { readonly amount: bigint },
): Promise<RelayReceipt> {
  assertUnsigned("amount", amount, AMOUNT_BITS);
  await account.relay(approve(deployment, { spender: deployment.claimPool, amount }));
  return account.relay(claimPool.fund(deployment, { insurer: address, amount }));
}

/** Sets funds aside for all that a policy can ever pay. */
export function back(
  { connection: { deployment }, account }: InsurerSession,
  policyId: bigint,
): Promise<RelayReceipt> {
  return account.relay(claimPool.back(deployment, { policyId }));
}

/** Frees what a closed policy did not pay. */
export function release(
  { connection: { deployment }, account }: InsurerSession,
  policyId: bigint,
): Promise<RelayReceipt> {
  return account.relay(claimPool.release(deployment, { policyId }));
}

/** Takes funds out that no policy promises. */
export async function withdraw(
  { connection: { deployment }, account, address }: InsurerSession,
  { amount, recipient = address }: { readonly amount: bigint; readonly recipient?: string | undefined },
): Promise<RelayReceipt> {
  assertUnsigned("amount", amount, AMOUNT_BITS);
  const checked = checkedAddress("recipient", recipient);
  return account.relay(claimPool.withdraw(deployment, { recipient: checked, amount }));
}
