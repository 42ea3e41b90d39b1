import { id, ZeroAddress } from "ethers";
import { describe, expect, it } from "vitest";

import { from } from "./support/chain.ts";
import {
  claiming,
  claimOf,
  claimOn,
  COVERAGE_ROOT,
  expectPoolBalanced,
  flushSurgeries,
  fund,
  MAXIMUM_CLAIMS,
  NOTICE,
  openPolicy,
  PAYOUT,
  prove,
  publishPolicy,
  signalOf,
  useClaims,
} from "./support/claims.ts";
import type { Claim } from "./support/claims.ts";
import { DAY, keyOf, ROOT_LIFETIME } from "./support/deployment.ts";
import { expectRevert } from "./support/errors.ts";
import { eventOf, mined } from "./support/events.ts";

const claims = useClaims();
const PROMISED = PAYOUT * BigInt(MAXIMUM_CLAIMS);
const FEE = 1_500_000n;

describe("an insurer's funds", () => {
  it("come from anyone and can be withdrawn by the insurer", async () => {
    const { pool, token, insurer, chain } = claims();
    await fund(claims(), insurer.address, 100n);
    expect(await pool.fundsOf(insurer.address)).toBe(100n);
    const recipient = keyOf("recipient").address;
    const receipt = await mined(from(pool, insurer).withdraw(recipient, 60n));
    expect([...(await eventOf(pool, receipt, "Withdrawn"))]).toEqual([insurer.address, recipient, 60n]);
    expect(await token.balanceOf(recipient)).toBe(60n);
    expect(await pool.fundsOf(chain.relayer.address)).toBe(0n);
    await expectPoolBalanced(claims());
  });

  it("are nobody else's to withdraw", async () => {
    const { pool, insurer, rival } = claims();
    await fund(claims(), insurer.address, 100n);
    await expectRevert(pool, from(pool, rival).withdraw(rival.address, 1n), "InsufficientFunds", [0n, 1n]);
  });

  it("cannot be withdrawn as far as they are promised", async () => {
    const { pool, insurer } = claims();
    await openPolicy(claims());
    await fund(claims(), insurer.address, 100n);
    await expectRevert(pool, from(pool, insurer).withdraw(insurer.address, 101n), "InsufficientFunds", [
      100n,
      101n,
    ]);
    await mined(from(pool, insurer).withdraw(insurer.address, 100n));
    expect(await pool.reserveOf(claims().policies[0]!.id)).toBe(PROMISED);
    await expectPoolBalanced(claims());
  });

  it("are not made by tokens sent without a call", async () => {
    const { pool, token, insurer } = claims();
    await mined(token.mint(pool, 500n));
    expect(await pool.fundsOf(insurer.address)).toBe(0n);
    await expectPoolBalanced(claims(), 500n);
  });
});

describe("backing a policy", () => {
  it("reserves all that the policy can ever pay", async () => {
    const { pool, insurer } = claims();
    const policy = await publishPolicy(claims());
    await fund(claims(), insurer.address, PROMISED + 5n);
    const receipt = await mined(from(pool, insurer).back(policy.id));
    expect([...(await eventOf(pool, receipt, "PolicyBacked"))]).toEqual([
      policy.id,
      insurer.address,
      PROMISED,
    ]);
    expect(await pool.reserveOf(policy.id)).toBe(PROMISED);
    expect(await pool.fundsOf(insurer.address)).toBe(5n);
    await expectPoolBalanced(claims());
  });

  it("takes the insurer's own funds, and enough of them", async () => {
    const { pool, insurer, rival } = claims();
    const policy = await publishPolicy(claims());
    await fund(claims(), rival.address, PROMISED);
    await fund(claims(), insurer.address, PROMISED - 1n);
    await expectRevert(pool, from(pool, insurer).back(policy.id), "InsufficientFunds", [
      PROMISED - 1n,
      PROMISED,
    ]);
    await expectRevert(pool, from(pool, rival).back(policy.id), "NotTheInsurer");
  });

  it("is done once, also after a release", async () => {
    const { pool, insurer, chain } = claims();
    const policy = await openPolicy(claims());
    await fund(claims(), insurer.address, PROMISED);
    await expectRevert(pool, from(pool, insurer).back(policy.id), "AlreadyBacked", [policy.id]);
    await chain.nextBlockAt(policy.terms.closesAt + 1);
    await mined(pool.release(policy.id));
    await expectRevert(pool, from(pool, insurer).back(policy.id), "AlreadyBacked", [policy.id]);
  });

  it("is refused for a policy that nobody published, and for one that has closed", async () => {
    const { pool, book, insurer, chain } = claims();
    await expectRevert(book, from(pool, insurer).back(5n), "UnknownPolicy", [5n]);
    const policy = await publishPolicy(claims());
    await fund(claims(), insurer.address, PROMISED);
    await chain.nextBlockAt(policy.terms.closesAt + 1);
    await expectRevert(pool, from(pool, insurer).back(policy.id), "PolicyNotOpen");
  });
});

