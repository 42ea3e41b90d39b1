import type { Contract } from "ethers/contract";
import { TypedDataEncoder, type TypedDataDomain } from "ethers/hash";
import { isError } from "ethers/utils";
import { AftercareError } from "../../prover/errors.ts";

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
