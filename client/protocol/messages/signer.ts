import { getAddress } from "ethers/address";
import type { SigningKey } from "ethers/crypto";
import { TypedDataEncoder, type TypedDataDomain, type TypedDataField } from "ethers/hash";
import { computeAddress } from "ethers/transaction";

/** Whoever can sign EIP-712 messages: a signer of ethers, a browser's wallet, or {@link keySigner}. */
export interface MessageSigner {
  getAddress(): Promise<string>;
  signTypedData(
    domain: TypedDataDomain,
    types: Record<string, TypedDataField[]>,
    value: Record<string, unknown>,
  ): Promise<string>;
}

/** Signs with a key that is at hand, such as a booking's; it never sends anything. */
export function keySigner(key: SigningKey): MessageSigner {
  const address = getAddress(computeAddress(key));
  return {
    getAddress: () => Promise.resolve(address),
    signTypedData: (domain, types, value) =>
      Promise.resolve(key.sign(TypedDataEncoder.hash(domain, types, value)).serialized),
  };
}
