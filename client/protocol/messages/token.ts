import type { TypedDataDomain } from "ethers/hash";
import { toBeHex } from "ethers/utils";
import type { MessageSigner } from "./signer.ts";

/** ERC-3009 nonce of a booking's deposit: the booking id, its lower 64 bits cleared for tokens with keyed nonces. */
export function depositNonceOf(bookingId: string): string {
  return toBeHex((BigInt(bookingId) >> 64n) << 64n, 32);
}

/** An ERC-3009 authorisation: `to` alone may pull `value` from `from` until `validBefore`, once for each nonce. */
export interface ReceiveAuthorization {
  readonly from: string;
  readonly to: string;
  readonly value: bigint;
  readonly validAfter: bigint;
  readonly validBefore: bigint;
  readonly nonce: string;
}

const RECEIVE_WITH_AUTHORIZATION = {
  ReceiveWithAuthorization: [
    { name: "from", type: "address" },
    { name: "to", type: "address" },
    { name: "value", type: "uint256" },
    { name: "validAfter", type: "uint256" },
    { name: "validBefore", type: "uint256" },
    { name: "nonce", type: "bytes32" },
  ],
};

/** Signs the authorisation in the token's own EIP-712 domain. */
export function signReceiveAuthorization(
  signer: MessageSigner,
  tokenDomain: TypedDataDomain,
  authorization: ReceiveAuthorization,
): Promise<string> {
  return signer.signTypedData(tokenDomain, RECEIVE_WITH_AUTHORIZATION, { ...authorization });
}
