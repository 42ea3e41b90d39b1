import { concat } from "ethers";
import { beforeEach, describe, expect, it } from "vitest";

import type { ReviewBoard } from "../../build/typechain/index.ts";
import { TrapdoorKey } from "../contracts/groth16/support/trapdoor.ts";
import { keyOf, licenseSurgeon, MINIMUM_LEAVES, useAftercare } from "../contracts/support/deployment.ts";
import { expectRevert } from "../contracts/support/errors.ts";
import { mined } from "../contracts/support/events.ts";
import {
  closeSurgeries,
  PROOF,
  prove,
  reviewOf,
  send,
  sendBatch,
  signalOf,
  textOf,
  wordsOf,
} from "../contracts/support/review.ts";
import type { Proof, Review } from "../contracts/support/review.ts";

const aftercare = useAftercare();
const surgeon = keyOf("surgeon");

beforeEach(async () => {
  await licenseSurgeon(aftercare(), surgeon);
  await closeSurgeries(aftercare(), surgeon, MINIMUM_LEAVES);
});

const review = (nullifier: bigint, change: Partial<Review> = {}) =>
  reviewOf(aftercare(), surgeon, { nullifier, ...change });

describe("one surgery's nullifier in a batch", () => {
  it("gives one review, in whatever places it stands twice", async () => {
    const { reviewBoard } = aftercare();
    const [twice, again, other] = [await review(1n), await review(1n, { rating: 1 }), await review(2n)];
    for (const made of [twice, again, other]) await prove(aftercare(), made);
    for (const batch of [
      [twice, twice],
      [twice, again],
      [twice, other, again],
      [other, twice, twice],
    ]) {
      const sending = sendBatch(
        reviewBoard,
        batch.map((made) => [made]),
      );
      await expectRevert(reviewBoard, sending, "NullifierUsed", [1n]);
    }
  });

  it("may carry an amendment after the review, whose relaying is not paid again", async () => {
    const { reviewBoard, chain } = aftercare();
    const first = await review(1n, { rating: 5 });
    const amended = await review(1n, { rating: 2, version: 2 });
    for (const made of [first, amended]) await prove(aftercare(), made);
    await expectRevert(reviewBoard, sendBatch(reviewBoard, [[amended], [first]]), "WrongVersion", [2n, 1n]);
    await mined(sendBatch(reviewBoard, [[first], [amended]]));
    expect([...(await reviewBoard.ratingsOf(surgeon.address))]).toEqual([2n, 1n]);
    expect(await reviewBoard.relayFeesOf(chain.relayer.address)).toBe(first.maxFee);
  });
});

describe("the texts of a batch", () => {
  it("cannot be cut elsewhere than their authors ended them", async () => {
    const { reviewBoard } = aftercare();
    const [first, second] = [
      await review(1n, { text: textOf("Never again") }),
      await review(2n, { text: textOf(", I had thought.") }),
    ];
    for (const made of [first, second]) await prove(aftercare(), made);
    const moved = [
      { ...first, text: textOf("Never again, I had") },
      { ...second, text: textOf(" thought.") },
    ];
    const sending = sendBatch(
      reviewBoard,
      moved.map((made) => [made]),
    );
    await expectRevert(reviewBoard, sending, "InvalidProof");
    await mined(sendBatch(reviewBoard, [[first], [second]]));
  });

  it("have exactly the bytes that the heads say", async () => {
    const { reviewBoard } = aftercare();
    const reviews = [await review(1n), await review(2n)];
    for (const made of reviews) await prove(aftercare(), made);
    const packed = reviews
      .map(wordsOf)
      .map(([head, relayTerms, root, nullifier]) => ({ head, relayTerms, root, nullifier }));
    const texts = concat(reviews.map(({ text }) => text));
    for (const wrong of [texts.slice(0, -2), `${texts}00`, "0x"]) {
      const sending = reviewBoard.postBatch(packed, wrong, [PROOF, PROOF]);
      await expectRevert(reviewBoard, sending, "TextLengthMismatch");
    }
    const single = reviewBoard.post(packed[0]!, `${reviews[0]!.text}20`, PROOF);
    await expectRevert(reviewBoard, single, "TextLengthMismatch");
  });
});

