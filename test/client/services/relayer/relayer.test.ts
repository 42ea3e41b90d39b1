import { Wallet } from "ethers";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import {
  FeeTooLowError,
  ForeignFeeRecipientError,
  ForeignTargetError,
  Relayer,
  RevertedError,
  ReviewInFlightError,
} from "../../../../client/services/relayer/relayer.ts";
import { post } from "../../../../client/protocol/calls/board/index.ts";
import { ContractRefusedError } from "../../../../client/protocol/refusal.ts";
import { contentOf, prove } from "../../../../client/demo/chapters/reviewing.ts";
import { closedSurgeries, RELAY_FEE, type ClosedSurgeries } from "../../support/closed-surgeries.ts";

let scene: ClosedSurgeries;

beforeAll(async () => {
  scene = await closedSurgeries();
});
afterAll(() => scene[Symbol.asyncDispose]());

/** A proven review of the n-th patient, with changes to what she wrote. */
async function review(patient: number, changes: Partial<ReturnType<typeof contentOf>> = {}) {
  const part = scene.parts[patient];
  if (!part) throw new Error(`There is no patient ${patient}.`);
  return prove(scene.prover, scene.view, part, { ...contentOf(scene.stage, part, RELAY_FEE), ...changes });
}

describe("a relayer", () => {
  it("refuses a review that pays less than it asks", async () => {
    const { submission } = await review(0, { maxFee: RELAY_FEE - 1n });
    await expect(scene.stage.relayer.relayReview(submission)).rejects.toThrow(FeeTooLowError);
  });

  it("refuses a review that pays somebody else", async () => {
    const { submission } = await review(0, { feeRecipient: Wallet.createRandom().address });
    await expect(scene.stage.relayer.relayReview(submission)).rejects.toThrow(ForeignFeeRecipientError);
  });

  it("sends the same review only once at a time, and is paid for it once", async () => {
    const { submission } = await review(0);
    const { board } = scene.stage.contracts;
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

  it("refuses an amendment, which nobody has prepaid", async () => {
    const { submission } = await review(0, { version: 2 });
    await expect(scene.stage.relayer.relayReview(submission)).rejects.toThrow(FeeTooLowError);
  });

  it("refuses a high cap when the prepaid fee is below what it asks", async () => {
    const { rollup, deployment, relayerSigner } = scene.stage;
    const greedy = new Relayer({
      signer: relayerSigner,
      provider: rollup.provider,
      deployment,
      minimumFee: RELAY_FEE + 1n,
      priorityFee: 0n,
    });
    const { submission } = await review(1, { maxFee: 10n * RELAY_FEE });
    await expect(greedy.relayReview(submission)).rejects.toThrow(FeeTooLowError);
  });

  it("sends nothing to a contract that is not Aftercare's, whatever the call says it is", async () => {
    const { contracts, deployment, relayer } = scene.stage;
    const theft = contracts.token.interface.encodeFunctionData("mint", [Wallet.createRandom().address, 1n]);
    await expect(relayer.relay({ action: "close", to: deployment.token, data: theft })).rejects.toThrow(
      ForeignTargetError,
    );
  });

  it("names a call that reverted only when it was mined", async () => {
    const { submission } = await review(2);
    const { deployment, relayer, relayerSigner, rollup } = scene.stage;
    const call = post(deployment, { ...submission, review: { ...submission.review, rating: 1 } });
    // A simulation that passes, and a gas limit that needs no estimate, stand for a chain that moves on in between.
    const simulation = vi.spyOn(rollup.provider, "call").mockResolvedValue("0x");
    const send = relayerSigner.sendTransaction.bind(relayerSigner);
    const sending = vi
      .spyOn(relayerSigner, "sendTransaction")
      .mockImplementation((transaction) => send({ ...transaction, gasLimit: 3_000_000n }));
    try {
      await expect(relayer.relay(call)).rejects.toThrow(RevertedError);
    } finally {
      simulation.mockRestore();
      sending.mockRestore();
    }
  });

  it("simulates first: what the contract would refuse costs the relayer nothing", async () => {
    const { submission } = await review(1);
    const nonce = await scene.stage.relayerSigner.getNonce();
    const altered = { ...submission, review: { ...submission.review, rating: 1 } };
    const refusal: unknown = await scene.stage.relayer.relayReview(altered).catch((error: unknown) => error);

    expect(refusal).toBeInstanceOf(ContractRefusedError);
    expect(refusal).toMatchObject({ refusal: "InvalidProof", action: "post" });
    expect(await scene.stage.relayerSigner.getNonce()).toBe(nonce);
  });

  it("goes on after a refusal: the next review is relayed", async () => {
    const { submission } = await review(1);
    await expect(scene.stage.relayer.relayReview(submission)).resolves.toMatchObject({ action: "post" });
  });
});
