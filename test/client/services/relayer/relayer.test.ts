import { Wallet } from "ethers";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import {
  FeeTooLowError,
  ForeignFeeRecipientError,
  ForeignTargetError,
  Relayer,
  ReviewByCallError,
  ReviewInFlightError,
  TooManyAmendmentsError,
} from "../../../../client/services/relayer/relayer.ts";
import { RevertedError } from "../../../../client/reader/submit.ts";
import { mint } from "../../../../client/local/mint.ts";
import { post, postBatch } from "../../../../client/protocol/calls/board/index.ts";
import { ContractRefusedError } from "../../../../client/protocol/refusal.ts";
import type { ReviewWish } from "../../../../client/sdk/patient/index.ts";
import { RELAY_FEE } from "../../../../fixtures/agreement.ts";
import { closedSurgeries, type ClosedSurgeries } from "../../../../fixtures/surgeries.ts";

let scene: ClosedSurgeries;

beforeAll(async () => {
  scene = await closedSurgeries();
});
afterAll(() => scene[Symbol.asyncDispose]());

function surgery(index: number) {
  const found = scene.surgeries[index];
  if (!found) throw new Error(`There is no surgery ${index}.`);
  return found;
}

/** A proven review of the n-th patient, with changes to what she wishes. */
function review(index: number, changes: Partial<ReviewWish> = {}) {
  const { patient, offer } = surgery(index);
  return patient.proveReview(offer, { prover: scene.prover, rating: 4, text: "As agreed.", ...changes });
}

/** The next version of the n-th patient's review. */
function amendment(index: number) {
  const { patient, offer } = surgery(index);
  return patient.proveAmendment(offer, { prover: scene.prover, rating: 3, text: "A year later." });
}

describe("a relayer", () => {
  it("refuses a review that pays less than it asks", async () => {
    const submission = await review(0, { maxFee: RELAY_FEE - 1n });
    await expect(scene.stage.relayer.relayReview(submission)).rejects.toThrow(FeeTooLowError);
  });

  it("refuses a review that pays somebody else", async () => {
    const submission = await review(0, { feeRecipient: Wallet.createRandom().address });
    await expect(scene.stage.relayer.relayReview(submission)).rejects.toThrow(ForeignFeeRecipientError);
  });

  it("sends the same review only once at a time, and is paid for it once", async () => {
    const submission = await review(0);
    const { board } = scene.stage.aftercare.contracts;
    const address = await scene.stage.relayer.address();
    const before = await board.relayFeesOf(address);

    const first = scene.stage.relayer.relayReview(submission);
    await expect(scene.stage.relayer.relayReview(submission)).rejects.toThrow(ReviewInFlightError);
    const receipt = await first;

    expect(receipt.l1Fee).toBeGreaterThan(0n);
    expect(receipt.wholeFee).toBe(receipt.executionFee + receipt.l1Fee);
    expect(await board.relayFeesOf(address)).toBe(before + RELAY_FEE);
    await expect(scene.stage.relayer.relayReview(submission)).rejects.toMatchObject({
      refusal: "NullifierUsed",
    });
    expect(await board.relayFeesOf(address)).toBe(before + RELAY_FEE);
  });

  it("carries three amendments on what the first version paid, and no more", async () => {
    for (const version of [2, 3, 4]) {
      const submission = await amendment(0);
      expect(submission.review.version).toBe(version);
      await expect(scene.stage.relayer.relayReview(submission)).resolves.toMatchObject({ action: "post" });
    }
    await expect(scene.stage.relayer.relayReview(await amendment(0))).rejects.toThrow(TooManyAmendmentsError);
  });

  it("asks no fee of an amendment, but a proof", async () => {
    const forged = await review(1);
    const amended = { ...forged, review: { ...forged.review, version: 2 } };
    await expect(scene.stage.relayer.relayReview(amended)).rejects.toMatchObject({ refusal: "WrongVersion" });
  });

  it("refuses a high cap when the prepaid fee is below what it asks", async () => {
    const { rollup, deployment, accounts } = scene.stage;
    const greedy = new Relayer({
      signer: accounts.relayer,
      provider: rollup.provider,
      deployment,
      minimumFee: RELAY_FEE + 1n,
      priorityFee: 0n,
    });
    const submission = await review(1, { maxFee: 10n * RELAY_FEE });
    await expect(greedy.relayReview(submission)).rejects.toThrow(FeeTooLowError);
  });

  it("sends nothing to a contract that is not Aftercare's, whatever the call says it is", async () => {
    const { deployment, relayer } = scene.stage;
    const theft = mint(deployment, { account: Wallet.createRandom().address, amount: 1n });
    await expect(relayer.relay({ ...theft, action: "close" })).rejects.toThrow(ForeignTargetError);
  });

  it("takes no review by the door for calls, where it would be asked neither for pay nor for its version", async () => {
    const { deployment, relayer } = scene.stage;
    const submission = await review(2, { maxFee: 0n });
    const calls = [post(deployment, submission), postBatch(deployment, { submissions: [submission] })];
    for (const call of calls) {
      await expect(relayer.relay(call)).rejects.toThrow(ReviewByCallError);
      const shouted = { ...call, data: call.data.toUpperCase().replace("0X", "0x") };
      await expect(relayer.relay(shouted)).rejects.toThrow(ReviewByCallError);
    }
  });

  it("names a call that reverted only when it was mined", async () => {
    const submission = await review(2);
    const { deployment, relayer, rollup } = scene.stage;
    const relayerSigner = scene.stage.accounts.relayer;
    const altered = { ...submission, review: { ...submission.review, rating: 1 } };
    // A simulation that passes, and a gas limit that needs no estimate, stand for a chain that moves on in between.
    const ask = rollup.provider.call.bind(rollup.provider);
    const simulation = vi
      .spyOn(rollup.provider, "call")
      .mockImplementation((request) =>
        request.to === deployment.board ? Promise.resolve("0x") : ask(request),
      );
    const send = relayerSigner.sendTransaction.bind(relayerSigner);
    const sending = vi
      .spyOn(relayerSigner, "sendTransaction")
      .mockImplementation((transaction) => send({ ...transaction, gasLimit: 3_000_000n }));
    try {
      await expect(relayer.relayReview(altered)).rejects.toThrow(RevertedError);
    } finally {
      simulation.mockRestore();
      sending.mockRestore();
    }
  });

  it("simulates first: what the contract would refuse costs the relayer nothing", async () => {
    const submission = await review(1);
    const nonce = await scene.stage.accounts.relayer.getNonce();
    const altered = { ...submission, review: { ...submission.review, rating: 1 } };
    const refusal: unknown = await scene.stage.relayer.relayReview(altered).catch((error: unknown) => error);

    expect(refusal).toBeInstanceOf(ContractRefusedError);
    expect(refusal).toMatchObject({ refusal: "InvalidProof", action: "post" });
    expect(await scene.stage.accounts.relayer.getNonce()).toBe(nonce);
  });

  it("goes on after a refusal: the next review is relayed", async () => {
    const submission = await review(1);
    await expect(scene.stage.relayer.relayReview(submission)).resolves.toMatchObject({ action: "post" });
  });
});
