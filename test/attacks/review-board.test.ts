import { ZeroAddress } from "ethers";
import { beforeEach, describe, expect, it } from "vitest";

import { from } from "../contracts/support/chain.ts";
import {
  keyOf,
  licenseSurgeon,
  MINIMUM_LEAVES,
  REVIEW_FEE,
  useAftercare,
} from "../contracts/support/deployment.ts";
import { expectRevert } from "../contracts/support/errors.ts";
import { mined } from "../contracts/support/events.ts";
import { closeSurgeries, prove, reviewOf, send, signalFrom } from "../contracts/support/review.ts";

const aftercare = useAftercare();
const surgeon = keyOf("surgeon");

beforeEach(async () => {
  await licenseSurgeon(aftercare(), surgeon);
  await closeSurgeries(aftercare(), surgeon, MINIMUM_LEAVES);
});

/** An account that copies pending transactions. */
function copycat() {
  const [, account] = aftercare().chain.accounts;
  if (account === undefined) throw new Error("no second account");
  return account;
}

describe("a copied relay transaction", () => {
  it("still pays the relayer that the proof names, and the original is refused without losing money", async () => {
    const { reviewBoard, chain } = aftercare();
    const made = await reviewOf(aftercare(), surgeon, { feeRecipient: chain.relayer.address });
    await prove(aftercare(), made);
    await mined(send(from(reviewBoard, copycat()), made));
    expect(await reviewBoard.relayFeesOf(chain.relayer.address)).toBe(REVIEW_FEE);
    expect(await reviewBoard.relayFeesOf(copycat().address)).toBe(0n);
    await expectRevert(reviewBoard, send(reviewBoard, made), "NullifierUsed");
  });

  it("cannot name another recipient or a higher fee", async () => {
    const { reviewBoard, chain } = aftercare();
    const made = await reviewOf(aftercare(), surgeon, { feeRecipient: chain.relayer.address, maxFee: 1n });
    await prove(aftercare(), made);
    for (const change of [
      { feeRecipient: copycat().address },
      { feeRecipient: ZeroAddress },
      { maxFee: REVIEW_FEE },
    ]) {
      const copy = send(from(reviewBoard, copycat()), { ...made, ...change });
      await expectRevert(reviewBoard, copy, "InvalidProof");
    }
  });
});

describe("a proof for one board", () => {
  it("does nothing on another one over the same tree", async () => {
    const { reviewBoard, chain, accessManager, escrow, tree, verifier } = aftercare();
    const made = await reviewOf(aftercare(), surgeon);
    await prove(aftercare(), made);
    const other = await chain.deploy<typeof reviewBoard>("ReviewBoard", [
      accessManager,
      escrow,
      tree,
      verifier,
      MINIMUM_LEAVES,
    ]);
    await expectRevert(other, send(other, made), "InvalidProof");
    expect(await signalFrom(other, made)).not.toBe(await signalFrom(reviewBoard, made));
  });
});

describe("the review pot", () => {
  it("pays no board but the one that the deployer connected", async () => {
    const { escrow, chain, accessManager, tree, verifier } = aftercare();
    const rogue = await chain.deploy<ReturnType<typeof aftercare>["reviewBoard"]>("ReviewBoard", [
      accessManager,
      escrow,
      tree,
      verifier,
      0,
    ]);
    const impostor = { ...aftercare(), reviewBoard: rogue };
    const made = await reviewOf(impostor, surgeon);
    await prove(impostor, made);
    await mined(send(rogue, made));
    const paying = rogue.payRelayer(aftercare().chain.relayer.address);
    await expectRevert(escrow, paying, "NotTheReviewBoard", [await rogue.getAddress()]);
  });
});