describe("releasing a policy", () => {
  it("returns what was not paid, after the policy's last second", async () => {
    const { pool, insurer, chain } = claims();
    const policy = await openPolicy(claims());
    await claimOn(claims(), policy);
    await chain.nextBlockAt(policy.terms.closesAt);
    await expectRevert(pool, pool.release(policy.id), "PolicyStillOpen", [BigInt(policy.terms.closesAt)]);
    await chain.nextBlockAt(policy.terms.closesAt + 1);
    await mined(pool.release(policy.id));
    expect(await pool.fundsOf(insurer.address)).toBe(PROMISED - PAYOUT);
    expect(await pool.reserveOf(policy.id)).toBe(0n);
    await expectRevert(pool, pool.release(policy.id), "NotBacked", [policy.id]);
    await expectPoolBalanced(claims());
  });
});

describe("a claim", () => {
  it("is paid to its payee, the fee to the relayer, from the policy's reserve", async () => {
    const { pool, token, chain } = claims();
    const policy = await openPolicy(claims());
    const { claim, receipt } = await claimOn(claims(), policy);
    expect(await token.balanceOf(claim.payee)).toBe(PAYOUT - FEE);
    expect(await token.balanceOf(chain.relayer.address)).toBe(FEE);
    expect(await pool.reserveOf(policy.id)).toBe(PROMISED - PAYOUT);
    expect(await pool.isClaimed(claim.nullifier)).toBe(true);
    expect([...(await eventOf(pool, receipt, "ClaimPaid"))]).toEqual([
      policy.id,
      claim.nullifier,
      claim.payee,
      PAYOUT - FEE,
      chain.relayer.address,
      FEE,
    ]);
    await expectPoolBalanced(claims());
  });

  it("has a signal that binds chain, pool, policy, payee and fee", async () => {
    const { pool } = claims();
    const policy = await openPolicy(claims());
    const claim = await claimOf(claims(), policy);
    expect(await pool.signalOf(claim)).toBe(await signalOf(claims(), claim));
    const changes: Partial<Claim>[] = [
      { policyId: 1n },
      { payee: keyOf("thief").address },
      { feeRecipient: keyOf("thief").address },
      { fee: 2n },
    ];
    const signals = [claim, ...changes.map((change) => ({ ...claim, ...change }))];
    expect(new Set(await Promise.all(signals.map((one) => pool.signalOf(one)))).size).toBe(signals.length);
  });

  it("may go without a fee, or with one for whoever sends it", async () => {
    const { token, pool, rival } = claims();
    const policy = await openPolicy(claims());
    const free = await claimOn(claims(), policy, { fee: 0n, feeRecipient: ZeroAddress });
    expect(await token.balanceOf(free.claim.payee)).toBe(PAYOUT);

    const claim = await claimOf(claims(), policy, { feeRecipient: ZeroAddress });
    const proof = await prove(claims(), policy, claim);
    await mined(from(pool, rival).claim(claim, proof));
    expect(await token.balanceOf(rival.address)).toBe(FEE);
    await expectPoolBalanced(claims());
  });

  it("may give the whole payout to the fee, but no more", async () => {
    const { pool } = claims();
    const policy = await openPolicy(claims());
    await claimOn(claims(), policy, { fee: PAYOUT });
    const greedy = await claimOf(claims(), policy, { fee: PAYOUT + 1n });
    await expectRevert(pool, claiming(claims(), policy, greedy), "FeeAbovePayout", [PAYOUT + 1n, PAYOUT]);
  });

  it("is paid from the policy's first second to its last", async () => {
    const { pool, chain } = claims();
    const opensAt = (await chain.now()) + DAY;
    const policy = await openPolicy(claims(), { opensAt, closesAt: opensAt + 10 });
    const window = [BigInt(opensAt), BigInt(opensAt + 10)];
    const [early, first, last, late] = await Promise.all([1, 2, 3, 4].map(() => claimOf(claims(), policy)));
    const proofs = new Map<Claim, Awaited<ReturnType<typeof prove>>>();
    for (const claim of [early!, first!, last!, late!])
      proofs.set(claim, await prove(claims(), policy, claim));
    const sendAt = async (claim: Claim, time: number) => {
      await chain.nextBlockAt(time);
      return pool.claim(claim, proofs.get(claim)!);
    };
    await expectRevert(pool, sendAt(early!, opensAt - 1), "PolicyNotOpen", window);
    await mined(sendAt(first!, opensAt));
    await mined(sendAt(last!, opensAt + 10));
    await expectRevert(pool, sendAt(late!, opensAt + 11), "PolicyNotOpen", window);
  });

  it("is refused where the policy is not backed, or has paid all that it promised", async () => {
    const { pool } = claims();
    const unbacked = await publishPolicy(claims());
    const claim = await claimOf(claims(), unbacked);
    await expectRevert(pool, claiming(claims(), unbacked, claim), "NotBacked", [unbacked.id]);

    const policy = await openPolicy(claims());
    for (let paid = 0; paid < MAXIMUM_CLAIMS; paid++) await claimOn(claims(), policy);
    const next = await claimOf(claims(), policy);
    await expectRevert(pool, claiming(claims(), policy, next), "PolicyExhausted", [policy.id]);
    await expectPoolBalanced(claims());
  });

  it("is refused against a surgery root that is unknown or stale", async () => {
    const { pool, tree, chain } = claims();
    const policy = await openPolicy(claims());
    const unknown = await claimOf(claims(), policy, { root: 1n });
    await expectRevert(pool, claiming(claims(), policy, unknown), "InvalidRoot", [1n]);

    const old = await tree.root();
    await flushSurgeries(claims());
    await claimOn(claims(), policy, { root: old });
    await chain.mineAt((await chain.now()) + ROOT_LIFETIME);
    const stale = await claimOf(claims(), policy, { root: old });
    await expectRevert(pool, claiming(claims(), policy, stale), "InvalidRoot", [old]);
  });

  it("is refused against a coverage root that is not the policy's or stale", async () => {
    const { pool, book, insurer, chain } = claims();
    const policy = await openPolicy(claims());
    const other = await openPolicy(claims());
    await mined(from(book, insurer).setCoverage(other.id, 9n, 0, []));
    const foreign = await claimOf(claims(), policy, { coverageRoot: 9n });
    await expectRevert(pool, claiming(claims(), policy, foreign), "StaleCoverageRoot", [policy.id, 9n]);

    await mined(from(book, insurer).setCoverage(policy.id, 10n, 0, []));
    await claimOn(claims(), policy, { coverageRoot: COVERAGE_ROOT });
    await chain.mineAt((await chain.now()) + NOTICE);
    const stale = await claimOf(claims(), policy);
    await expectRevert(pool, claiming(claims(), policy, stale), "StaleCoverageRoot", [
      policy.id,
      COVERAGE_ROOT,
    ]);
  });

  it("says that the key is for development", async () => {
    expect(await claims().pool.usesDevelopmentKey()).toBe(true);
  });
});

