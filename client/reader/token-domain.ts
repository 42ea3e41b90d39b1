import type { Contract } from "ethers/contract";
import type { TypedDataDomain } from "ethers/hash";

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
