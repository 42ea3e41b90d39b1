import type { EIP1193Provider } from "@nomicfoundation/ignition-core";
import { Contract, hexlify, isError, randomBytes, Signature, Wallet } from "ethers";

import { signReceiveAuthorization } from "../client/protocol/messages/token.ts";
import { TOKEN_ABI } from "../client/protocol/token.ts";
import { tokenDomainOf, UnknownTokenDomainError } from "../client/reader/token-domain.ts";
import { UnsuitableTokenError } from "./errors.ts";
import { readerOf } from "./target.ts";

/** What people call the token. */
export interface TokenDescription {
  readonly name: string;
  readonly symbol: string;
}

const DECIMALS = 6n;
const HOUR = 3_600n;
const RECEIVE_ABI = [
  "function receiveWithAuthorization(address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce, bytes signature)",
  "function receiveWithAuthorization(address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce, uint8 v, bytes32 r, bytes32 s)",
] as const;

/**
 * Shows that deposits can be paid in the token: it has six decimals, the client can sign for it, and it takes what a fresh
 * key has signed, in both forms that the escrow knows, and nothing else. Sends nothing.
 *
 * @param caller Any account; the calls are made in its name.
 * @throws {UnsuitableTokenError}
 */
export async function assertSuitableToken(
  provider: EIP1193Provider,
  { address, caller }: { address: string; caller: string },
): Promise<TokenDescription> {
  const reader = readerOf(provider);
  if ((await reader.getCode(address)) === "0x")
    throw unsuitable(address, "There is no contract at the token's address.");
  const token = new Contract(address, [...TOKEN_ABI, ...RECEIVE_ABI], reader);
  const decimals = await answerOf<bigint>(token, "decimals");
  if (decimals !== DECIMALS) {
    throw unsuitable(address, `The token has ${decimals ?? "no"} decimals, not six.`);
  }
  await assertTakesAuthorizations(token, { address, caller });
  return {
    name: (await answerOf<string>(token, "name")) ?? "no name",
    symbol: (await answerOf<string>(token, "symbol")) ?? "no symbol",
  };
}

/** Tries a deposit of nothing: whoever signed it needs to own nothing, and all of the token's checks are run. */
async function assertTakesAuthorizations(
  token: Contract,
  { address, caller }: { address: string; caller: string },
): Promise<void> {
  const patient = Wallet.createRandom();
  const authorization = {
    from: patient.address,
    to: caller,
    value: 0n,
    validAfter: 0n,
    validBefore: BigInt(Math.floor(Date.now() / 1_000)) + HOUR,
    // The low bits stay clear because tokens with keyed nonces count there.
    nonce: `${hexlify(randomBytes(24))}${"00".repeat(8)}`,
  };
  const domain = await tokenDomainOf(token).catch((error: unknown) => {
    if (!(error instanceof UnknownTokenDomainError)) throw error;
    throw unsuitable(address, error.message);
  });
  const signed = await signReceiveAuthorization(patient, domain, authorization);
  const forged = await signReceiveAuthorization(Wallet.createRandom(), domain, authorization);
  for (const [index, form] of RECEIVE_ABI.entries()) {
    const take = token.getFunction(form.replace("function ", ""));
    const takes = async (signature: string) => {
      const { v, r, s } = Signature.from(signature);
      const parts = index === 0 ? [signature] : [v, r, s];
      return succeeds(take.staticCall(...Object.values(authorization), ...parts, { from: caller }));
    };
    if (!(await takes(signed))) {
      throw unsuitable(address, "The token does not take a deposit that was signed as ERC-3009 says.");
    }
    if (await takes(forged))
      throw unsuitable(address, "The token takes a deposit that its owner did not sign.");
  }
}

async function answerOf<Answer>(token: Contract, question: string): Promise<Answer | undefined> {
  const answer = token.getFunction(question).staticCall() as Promise<Answer>;
  return (await succeeds(answer)) ? answer : undefined;
}

/** Whether a call went through; a node that does not answer is another matter. */
async function succeeds(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (isError(error, "CALL_EXCEPTION") || isError(error, "BAD_DATA")) return false;
    throw error;
  }
}

function unsuitable(token: string, problem: string): UnsuitableTokenError {
  return new UnsuitableTokenError(problem, "Name a dollar token of six decimals that knows ERC-3009.", {
    token,
  });
}
