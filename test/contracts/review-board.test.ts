import { id, keccak256, ZeroAddress } from "ethers";
import type { TypedDataDomain, Wallet } from "ethers";
import { beforeEach, describe, expect, it } from "vitest";

import { expectBalanced } from "./support/balance.ts";
import { onBranch } from "./support/branch.ts";
import { from } from "./support/chain.ts";
import {
  DAY,
  keyOf,
  licenseSurgeon,
  MINIMUM_LEAVES,
  REVIEW_FEE,
  ROOT_LIFETIME,
  useAftercare,
} from "./support/deployment.ts";
import { expectRevert } from "./support/errors.ts";
import { eventOf, mined } from "./support/events.ts";
import { rotateKey } from "./support/licence.ts";
import { sign } from "./support/messages.ts";
import {
  closeSurgeries,
  posting,
  PROOF,
  prove,
  reviewOf,
  send,
  signalFrom,
  signalOf,
  textOf,
  wordsOf,
} from "./support/review.ts";
import type { Review } from "./support/review.ts";

const aftercare = useAftercare();
const surgeon = keyOf("surgeon");
const colleague = keyOf("another surgeon");
const stranger = keyOf("stranger");

beforeEach(async () => {
  await licenseSurgeon(aftercare(), surgeon);
  await closeSurgeries(aftercare(), surgeon, MINIMUM_LEAVES);
});

const review = (change: Partial<Review> = {}) => reviewOf(aftercare(), surgeon, change);
const post = async (change: Partial<Review> = {}) => mined(posting(aftercare(), await review(change)));

async function expectRefused(
  change: Partial<Review>,
  error: string,
  args?: readonly unknown[],
): Promise<void> {
  await expectRevert(aftercare().reviewBoard, posting(aftercare(), await review(change)), error, args);
}

describe("the signal", () => {
  it("is the hash of docs/protocol.md over everything that must not change", async () => {
    const made = await review();
    expect(await signalFrom(aftercare().reviewBoard, made)).toBe(await signalOf(aftercare(), made));
  });
});

describe("a review", () => {
  it("is kept as an event, a status and a rating", async () => {
    const { reviewBoard } = aftercare();
    const made = await review({ rating: 4 });
    const posted = await eventOf(reviewBoard, await mined(posting(aftercare(), made)), "ReviewPosted");
    expect([posted.nullifier, posted.surgeon]).toEqual([77n, surgeon.address]);
    expect([posted.text, posted.head]).toEqual([made.text, BigInt(wordsOf(made)[0])]);
    expect([...(await reviewBoard.statusOf(77n))]).toEqual([surgeon.address, 4n, 1n, 0n]);
    expect([...(await reviewBoard.ratingsOf(surgeon.address))]).toEqual([4n, 1n]);
  });

  it.each([1, 5])("may give a rating of %d", async (rating) => {
    await post({ rating });
    expect([...(await aftercare().reviewBoard.ratingsOf(surgeon.address))]).toEqual([BigInt(rating), 1n]);
  });

  it.each([0, 6, 255])("may not give a rating of %d", async (rating) => {
    await expectRefused({ rating }, "RatingOutOfRange", [BigInt(rating)]);
  });

  it("may have a text of 0 to 1,024 bytes", async () => {
    await post({ text: "0x", nullifier: 1n });
    await post({ text: textOf("ä".repeat(512)), nullifier: 2n });
    await expectRefused({ text: textOf("x".repeat(1_025)) }, "TextTooLong", [1_025n, 1_024n]);
  });

  it("may narrow the window down to one day, not below", async () => {
    await post({ windowStart: 20_000, windowEnd: 20_000 });
    await expectRefused({ windowStart: 20_001, windowEnd: 20_000 }, "WindowReversed", [20_001n, 20_000n]);
  });

  it("needs a root that is or was that of the tree", async () => {
    const root = (await aftercare().tree.root()) + 1n;
    await expectRefused({ root }, "InvalidRoot", [root]);
  });

  it("may be proven against a root that was replaced within the root lifetime, and no older one", async () => {
    const { chain, tree } = aftercare();
    const root = await tree.root();
    await closeSurgeries(aftercare(), surgeon, 1);
    const replaced = await chain.now();
    const recent = await review({ root, nullifier: 1n });
    await prove(aftercare(), recent);
    await chain.nextBlockAt(replaced + ROOT_LIFETIME - 1);
    await mined(send(aftercare().reviewBoard, recent));
    await expectRefused({ root, nullifier: 2n }, "InvalidRoot", [root]);
  });

  it("comes once from each surgery", async () => {
    await post();
    await expectRefused({}, "NullifierUsed", [77n]);
    await expectRefused({ rating: 1 }, "NullifierUsed", [77n]);
  });

  it.each([0, 2, 4_294_967_295])("cannot begin with version %d", async (version) => {
    await expectRefused({ version }, "WrongVersion", [BigInt(version), 1n]);
  });

  it("adds up with the others of the same surgeon", async () => {
    const { reviewBoard } = aftercare();
    await post({ nullifier: 1n, rating: 2 });
    await post({ nullifier: 2n, rating: 5 });
    await post({ nullifier: 3n, rating: 4 });
    expect([...(await reviewBoard.ratingsOf(surgeon.address))]).toEqual([11n, 3n]);
  });
});

