import { Wallet } from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  ForeignFeeRecipientError,
  MalformedReviewError,
  ReviewInFlightError,
} from "../../../../client/services/relayer/relayer.ts";
import { sift } from "../../../../client/services/relayer/sift.ts";
import type { ReviewSubmission } from "../../../../client/protocol/review.ts";
import { RELAY_FEE } from "../../../../fixtures/agreement.ts";
import { closedSurgeries, type ClosedSurgeries } from "../../../../fixtures/surgeries.ts";

describe("sifting", () => {
  /** Fails for lists with a culprit, and counts how often it was asked. */
  function trial(culprits: readonly number[]) {
    const state = { attempts: 0 };
    const attempt = async (items: readonly number[]) => {
      state.attempts += 1;
      return items.some((item) => culprits.includes(item)) ? new Error(`${items}`) : undefined;
    };
    return { state, attempt };
  }
  const items = Array.from({ length: 32 }, (_, index) => index);

  it("takes one attempt when nothing is wrong, and none for nothing", async () => {
    const { state, attempt } = trial([]);
    expect(await sift(items, attempt)).toEqual({ accepted: items, refused: [] });
    expect(state.attempts).toBe(1);
    expect(await sift([], attempt)).toEqual({ accepted: [], refused: [] });
    expect(state.attempts).toBe(1);
  });

  it.each([[[0]], [[31]], [[5, 6]], [[3, 17, 30]], [items]])("names exactly %j", async (culprits) => {
    const { state, attempt } = trial(culprits);
    const { accepted, refused } = await sift(items, attempt);
    expect(accepted).toEqual(items.filter((item) => !culprits.includes(item)));
    expect(refused.map(({ item }) => item)).toEqual(culprits);
    expect(refused.map(({ reason }) => reason.message)).toEqual(culprits.map(String));
    expect(state.attempts).toBeLessThanOrEqual(1 + 2 * 5 * culprits.length);
  });
});

describe("a relayer of many reviews", () => {
  let scene: ClosedSurgeries;
  let submissions: ReviewSubmission[];

  beforeAll(async () => {
    scene = await closedSurgeries();
    submissions = [];
    for (const { patient, offer } of scene.surgeries) {
      submissions.push(
        await patient.proveReview(offer, { prover: scene.prover, rating: 4, text: "As agreed." }),
      );
    }
  });
  afterAll(() => scene[Symbol.asyncDispose]());

  it("names the review that the board refuses and the one it will not relay, and posts the others at once", async () => {
    const { relayer, aftercare } = scene.stage;
    const { contracts } = aftercare;
    const [first, second, third] = submissions as [ReviewSubmission, ReviewSubmission, ReviewSubmission];
    const altered = { ...second, review: { ...second.review, rating: 1 } };
    const foreign = { ...third, review: { ...third.review, feeRecipient: Wallet.createRandom().address } };

    const malformed = { ...third, review: { ...third.review, windowEnd: 65_536 } };

    const sent = [foreign, first, altered, malformed, first, third];
    const { receipts, refused } = await relayer.relayReviews(sent);

    expect(refused.map(({ item }) => item)).toEqual([foreign, malformed, first, altered]);
    expect(refused[0]?.reason).toBeInstanceOf(ForeignFeeRecipientError);
    expect(refused[1]?.reason).toBeInstanceOf(MalformedReviewError);
    expect(refused[2]?.reason).toBeInstanceOf(ReviewInFlightError);
    expect(refused[3]?.reason).toMatchObject({ refusal: "InvalidProof" });
    expect(receipts.map(({ action }) => action)).toEqual(["postBatch"]);
    expect(await contracts.board.relayFeesOf(await relayer.address())).toBe(2n * RELAY_FEE);
  });

  it("sends nothing where all are refused", async () => {
    const nonce = await scene.stage.accounts.relayer.getNonce();
    const { receipts, refused } = await scene.stage.relayer.relayReviews(submissions.slice(0, 1));
    expect(receipts).toEqual([]);
    expect(refused[0]?.reason).toMatchObject({ refusal: "NullifierUsed" });
    expect(await scene.stage.accounts.relayer.getNonce()).toBe(nonce);
  });

  it("is paid for all of them in one transaction", async () => {
    const { relayer, aftercare } = scene.stage;
    const { contracts } = aftercare;
    const address = await relayer.address();
    const before = await contracts.escrow.balanceOf(address);
    await relayer.collectFees();
    expect(await contracts.escrow.balanceOf(address)).toBe(before + 2n * RELAY_FEE);
    await expect(relayer.collectFees()).rejects.toMatchObject({ refusal: "NothingToPay" });
  });

  it("leaves reviews that a reader finds in the chain as they were sent", async () => {
    const { reviewEvents } = await scene.stage.aftercare.view();
    const posted = reviewEvents.flatMap((event) =>
      event.name === "ReviewPosted" ? [{ review: event.review, proof: event.proof }] : [],
    );
    expect(posted).toEqual([submissions[0], submissions[2]]);
  });
});