describe("a batch under a real verifier", () => {
  const key = new TrapdoorKey("review", 6);
  let board: ReviewBoard;

  beforeEach(async () => {
    const { chain, accessManager, escrow, tree } = aftercare();
    const verifier = await chain.deploy("KeyVerifier", [key.bytes]);
    board = await chain.deploy("ReviewBoard", [accessManager, escrow, tree, verifier, MINIMUM_LEAVES]);
  });

  /** A true proof of the review; `otherwise` changes what is proven. */
  async function proofOf(made: Review, otherwise: Partial<Review> = {}): Promise<Proof> {
    const of = { ...made, ...otherwise };
    const signal = await signalOf({ ...aftercare(), reviewBoard: board }, of);
    const { root, nullifier, windowStart, windowEnd } = of;
    const signals = [root, nullifier, BigInt(of.surgeon), BigInt(windowStart), BigInt(windowEnd), signal];
    const [ax, ay, bx1, bx0, by1, by0, cx, cy] = key.prove(signals) as [bigint, ...bigint[]];
    return {
      a: [ax, ay!],
      b: [
        [bx1!, bx0!],
        [by1!, by0!],
      ],
      c: [cx!, cy!],
    };
  }

  it("is accepted with true proofs, and refused with one false proof in any place", async () => {
    const reviews = await Promise.all([1n, 2n, 3n].map((nullifier) => review(nullifier)));
    const submissions = await Promise.all(
      reviews.map(async (made) => [made, await proofOf(made)] as [Review, Proof]),
    );
    for (const [place, made] of reviews.entries()) {
      const forged = submissions.with(place, [made, await proofOf(made, { rating: 1 })]);
      await expectRevert(board, sendBatch(board, forged), "InvalidProof");
    }
    await mined(sendBatch(board, submissions));
  });

  it("is refused with the proofs of two reviews exchanged", async () => {
    const [first, second] = [await review(1n), await review(2n)];
    const proofs = [await proofOf(first), await proofOf(second)] as const;
    const exchanged = sendBatch(board, [
      [first, proofs[1]],
      [second, proofs[0]],
    ]);
    await expectRevert(board, exchanged, "InvalidProof");
  });

  /** What the board answers to a call with more and more gas, in the order in which each answer comes first. */
  async function outcomesOf(
    data: string,
    gas: { from: number; to: number; step: number },
  ): Promise<string[]> {
    const to = await board.getAddress();
    const outcomes = new Set<string>();
    for (let gasLimit = gas.from; gasLimit <= gas.to; gasLimit += gas.step) {
      const outcome = await aftercare()
        .chain.relayer.call({ to, data, gasLimit })
        .then(
          () => "accepted",
          (error: unknown) => (String(error).includes("InvalidProof") ? "called invalid" : "out of gas"),
        );
      outcomes.add(outcome);
    }
    return [...outcomes];
  }

  it("never reads too little gas as an invalid proof, whatever the amount", async () => {
    const made = await review(1n);
    const proof = await proofOf(made);
    const [head, relayTerms, root, nullifier] = wordsOf(made);
    const { data } = await board.post.populateTransaction(
      { head, relayTerms, root, nullifier },
      made.text,
      proof,
    );
    expect(await outcomesOf(data, { from: 40_000, to: 480_000, step: 1_999 })).toEqual([
      "out of gas",
      "accepted",
    ]);
    const to = await board.getAddress();
    const starved = aftercare().chain.relayer.call({ to, data, gasLimit: 280_000 });
    await expect(starved).rejects.toThrow("NotEnoughGas");
    await mined(send(board, made, proof));
  });

  it("never reads too little gas for a batch as an invalid proof either", async () => {
    const made = [await review(1n), await review(2n), await review(3n)];
    const proofs = await Promise.all(made.map((one) => proofOf(one)));
    const { data } = await board.postBatch.populateTransaction(
      made.map((one) => {
        const [head, relayTerms, root, nullifier] = wordsOf(one);
        return { head, relayTerms, root, nullifier };
      }),
      concat(made.map(({ text }) => text)),
      proofs,
    );
    expect(await outcomesOf(data, { from: 60_000, to: 700_000, step: 4_999 })).toEqual([
      "out of gas",
      "accepted",
    ]);
  });
});