describe("the proof", () => {
  const changes: readonly [string, Partial<Review>][] = [
    ["rating", { rating: 1 }],
    ["text", { text: textOf("Another text") }],
    ["fee recipient", { feeRecipient: stranger.address }],
    ["fee", { maxFee: REVIEW_FEE + 1n }],
    ["nullifier", { nullifier: 78n }],
    ["start of the window", { windowStart: 1 }],
    ["end of the window", { windowEnd: 65_534 }],
  ];

  it.each(changes)("is refused after the %s was altered", async (_part, change) => {
    const made = await review();
    await prove(aftercare(), made);
    const { reviewBoard } = aftercare();
    await expectRevert(reviewBoard, send(reviewBoard, { ...made, ...change }), "InvalidProof");
    await mined(send(reviewBoard, made));
  });

  it("is refused for another surgeon", async () => {
    const { reviewBoard } = aftercare();
    await licenseSurgeon(aftercare(), colleague);
    await closeSurgeries(aftercare(), colleague, MINIMUM_LEAVES);
    const made = await review();
    await prove(aftercare(), made);
    const redirected = { ...made, surgeon: colleague.address };
    await expectRevert(reviewBoard, send(reviewBoard, redirected), "InvalidProof");
  });

  it("is refused for another root, even a valid one", async () => {
    const { reviewBoard, tree } = aftercare();
    const made = await review();
    await prove(aftercare(), made);
    await closeSurgeries(aftercare(), surgeon, 1);
    const moved = { ...made, root: await tree.root() };
    await expectRevert(reviewBoard, send(reviewBoard, moved), "InvalidProof");
  });

  it("is refused as the next version of the same review", async () => {
    const { reviewBoard } = aftercare();
    const made = await review();
    await mined(posting(aftercare(), made));
    await expectRevert(reviewBoard, send(reviewBoard, { ...made, version: 2 }), "InvalidProof");
  });

  it("is refused if a coordinate differs", async () => {
    const { reviewBoard } = aftercare();
    const made = await review();
    await prove(aftercare(), made);
    const altered = { ...PROOF, c: [7n, 9n] as [bigint, bigint] };
    await expectRevert(reviewBoard, send(reviewBoard, made, altered), "InvalidProof");
  });
});