describe("a surgery claimed twice", () => {
  it("is paid once under one policy", async () => {
    const { pool } = claims();
    const policy = await openPolicy(claims());
    const { claim } = await claimOn(claims(), policy);
    await expectRevert(pool, claiming(claims(), policy, claim), "AlreadyClaimed", [claim.nullifier]);
    const elsewhere = await claimOf(claims(), policy, { nullifier: claim.nullifier });
    await expectRevert(pool, claiming(claims(), policy, elsewhere), "AlreadyClaimed", [claim.nullifier]);
  });

  it("is paid once by the policies of a group, whoever their insurers are", async () => {
    const { pool, rival } = claims();
    const group = id("insurers who agreed");
    const first = await openPolicy(claims(), { group });
    const second = await openPolicy(claims(), { group, insurer: rival.address });
    const { claim } = await claimOn(claims(), first);
    // Same scope, so the circuit gives the surgery the same nullifier.
    const again = await claimOf(claims(), second, { nullifier: claim.nullifier });
    await expectRevert(pool, claiming(claims(), second, again), "AlreadyClaimed", [claim.nullifier]);
    await expectPoolBalanced(claims());
  });

  it("is paid by each of two policies that agreed on nothing", async () => {
    const first = await openPolicy(claims());
    const second = await openPolicy(claims());
    expect(second.scope).not.toBe(first.scope);
    await claimOn(claims(), first);
    await claimOn(claims(), second);
    await expectPoolBalanced(claims());
  });
});

