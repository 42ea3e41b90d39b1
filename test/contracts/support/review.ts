import { AbiCoder, concat, dataLength, hexlify, keccak256, toBeHex, toUtf8Bytes, ZeroAddress } from "ethers";
import type { ContractTransactionResponse, Wallet } from "ethers";

import type { ReviewBoard } from "../../../build/typechain/index.ts";
import { Booking } from "./booking.ts";
import { DAY, REVIEW_FEE } from "./deployment.ts";
import type { Aftercare } from "./deployment.ts";
import { mined } from "./events.ts";
import { flushInto } from "./flush.ts";
import type { ClosedSurgery } from "./queue.ts";

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
  text: string;
}

export interface Proof {
  a: [bigint, bigint];
  b: [[bigint, bigint], [bigint, bigint]];
  c: [bigint, bigint];
}

/** Stands for the proof that the verifier of these tests was told to accept. */
export const PROOF: Proof = {
  a: [1n, 2n],
  b: [
    [3n, 4n],
    [5n, 6n],
  ],
  c: [7n, 8n],
};

/** Text as the contract takes it. */
export function textOf(text: string): string {
  return hexlify(toUtf8Bytes(text));
}

/** Takes bookings to CLOSED and flushes them into the tree. */
export async function closeSurgeries(
  aftercare: Aftercare,
  surgeon: Wallet,
  count: number,
): Promise<ClosedSurgery[]> {
  const closed: ClosedSurgery[] = [];
  for (let made = 0; made < count; made++) {
    const booking = await (await Booking.of(aftercare, surgeon)).reach("CLOSED");
    const closedDay = BigInt(Math.floor(booking.progress.enteredAt / DAY));
    closed.push({
      patientCommitment: booking.terms.patientCommitment,
      surgeonDay: BigInt(surgeon.address) + (closedDay << 160n),
      recordCommitment: booking.recordCommitment,
    });
  }
  await flushInto(aftercare.tree, closed);
  return closed;
}

/** A first review of a surgeon against the current root, five stars, the whole review fee for whoever relays it. */
export async function reviewOf(
  aftercare: Aftercare,
  surgeon: Wallet,
  change: Partial<Review> = {},
): Promise<Review> {
  return {
    surgeon: surgeon.address,
    rating: 5,
    version: 1,
    feeRecipient: ZeroAddress,
    maxFee: REVIEW_FEE,
    windowStart: 0,
    windowEnd: 65_535,
    root: await aftercare.tree.root(),
    nullifier: 77n,
    text: textOf("Took her time to explain everything."),
    ...change,
  };
}

/** The signal of docs/protocol.md, computed without the contract. */
export async function signalOf(aftercare: Aftercare, review: Review): Promise<bigint> {
  const encoded = AbiCoder.defaultAbiCoder().encode(
    ["uint256", "address", "address", "uint8", "bytes32", "uint32", "address", "uint96"],
    [
      aftercare.chain.chainId,
      await aftercare.reviewBoard.getAddress(),
      review.surgeon,
      review.rating,
      keccak256(review.text),
      review.version,
      review.feeRecipient,
      review.maxFee,
    ],
  );
  return BigInt(keccak256(encoded)) >> 8n;
}

/** The words of IReviewBoard's `Review`, packed from the highest bits down. */
export function wordsOf(review: Review): [head: string, relayTerms: string, root: bigint, nullifier: bigint] {
  const head = concat([
    toBeHex(dataLength(review.text), 3),
    toBeHex(review.windowEnd, 2),
    toBeHex(review.windowStart, 2),
    toBeHex(review.version, 4),
    toBeHex(review.rating, 1),
    review.surgeon,
  ]);
  return [head, concat([toBeHex(review.maxFee, 12), review.feeRecipient]), review.root, review.nullifier];
}

/** A review and its proof, or what a test makes of them. */
export type Submission = readonly [review: Review, proof?: Proof];

export function send(board: ReviewBoard, ...[review, proof = PROOF]: Submission) {
  const [head, relayTerms, root, nullifier] = wordsOf(review);
  return board.post({ head, relayTerms, root, nullifier }, review.text, proof);
}

export function sendBatch(board: ReviewBoard, submissions: readonly Submission[]) {
  const reviews = submissions.map(([review]) => review);
  return board.postBatch(
    reviews
      .map(wordsOf)
      .map(([head, relayTerms, root, nullifier]) => ({ head, relayTerms, root, nullifier })),
    concat(reviews.map(({ text }) => text)),
    submissions.map(([, proof = PROOF]) => proof),
  );
}

/** What the board itself says is the signal of a review. */
export function signalFrom(board: ReviewBoard, review: Review): Promise<bigint> {
  const [head, relayTerms, root, nullifier] = wordsOf(review);
  return board.signalOf({ head, relayTerms, root, nullifier }, review.text);
}

/** Tells the verifier that `PROOF` holds for exactly this review. */
export async function prove(aftercare: Aftercare, review: Review): Promise<void> {
  const { root, nullifier, surgeon, windowStart, windowEnd } = review;
  const signal = await signalOf(aftercare, review);
  const publicSignals = [root, nullifier, BigInt(surgeon), windowStart, windowEnd, signal];
  await mined(aftercare.verifier.getFunction("accept")([PROOF.a, PROOF.b, PROOF.c, publicSignals].flat(2)));
}

/** Proves a review and sends it. */
export async function posting(aftercare: Aftercare, review: Review): Promise<ContractTransactionResponse> {
  await prove(aftercare, review);
  return send(aftercare.reviewBoard, review);
}
