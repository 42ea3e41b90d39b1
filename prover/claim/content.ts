import { AbiCoder } from "ethers/abi";
import { keccak256 } from "ethers/crypto";

import { checkedAddress } from "../address.ts";
import { assertFieldElement } from "../field.ts";
import { assertUnsigned } from "../integers.ts";

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

const SIGNAL_TYPES = ["uint256", "address", "uint256", "address", "address", "uint128"];

/**
 * The public signal that binds a proof to one policy and to who is paid, below 2²⁴⁸.
 *
 * @throws NotAnAddressError, NotAFieldElementError, IntegerOutOfRangeError
 */
export function claimSignal({ chainId, pool, policyId, payee, feeRecipient, fee }: ClaimContent): bigint {
  assertUnsigned("chainId", chainId, 256);
  assertFieldElement("policyId", policyId);
  assertUnsigned("fee", fee, 128);
  const encoded = AbiCoder.defaultAbiCoder().encode(SIGNAL_TYPES, [
    chainId,
    checkedAddress("pool", pool),
    policyId,
    checkedAddress("payee", payee),
    checkedAddress("feeRecipient", feeRecipient),
    fee,
  ]);
  // Eight bits shorter than the hash, so that it is a field element.
  return BigInt(keccak256(encoded)) >> 8n;
}
