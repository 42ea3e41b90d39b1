import { hexlify, keccak256, toUtf8Bytes, type Signer, type TypedDataDomain } from "ethers";
import {
  solidityProof,
  type ReviewContent,
  type ReviewProof,
  type SolidityProof,
} from "../../prover/review/index.ts";

/** A review as the board takes it; see `Review` in IReviewBoard. */
export interface Review {
  surgeon: string;
  rating: number;
  version: number;
  feeRecipient: string;
  maxFee: bigint;
  windowStart: number;
  windowEnd: number;
  root: bigint;
  nullifier: bigint;
  /** UTF-8 text as 0x hex. */
  text: string;
}

/** All that a relayer needs to post a review, and all that anyone needs to check it. */
export interface ReviewSubmission {
  review: Review;
  proof: SolidityProof;
}

/** Joins what the patient wrote with what was proven of it. */
export function submissionOf(content: ReviewContent, { proof, statement }: ReviewProof): ReviewSubmission {
  return {
    review: {
      surgeon: content.surgeon,
      rating: content.rating,
      version: content.version,
      feeRecipient: content.feeRecipient,
      maxFee: content.maxFee,
      windowStart: statement.windowStart,
      windowEnd: statement.windowEnd,
      root: statement.root,
      nullifier: statement.nullifier,
      text: hexlify(toUtf8Bytes(content.text)),
    },
    proof: solidityProof(proof),
  };
}

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
  surgeon: Signer,
  domain: TypedDataDomain,
  answer: { nullifier: bigint; version: number; text: Uint8Array; deadline: bigint },
): Promise<string> {
  const { nullifier, version, text, deadline } = answer;
  return surgeon.signTypedData(domain, ANSWER, { nullifier, version, textHash: keccak256(text), deadline });
}
