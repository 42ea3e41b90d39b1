import { getAddress } from "ethers/address";
import { dataLength, hexlify, toBeHex, toUtf8Bytes } from "ethers/utils";
import { checkedAddress } from "../../prover/address.ts";
import { assertInteger, assertUnsigned } from "../../prover/integers.ts";
import {
  type ReviewContent,
  type ReviewProof,
  type SolidityProof,
  solidityProof,
} from "../../prover/review/index.ts";

/** One version of a review and what its proof is bound to; see `Review` in IReviewBoard. */
export interface Review {
  readonly surgeon: string;
  readonly rating: number;
  readonly version: number;
  readonly feeRecipient: string;
  readonly maxFee: bigint;
  readonly windowStart: number;
  readonly windowEnd: number;
  readonly root: bigint;
  readonly nullifier: bigint;
  /** UTF-8 text as 0x hex. */
  readonly text: string;
}

/** The words that the board takes for a review, besides its text; see `ReviewHead` and `RelayTerms` in IReviewBoard. */
export interface PackedReview {
  readonly head: bigint;
  readonly relayTerms: bigint;
  readonly root: bigint;
  readonly nullifier: bigint;
}

export const LAST_DAY = 2 ** 16 - 1;

export const MAX_FEE_BITS = 96;

const lowBits = (value: bigint, bits: bigint) => value & ((1n << bits) - 1n);

/** @throws IntegerOutOfRangeError, NotAnAddressError: a part too large for its bits would spill into the next. */
export function packReview(review: Review): PackedReview {
  const { root, nullifier } = review;
  assertInteger("rating", review.rating, 0, 2 ** 8 - 1);
  assertInteger("version", review.version, 0, 2 ** 32 - 1);
  assertInteger("windowStart", review.windowStart, 0, LAST_DAY);
  assertInteger("windowEnd", review.windowEnd, 0, LAST_DAY);
  assertUnsigned("maxFee", review.maxFee, MAX_FEE_BITS);
  return {
    head:
      BigInt(checkedAddress("surgeon", review.surgeon)) |
      (BigInt(review.rating) << 160n) |
      (BigInt(review.version) << 168n) |
      (BigInt(review.windowStart) << 200n) |
      (BigInt(review.windowEnd) << 216n) |
      (BigInt(dataLength(review.text)) << 232n),
    relayTerms: BigInt(checkedAddress("feeRecipient", review.feeRecipient)) | (review.maxFee << 160n),
    root,
    nullifier,
  };
}

/** The inverse of {@link packReview}. */
export function unpackReview({ head, relayTerms, root, nullifier }: PackedReview, text: string): Review {
  const addressIn = (word: bigint) => getAddress(toBeHex(lowBits(word, 160n), 20));
  return {
    surgeon: addressIn(head),
    rating: Number(lowBits(head >> 160n, 8n)),
    version: Number(lowBits(head >> 168n, 32n)),
    windowStart: Number(lowBits(head >> 200n, 16n)),
    windowEnd: Number(lowBits(head >> 216n, 16n)),
    feeRecipient: addressIn(relayTerms),
    maxFee: relayTerms >> 160n,
    root,
    nullifier,
    text,
  };
}

/** All that a relayer needs to post a review, and all that anyone needs to check it. */
export interface ReviewSubmission {
  readonly review: Review;
  readonly proof: SolidityProof;
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