describe("the anonymity floor", () => {
  it("refuses a review of a surgeon with too few closed surgeries in the tree", async () => {
    await licenseSurgeon(aftercare(), colleague);
    await closeSurgeries(aftercare(), colleague, MINIMUM_LEAVES - 1);
    const made = await reviewOf(aftercare(), colleague);
    const { reviewBoard } = aftercare();
    await expectRevert(reviewBoard, posting(aftercare(), made), "AnonymitySetTooSmall", [
      colleague.address,
      BigInt(MINIMUM_LEAVES - 1),
      BigInt(MINIMUM_LEAVES),
    ]);
    await closeSurgeries(aftercare(), colleague, 1);
    await mined(posting(aftercare(), await reviewOf(aftercare(), colleague)));
  });

  it("holds for a surgeon with reviews as for one without: what counts is her leaves", async () => {
    const { reviewBoard } = aftercare();
    await licenseSurgeon(aftercare(), colleague);
    await closeSurgeries(aftercare(), colleague, MINIMUM_LEAVES + 1);
    let nullifier = 100n;
    const post = async () =>
      posting(aftercare(), await reviewOf(aftercare(), colleague, { nullifier: nullifier++ }));
    for (let reviews = 0; reviews < MINIMUM_LEAVES; reviews++) await mined(post());
    // As many reviews as the floor, fewer than the floor but enough leaves, and too few leaves.
    for (const [floor, refused] of [
      [MINIMUM_LEAVES, false],
      [MINIMUM_LEAVES + 1, false],
      [MINIMUM_LEAVES + 2, true],
    ] as const) {
      await onBranch(aftercare(), async () => {
        await mined(reviewBoard.setMinimumLeaves(floor));
        if (refused) await expectRevert(reviewBoard, post(), "AnonymitySetTooSmall");
        else await mined(post());
      });
    }
    await mined(post());
    await mined(reviewBoard.setMinimumLeaves(MINIMUM_LEAVES + 2));
    await expectRevert(reviewBoard, post(), "AnonymitySetTooSmall");
  });

  it("is set by whom the access manager allows, and cannot be raised to silence anyone", async () => {
    const { reviewBoard, chain } = aftercare();
    const [, other] = chain.accounts;
    if (other === undefined) throw new Error("no second account");
    await expectRevert(
      reviewBoard,
      from(reviewBoard, other).setMinimumLeaves(5),
      "AccessManagedUnauthorized",
      [other.address],
    );
    const receipt = await mined(reviewBoard.setMinimumLeaves(20));
    expect([...(await eventOf(reviewBoard, receipt, "MinimumLeavesChanged"))]).toEqual([20n]);
    expect(await reviewBoard.minimumLeaves()).toBe(20n);
    await expectRevert(reviewBoard, reviewBoard.setMinimumLeaves(21), "MinimumLeavesTooHigh", [21n, 20n]);
  });
});

describe("an amendment", () => {
  const versionIn = (head: bigint) => BigInt.asUintN(32, head >> 168n);

  it("replaces the rating, keeps both versions as events and is counted once", async () => {
    const { reviewBoard } = aftercare();
    await post({ rating: 5 });
    await post({ nullifier: 1n, rating: 4 });
    const amended = await post({ rating: 2, version: 2, text: textOf("It has got worse.") });
    expect(versionIn((await eventOf(reviewBoard, amended, "ReviewPosted")).head)).toBe(2n);
    expect([...(await reviewBoard.ratingsOf(surgeon.address))]).toEqual([6n, 2n]);
    expect([...(await reviewBoard.statusOf(77n))]).toEqual([surgeon.address, 2n, 2n, 0n]);

    await post({ rating: 5, version: 3 });
    expect([...(await reviewBoard.ratingsOf(surgeon.address))]).toEqual([9n, 2n]);
    const history = await reviewBoard.queryFilter(reviewBoard.filters.ReviewPosted(77n));
    expect(history.map((event) => versionIn(event.args.head))).toEqual([1n, 2n, 3n]);
  });

  it("has to carry the next version", async () => {
    await post();
    await expectRefused({ version: 3 }, "WrongVersion", [3n, 2n]);
    await expectRefused({ version: 0 }, "WrongVersion", [0n, 2n]);
    await post({ version: 2 });
    await expectRefused({ version: 2 }, "WrongVersion", [2n, 3n]);
  });

  it("has to stay with the surgeon", async () => {
    await licenseSurgeon(aftercare(), colleague);
    await closeSurgeries(aftercare(), colleague, MINIMUM_LEAVES);
    await post();
    await expectRefused({ version: 2, surgeon: colleague.address }, "WrongSurgeon", [
      colleague.address,
      surgeon.address,
    ]);
  });

  it("earns nothing for relaying", async () => {
    const { reviewBoard, chain } = aftercare();
    await post();
    await post({ version: 2 });
    expect(await reviewBoard.relayFeesOf(chain.relayer.address)).toBe(REVIEW_FEE);
  });
});

