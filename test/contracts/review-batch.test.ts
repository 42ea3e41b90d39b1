import { beforeEach, describe, expect, it } from "vitest";

import {
  keyOf,
  licenseSurgeon,
  MINIMUM_LEAVES,
  REVIEW_FEE,
  ROOT_LIFETIME,
  useAftercare,
} from "./support/deployment.ts";
import { expectRevert } from "./support/errors.ts";
import { mined } from "./support/events.ts";
import { closeSurgeries, prove, reviewOf, send, sendBatch, textOf } from "./support/review.ts";
import type { Review } from "./support/review.ts";

const aftercare = useAftercare();
const surgeon = keyOf("surgeon");
const colleague = keyOf("another surgeon");
const strangers = ["first", "second"].map((name) => keyOf(`${name} stranger`).address);

beforeEach(async () => {
  await licenseSurgeon(aftercare(), surgeon);
  await licenseSurgeon(aftercare(), colleague);
  await closeSurgeries(aftercare(), surgeon, MINIMUM_LEAVES);
  await closeSurgeries(aftercare(), colleague, MINIMUM_LEAVES);
});

const review = (nullifier: bigint, change: Partial<Review> = {}, of = surgeon) =>
  reviewOf(aftercare(), of, { nullifier, ...change });

async function proven(...reviews: readonly Review[]): Promise<[Review][]> {
  for (const made of reviews) await prove(aftercare(), made);
  return reviews.map((made) => [made]);
}

const post = async (...reviews: readonly Review[]) =>
  sendBatch(aftercare().reviewBoard, await proven(...reviews));

describe("a batch of reviews", () => {
  it("leaves the board as the same reviews posted one after another do", async () => {
    const { reviewBoard, chain, tree } = aftercare();
    const olderRoot = await tree.root();
    await closeSurgeries(aftercare(), surgeon, 1);
    const reviews = [
      await review(1n, { rating: 4, text: "0x" }),
      await review(2n, { rating: 2, root: olderRoot, feeRecipient: strangers[0]! }, colleague),
      await review(3n, { feeRecipient: strangers[0]!, text: textOf("ä".repeat(512)) }),
      await review(4n, { rating: 1, maxFee: 7n, windowStart: 3, windowEnd: 30_000 }),
      await review(5n, { maxFee: 0n, feeRecipient: strangers[1]!, root: olderRoot }),
      await review(1n, { rating: 3, version: 2 }),
      await review(6n, { rating: 3, feeRecipient: strangers[1]! }, colleague),
    ];
    const outcome = async () => ({
      statuses: await Promise.all(reviews.map(({ nullifier }) => reviewBoard.statusOf(nullifier))),
      ratings: await Promise.all([surgeon, colleague].map(({ address }) => reviewBoard.ratingsOf(address))),
      fees: await Promise.all([chain.relayer.address, ...strangers].map((of) => reviewBoard.relayFeesOf(of))),
      events: (await reviewBoard.queryFilter(reviewBoard.filters.ReviewPosted)).map(({ data, topics }) => [
        topics,
        data,
      ]),
    });
    const submissions = await proven(...reviews);

    const undo = await chain.snapshot();
    for (const submission of submissions) await mined(send(reviewBoard, ...submission));
    const singly = await outcome();
    await undo();
    await mined(sendBatch(reviewBoard, submissions));
    expect(await outcome()).toEqual(singly);
    expect(singly.ratings.map(([sum, count]) => [sum, count])).toEqual([
      [14n, 4n],
      [5n, 2n],
    ]);
    expect(singly.fees).toEqual([REVIEW_FEE + 7n, 2n * REVIEW_FEE, REVIEW_FEE]);
  });

  it("may have 1 to 32 of them", async () => {
    const { reviewBoard } = aftercare();
    const many = await Promise.all(Array.from({ length: 33 }, (_, index) => review(BigInt(index))));
    await expectRevert(reviewBoard, post(), "BatchSizeOutOfRange", [0n, 32n]);
    await expectRevert(reviewBoard, post(...many), "BatchSizeOutOfRange", [33n, 32n]);
    await mined(post(many[32]!));
    await mined(post(...many.slice(0, 32)));
    expect([...(await reviewBoard.ratingsOf(surgeon.address))]).toEqual([165n, 33n]);
  });

  it("has one proof for each", async () => {
    const { reviewBoard } = aftercare();
    const posting = reviewBoard.postBatch([], "0x", []);
    await expectRevert(reviewBoard, posting, "BatchSizeOutOfRange");
    const [[made]] = (await proven(await review(1n))) as [[Review]];
    const { data } = await reviewBoard.postBatch.populateTransaction(
      [{ head: 0n, relayTerms: 0n, root: made.root, nullifier: 1n }],
      "0x",
      [],
    );
    const sending = aftercare().chain.relayer.call({ to: await reviewBoard.getAddress(), data });
    await expectRevert(reviewBoard, sending, "ProofCountMismatch", [0n, 1n]);
  });

  it("is refused as a whole with the error of the first review that is refused", async () => {
    const { reviewBoard, tree, chain } = aftercare();
    const root = await tree.root();
    await licenseSurgeon(aftercare(), keyOf("new surgeon"));
    await closeSurgeries(aftercare(), surgeon, 1);
    await mined(post(await review(9n)));
    const refusals: readonly [Review, string][] = [
      [await review(1n, { rating: 0 }), "RatingOutOfRange"],
      [await review(1n, { text: textOf("x".repeat(1_025)) }), "TextTooLong"],
      [await review(1n, { windowStart: 2, windowEnd: 1 }), "WindowReversed"],
      [await reviewOf(aftercare(), keyOf("new surgeon"), { nullifier: 1n }), "AnonymitySetTooSmall"],
      [await review(1n, { root: 5n }), "InvalidRoot"],
      [await review(9n), "NullifierUsed"],
      [await review(1n, { version: 2 }), "WrongVersion"],
      [await review(9n, { version: 2 }, colleague), "WrongSurgeon"],
    ];
    for (const [refused, error] of refusals) {
      for (const place of [0, 1, 2]) {
        const others = [await review(2n), await review(3n, {}, colleague)];
        await expectRevert(reviewBoard, post(...others.toSpliced(place, 0, refused)), error);
      }
    }
    await chain.mineAt((await chain.now()) + ROOT_LIFETIME);
    await expectRevert(reviewBoard, post(await review(2n), await review(3n, { root })), "InvalidRoot", [
      root,
    ]);
    expect([...(await reviewBoard.ratingsOf(surgeon.address))]).toEqual([5n, 1n]);
  });
});