describe("a batch", () => {
  it("pays claims under several policies at once", async () => {
    const { pool, token } = claims();
    const policies = [await openPolicy(claims()), await openPolicy(claims(), { payout: 7_000_000n })];
    const batch: Claim[] = [];
    const proofs = [];
    for (const policy of [policies[0]!, policies[1]!, policies[0]!]) {
      const claim = await claimOf(claims(), policy);
      batch.push(claim);
      proofs.push(await prove(claims(), policy, claim));
    }
    expect(await pool.claimBatch.staticCall(batch, proofs)).toBe(3n);
    await mined(pool.claimBatch(batch, proofs));
    expect(await token.balanceOf(batch[0]!.payee)).toBe(PAYOUT - FEE);
    expect(await token.balanceOf(batch[1]!.payee)).toBe(7_000_000n - FEE);
    expect(await token.balanceOf(batch[2]!.payee)).toBe(PAYOUT - FEE);
    await expectPoolBalanced(claims());
  });

  it("skips what was paid before, and the second of two equal claims", async () => {
    const { pool, token } = claims();
    const policy = await openPolicy(claims());
    const { claim: paid } = await claimOn(claims(), policy);
    const fresh = await claimOf(claims(), policy);
    const [proofOfPaid, proofOfFresh] = [
      await prove(claims(), policy, paid),
      await prove(claims(), policy, fresh),
    ];
    const batch = [paid, fresh, fresh];
    const proofs = [proofOfPaid, proofOfFresh, proofOfFresh];
    expect(await pool.claimBatch.staticCall(batch, proofs)).toBe(1n);
    const receipt = await mined(pool.claimBatch(batch, proofs));
    expect((await eventOf(pool, receipt, "ClaimPaid")).payee).toBe(fresh.payee);
    expect(await token.balanceOf(fresh.payee)).toBe(PAYOUT - FEE);
    expect(await pool.claimBatch.staticCall([paid], [proofOfPaid])).toBe(0n);
    await expectPoolBalanced(claims());
  });

  it("pays nothing if one of its proofs is false", async () => {
    const { pool } = claims();
    const policy = await openPolicy(claims());
    const [good, bad] = [await claimOf(claims(), policy), await claimOf(claims(), policy)];
    const proof = await prove(claims(), policy, good);
    await expectRevert(pool, pool.claimBatch([good, bad], [proof, proof]), "InvalidProof");
    expect(await pool.isClaimed(good.nullifier)).toBe(false);
  });

  it("takes one proof for each claim", async () => {
    const { pool } = claims();
    const policy = await openPolicy(claims());
    const claim = await claimOf(claims(), policy);
    await expectRevert(pool, pool.claimBatch([claim], []), "BatchMismatch", [1n, 0n]);
    expect(await pool.claimBatch.staticCall([], [])).toBe(0n);
  });

  it("cannot pay more than a policy promised", async () => {
    const { pool } = claims();
    const policy = await openPolicy(claims());
    const batch: Claim[] = [];
    const proofs = [];
    for (let made = 0; made <= MAXIMUM_CLAIMS; made++) {
      batch.push(await claimOf(claims(), policy));
      proofs.push(await prove(claims(), policy, batch.at(-1)!));
    }
    await expectRevert(pool, pool.claimBatch(batch, proofs), "PolicyExhausted", [policy.id]);
  });
});
