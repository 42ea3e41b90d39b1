import { isError, TypedDataEncoder, type Contract, type Signer, type TypedDataDomain } from "ethers";
import { AftercareError } from "../../prover/errors.ts";

/** The part of a dollar token (ERC-20 with ERC-3009) that Aftercare uses, and the errors of OpenZeppelin's. */
export const TOKEN_ABI = [
  "function name() view returns (string)",
  "function symbol() view returns (string)",
  "function decimals() view returns (uint8)",
  "function balanceOf(address account) view returns (uint256)",
  "function approve(address spender, uint256 amount) returns (bool)",
  "function mint(address account, uint256 amount)",
  "function version() view returns (string)",
  "function DOMAIN_SEPARATOR() view returns (bytes32)",
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

/** The token's EIP-712 domain cannot be told, so nobody could sign a deposit. */
export class UnknownTokenDomainError extends AftercareError {
  override readonly name = "UnknownTokenDomainError";
}

/**
 * The token's EIP-712 domain: as it states it itself (ERC-5267), or from its name and version, as Circle's dollar has it.
 *
 * @throws {UnknownTokenDomainError} if the token's domain separator is that of another domain.
 */
export async function tokenDomainOf(token: Contract): Promise<TypedDataDomain> {
  const domain = (await statedDomainOf(token)) ?? (await namedDomainOf(token));
  const separator = await ask<string>(token, "DOMAIN_SEPARATOR");
  if (domain === undefined || separator !== TypedDataEncoder.hashDomain(domain)) {
    throw new UnknownTokenDomainError(
      "The token's domain separator is not that of its name, version, chain and address.",
      "Use a token that knows ERC-3009 and states its domain.",
      { token: await token.getAddress() },
    );
  }
  return domain;
}

async function statedDomainOf(token: Contract): Promise<TypedDataDomain | undefined> {
  const stated = await ask<TypedDataDomain>(token, "eip712Domain");
  if (stated === undefined) return undefined;
  const { name, version, chainId, verifyingContract } = stated;
  return { name, version, chainId, verifyingContract } as TypedDataDomain;
}

async function namedDomainOf(token: Contract): Promise<TypedDataDomain | undefined> {
  const name = await ask<string>(token, "name");
  const version = await ask<string>(token, "version");
  const network = await token.runner?.provider?.getNetwork();
  if (name === undefined || version === undefined || network === undefined) return undefined;
  return { name, version, chainId: network.chainId, verifyingContract: await token.getAddress() };
}

/** What the token answers, or undefined if it does not know the question. */
async function ask<Answer>(token: Contract, question: string): Promise<Answer | undefined> {
  try {
    return (await token.getFunction(question).staticCall()) as Answer;
  } catch (error) {
    if (isError(error, "CALL_EXCEPTION") || isError(error, "BAD_DATA")) return undefined;
    throw error;
  }
}