describe("the relay fee", () => {
  const earned = (account: string) => aftercare().reviewBoard.relayFeesOf(account);

  it("is earned by whoever sends the review if it names nobody", async () => {
    const { chain } = aftercare();
    await post();
    expect(await earned(chain.relayer.address)).toBe(REVIEW_FEE);
  });

  it("is earned by the recipient that the proof names", async () => {
    const { chain } = aftercare();
    await post({ feeRecipient: stranger.address });
    expect(await earned(stranger.address)).toBe(REVIEW_FEE);
    expect(await earned(chain.relayer.address)).toBe(0n);
  });

  it("is the smaller of what the review allows and what a surgery prepays", async () => {
    const { address } = aftercare().chain.relayer;
    await post({ nullifier: 1n, maxFee: REVIEW_FEE * 100n });
    expect(await earned(address)).toBe(REVIEW_FEE);
    await post({ nullifier: 2n, maxFee: 7n });
    expect(await earned(address)).toBe(REVIEW_FEE + 7n);
    await post({ nullifier: 3n, maxFee: 0n });
    expect(await earned(address)).toBe(REVIEW_FEE + 7n);
  });

  it("is paid from the review pot, for many reviews at once, by anyone's transaction", async () => {
    const { escrow, reviewBoard, creditors } = aftercare();
    creditors.add(stranger.address);
    for (let nullifier = 1n; nullifier <= 3n; nullifier++) {
      await post({ nullifier, feeRecipient: stranger.address });
    }
    const pot = await escrow.reviewPot();
    const receipt = await mined(reviewBoard.payRelayer(stranger.address));
    expect([...(await eventOf(escrow, receipt, "RelayPaid"))]).toEqual([stranger.address, 3n * REVIEW_FEE]);
    expect(await escrow.balanceOf(stranger.address)).toBe(3n * REVIEW_FEE);
    expect(await escrow.reviewPot()).toBe(pot - 3n * REVIEW_FEE);
    await expectBalanced(aftercare());
  });

  it("is paid once", async () => {
    const { reviewBoard, chain } = aftercare();
    await post();
    await mined(reviewBoard.payRelayer(chain.relayer.address));
    await expectRevert(reviewBoard, reviewBoard.payRelayer(chain.relayer.address), "NothingToPay", [
      chain.relayer.address,
    ]);
    await expectRevert(reviewBoard, reviewBoard.payRelayer(stranger.address), "NothingToPay");
  });

  it("never touches deposits: an empty pot pays nothing more, and stops no review", async () => {
    const { escrow, reviewBoard, chain } = aftercare();
    for (let nullifier = 1n; nullifier <= 3n; nullifier++) await post({ nullifier });
    await mined(reviewBoard.payRelayer(chain.relayer.address));
    expect(await escrow.reviewPot()).toBe(0n);
    // More reviews than closed surgeries can only come from a broken proof system.
    await post({ nullifier: 4n });
    await expectRevert(escrow, reviewBoard.payRelayer(chain.relayer.address), "ReviewPotExceeded", [
      REVIEW_FEE,
      0n,
    ]);
    await expectBalanced(aftercare());
  });
});

