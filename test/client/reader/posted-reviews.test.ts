import { concat, hexlify, Interface, randomBytes, toBeHex, toUtf8Bytes, Wallet, ZeroAddress } from "ethers";
import { describe, expect, it } from "vitest";
import { submissionsIn } from "../../../client/reader/posted-reviews.ts";
import reviewBoardAbi from "../../../client/protocol/abi/IReviewBoard.json" with { type: "json" };
import { packReview, type ReviewSubmission, unpackReview } from "../../../client/protocol/review.ts";

const BOARD = new Interface(reviewBoardAbi);
const WALLET = new Interface(["function execute(address to, uint256 value, bytes data)"]);

const word = () => BigInt(hexlify(randomBytes(31)));

function submission(text: string, change: Partial<ReviewSubmission["review"]> = {}): ReviewSubmission {
  return {
    review: {
      surgeon: Wallet.createRandom().address,
      rating: 4,
      version: 1,
      feeRecipient: ZeroAddress,
      maxFee: 50_000n,
      windowStart: 0,
      windowEnd: 65_535,
      root: word(),
      nullifier: word(),
      text: hexlify(toUtf8Bytes(text)),
      ...change,
    },
    proof: {
      a: [word(), word()],
      b: [
        [word(), word()],
        [word(), word()],
      ],
      c: [word(), word()],
    },
  };
}

const postCall = ({ review, proof }: ReviewSubmission) =>
  BOARD.encodeFunctionData("post", [packReview(review), review.text, proof]);

const batchCall = (submissions: readonly ReviewSubmission[]) =>
  BOARD.encodeFunctionData("postBatch", [
    submissions.map(({ review }) => packReview(review)),
    concat(submissions.map(({ review }) => review.text)),
    submissions.map(({ proof }) => proof),
  ]);

describe("a packed review", () => {
  it.each<Partial<ReviewSubmission["review"]>>([
    {},
    { rating: 5, version: 2 ** 32 - 1, windowStart: 65_535, maxFee: 2n ** 96n - 1n },
    { feeRecipient: Wallet.createRandom().address, maxFee: 0n, windowEnd: 0, text: "0x" },
  ])("%# reads back as it was", (change) => {
    const { review } = submission("Sehr gut — 5★", change);
    expect(unpackReview(packReview(review), review.text)).toEqual(review);
  });
});

describe("the reviews in a transaction's calldata", () => {
  const one = submission("Kind and exact.");
  const many = [submission(""), submission("ä".repeat(512)), submission("Fine.", { version: 3 })];

  it("are those of the call", () => {
    expect(submissionsIn(postCall(one))).toEqual([one]);
    expect(submissionsIn(batchCall(many))).toEqual(many);
  });

  it("are found inside the call of another contract", () => {
    const board = Wallet.createRandom().address;
    const wrapped = WALLET.encodeFunctionData("execute", [board, 0, batchCall(many)]);
    expect(submissionsIn(wrapped)).toEqual(many);
    expect(submissionsIn(concat([randomBytes(7), postCall(one), batchCall(many)]))).toEqual([one, ...many]);
  });

  it("are none where the bytes only look like a call", () => {
    const selector = BOARD.getFunction("post")!.selector;
    for (const calldata of ["0x", selector, concat([selector, toBeHex(5n, 64)]), hexlify(randomBytes(900))]) {
      expect(submissionsIn(calldata)).toEqual([]);
    }
  });
});
