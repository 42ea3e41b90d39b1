import { keccak256 } from "ethers/crypto";
import type { TypedDataDomain } from "ethers/hash";
import type { MessageSigner } from "./signer.ts";

const ANSWER = {
  Answer: [
    { name: "nullifier", type: "uint256" },
    { name: "version", type: "uint32" },
    { name: "textHash", type: "bytes32" },
    { name: "deadline", type: "uint64" },
  ],
};

export function boardDomain(chainId: bigint, board: string): TypedDataDomain {
  return { name: "Aftercare ReviewBoard", version: "1", chainId, verifyingContract: board };
}

/** The surgeon's signature under her public answer to one version of a review. */
export function signAnswer(
  surgeon: MessageSigner,
  domain: TypedDataDomain,
  answer: { nullifier: bigint; version: number; text: Uint8Array; deadline: bigint },
): Promise<string> {
  const { nullifier, version, text, deadline } = answer;
  return surgeon.signTypedData(domain, ANSWER, { nullifier, version, textHash: keccak256(text), deadline });
}