describe("the surgeon's answer", () => {
  interface Forgery {
    key?: Wallet;
    version?: number;
    text?: string;
    deadline?: number;
    domain?: TypedDataDomain;
  }

  async function answering(forgery: Forgery = {}) {
    const { reviewBoard, domains, chain } = aftercare();
    const { key = surgeon, version = 1, text = textOf("Thank you."), domain = domains.reviewBoard } = forgery;
    const deadline = forgery.deadline ?? (await chain.now()) + DAY;
    const message = { nullifier: 77n, version, textHash: keccak256(text), deadline };
    return reviewBoard.answer(77n, version, text, deadline, await sign(key, domain, "Answer", message));
  }

  it("is published once for each version", async () => {
    const { reviewBoard } = aftercare();
    await post();
    const answered = await eventOf(reviewBoard, await mined(answering()), "ReviewAnswered");
    expect([...answered]).toEqual([77n, surgeon.address, 1n, textOf("Thank you.")]);
    await expectRevert(reviewBoard, answering({ text: textOf("And again") }), "AlreadyAnswered", [77n, 1n]);
    await post({ version: 2 });
    expect((await reviewBoard.statusOf(77n)).answeredVersion).toBe(1n);
    await mined(answering({ version: 2 }));
    expect((await reviewBoard.statusOf(77n)).answeredVersion).toBe(2n);
  });

  it("is to the latest version of a review that exists", async () => {
    const { reviewBoard } = aftercare();
    await expectRevert(reviewBoard, answering(), "UnknownReview", [77n]);
    await post();
    await expectRevert(reviewBoard, answering({ version: 2 }), "WrongVersion", [2n, 1n]);
    await post({ version: 2 });
    await expectRevert(reviewBoard, answering({ version: 1 }), "WrongVersion", [1n, 2n]);
  });

  it("is signed with the key that the surgeon has rotated to", async () => {
    const { reviewBoard } = aftercare();
    await post();
    const newKey = keyOf("surgeon's new key");
    await rotateKey(aftercare(), surgeon.address, surgeon, newKey);
    await expectRevert(reviewBoard, answering(), "InvalidSignature", [newKey.address]);
    const answered = await eventOf(reviewBoard, await mined(answering({ key: newKey })), "ReviewAnswered");
    expect(answered.surgeon).toBe(surgeon.address);
  });

  it("is refused from anyone else, elsewhere, too late or too long", async () => {
    const { reviewBoard, domains, chain } = aftercare();
    await post();
    await expectRevert(reviewBoard, answering({ key: stranger }), "InvalidSignature", [surgeon.address]);
    await expectRevert(
      reviewBoard,
      answering({ domain: { ...domains.reviewBoard, chainId: 1n } }),
      "InvalidSignature",
    );
    await expectRevert(reviewBoard, answering({ domain: domains.escrow }), "InvalidSignature");
    await expectRevert(reviewBoard, answering({ text: textOf("x".repeat(1_025)) }), "TextTooLong", [
      1_025n,
      1_024n,
    ]);
    const deadline = (await chain.now()) + 100;
    await chain.nextBlockAt(deadline + 1);
    await expectRevert(reviewBoard, answering({ deadline }), "DeadlinePassed", [BigInt(deadline)]);
    await mined(answering({ text: textOf("x".repeat(1_024)) }));
  });
});

describe("the verification key", () => {
  it("says whether it comes from a development ceremony", async () => {
    expect(await aftercare().reviewBoard.usesDevelopmentKey()).toBe(true);
  });
});

describe("an unknown nullifier", () => {
  it("has an empty status", async () => {
    const nullifier = BigInt(id("nothing")) >> 8n;
    expect([...(await aftercare().reviewBoard.statusOf(nullifier))]).toEqual([ZeroAddress, 0n, 0n, 0n]);
  });
});
