import { checkedAddress } from "../address.ts";
import { assertFieldElement } from "../field.ts";
import { assertUnsigned } from "../integers.ts";
import { hashToField } from "../keccak.ts";

/** What a claim's proof is bound to besides its statement. */
export interface ClaimContent {
  /** Chain of the pool, below 2²⁵⁶. */
  readonly chainId: bigint;
  /** Address of the ClaimPool. */
  readonly pool: string;
  /** `policyIdOf` the policy claimed on, a field element. */
  readonly policyId: bigint;
  /** Who is paid: an address of the patient's that nobody knows yet. */
  readonly payee: string;
  /** Who is paid for relaying; the zero address for whoever sends the transaction. */
  readonly feeRecipient: string;
  /** Token units of the payout that go to the fee's recipient, below 2¹²⁸. */
  readonly fee: bigint;
}

/**
 * The public signal that binds a proof to one policy and to who is paid, below 2²⁴⁸.
 *
 * @throws NotAnAddressError, NotAFieldElementError, IntegerOutOfRangeError
 */
export function claimSignal({ chainId, pool, policyId, payee, feeRecipient, fee }: ClaimContent): bigint {
  assertUnsigned("chainId", chainId, 256);
  assertFieldElement("policyId", policyId);
  assertUnsigned("fee", fee, 128);
  return hashToField([
    chainId,
    checkedAddress("pool", pool),
    policyId,
    checkedAddress("payee", payee),
    checkedAddress("feeRecipient", feeRecipient),
    fee,
  ]);
}
