import type { Contract, Signer, TypedDataDomain } from "ethers";

/** The part of a dollar token (ERC-20 with ERC-3009) that Aftercare uses, and the errors of OpenZeppelin's. */
export const TOKEN_ABI = [
  "function name() view returns (string)",
  "function symbol() view returns (string)",
  "function decimals() view returns (uint8)",
  "function balanceOf(address account) view returns (uint256)",
  "function approve(address spender, uint256 amount) returns (bool)",
  "function mint(address account, uint256 amount)",
  "function eip712Domain() view returns (bytes1 fields, string name, string version, uint256 chainId, address verifyingContract, bytes32 salt, uint256[] extensions)",
  "event Transfer(address indexed from, address indexed to, uint256 value)",
  "error ERC20InsufficientBalance(address sender, uint256 balance, uint256 needed)",
  "error ERC3009InvalidAuthorizationTime(uint256 validAfter, uint256 validBefore)",
  "error ERC3009InvalidSignature()",
  "error ECDSAInvalidSignature()",
  "error ECDSAInvalidSignatureS(bytes32 s)",
  "error InvalidAccountNonce(address account, uint256 currentNonce)",
] as const;

/** An ERC-3009 authorisation: `to` alone may pull `value` from `from` until `validBefore`, once for each nonce. */
export interface ReceiveAuthorization {
  from: string;
  to: string;
  value: bigint;
  validAfter: bigint;
  validBefore: bigint;
  nonce: string;
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
  signer: Signer,
  tokenDomain: TypedDataDomain,
  authorization: ReceiveAuthorization,
): Promise<string> {
  return signer.signTypedData(tokenDomain, RECEIVE_WITH_AUTHORIZATION, authorization);
}

/** The token's EIP-712 domain, as it states it itself (ERC-5267). */
export async function tokenDomainOf(token: Contract): Promise<TypedDataDomain> {
  const domain = (await token.getFunction("eip712Domain").staticCall()) as {
    name: string;
    version: string;
    chainId: bigint;
    verifyingContract: string;
  };
  const { name, version, chainId, verifyingContract } = domain;
  return { name, version, chainId, verifyingContract };
}
