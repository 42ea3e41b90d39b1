import { describe, expect, it } from "vitest";

import { FIELD_MODULUS } from "../../prover/field.ts";
import { from } from "../contracts/support/chain.ts";
import {
  claiming,
  claimOf,
  claimOn,
  expectPoolBalanced,
  fund,
  openPolicy,
  PAYOUT,
  prove,
  publishPolicy,
  useClaims,
} from "../contracts/support/claims.ts";
import { keyOf } from "../contracts/support/deployment.ts";
import { expectRevert } from "../contracts/support/errors.ts";
import { eventOf, mined } from "../contracts/support/events.ts";

const FEE = 1_500_000n;

describe("a copied claim", () => {
  const claims = useClaims();

  it("still pays payee and relayer that the proof names", async () => {
    const { pool, token, rival, chain } = claims();
    const policy = await openPolicy(claims());
    const claim = await claimOf(claims(), policy);
    const proof = await prove(claims(), policy, claim);
    await mined(from(pool, rival).claim(claim, proof));
    expect(await token.balanceOf(claim.payee)).toBe(PAYOUT - FEE);
    expect(await token.balanceOf(chain.relayer.address)).toBe(FEE);
    expect(await token.balanceOf(rival.address)).toBe(0n);
  });

  it("cannot name another payee, relayer, fee, nullifier, root or policy", async () => {
    const { pool, rival } = claims();
    const policy = await openPolicy(claims());
    // Of the same program, so that only scope and signal tell the two apart.
    const twin = await openPolicy(claims());
    const claim = await claimOf(claims(), policy);
    const proof = await prove(claims(), policy, claim);
    for (const change of [
      { payee: rival.address },
      { feeRecipient: rival.address },
      { fee: 0n },
      { nullifier: claim.nullifier + 1n },
      { policyId: twin.id },
    ]) {
      await expectRevert(pool, from(pool, rival).claim({ ...claim, ...change }, proof), "InvalidProof");
      await expectRevert(
        pool,
        from(pool, rival).claimBatch([{ ...claim, ...change }], [proof]),
        "InvalidProof",
      );
    }
  });

  it("cannot move to a policy of the same group, program and coverage", async () => {
    const { pool } = claims();
    const group = `0x${"11".repeat(32)}`;
    const policy = await openPolicy(claims(), { group });
    const twin = await openPolicy(claims(), { group });
    const claim = await claimOf(claims(), policy);
    const proof = await prove(claims(), policy, claim);
    await expectRevert(pool, pool.claim({ ...claim, policyId: twin.id }, proof), "InvalidProof");
  });

  it("cannot stop a batch by being sent first", async () => {
    const { pool, token, rival } = claims();
    const policy = await openPolicy(claims());
    const batch = [await claimOf(claims(), policy), await claimOf(claims(), policy)];
    const proofs = [await prove(claims(), policy, batch[0]!), await prove(claims(), policy, batch[1]!)];
    await mined(from(pool, rival).claim(batch[0]!, proofs[0]!));
    await mined(pool.claimBatch(batch, proofs));
    for (const claim of batch) expect(await token.balanceOf(claim.payee)).toBe(PAYOUT - FEE);
    await expectPoolBalanced(claims());
  });
});

describe("a proof for one pool", () => {
  const claims = useClaims();

  it("does nothing at another one over the same policies", async () => {
    const { pool, token, book, tree, verifier, chain, insurer } = claims();
    const policy = await publishPolicy(claims());
    const other = await chain.deploy<typeof pool>("ClaimPool", [token, book, tree, verifier]);
    const elsewhere = { ...claims(), pool: other };
    const { payout, maximumClaims } = policy.terms;
    await fund(elsewhere, insurer.address, payout * BigInt(maximumClaims));
    await mined(from(other, insurer).back(policy.id));
    const claim = await claimOf(claims(), policy);
    const proof = await prove(claims(), policy, claim);
    await expectRevert(other, other.claim(claim, proof), "InvalidProof");
  });
});

describe("an insurer", () => {
  const claims = useClaims();

  it("cannot take back a promise by emptying the pool", async () => {
    const { pool, insurer } = claims();
    const policy = await openPolicy(claims());
    await expectRevert(pool, from(pool, insurer).withdraw(insurer.address, 1n), "InsufficientFunds");
    await expectRevert(pool, pool.release(policy.id), "PolicyStillOpen");
    await claimOn(claims(), policy);
  });

  it("cannot spend another insurer's funds or reserves with claims on a policy of his own", async () => {
    const { pool, insurer, rival } = claims();
    const honest = await openPolicy(claims());
    await fund(claims(), insurer.address, PAYOUT);
    const selfDealing = await publishPolicy(claims(), { insurer: rival.address });
    await expectRevert(pool, from(pool, rival).back(selfDealing.id), "InsufficientFunds");
    const claim = await claimOf(claims(), selfDealing);
    await expectRevert(pool, claiming(claims(), selfDealing, claim), "NotBacked");
    expect(await pool.reserveOf(honest.id)).toBe(PAYOUT * 3n);
    await expectPoolBalanced(claims());
  });

  it("cannot make the promise so large that it wraps", async () => {
    const { pool, insurer } = claims();
    const policy = await publishPolicy(claims(), { payout: 2n ** 128n - 1n, maximumClaims: 2 ** 32 - 1 });
    await fund(claims(), insurer.address, PAYOUT);
    const promise = (2n ** 128n - 1n) * (2n ** 32n - 1n);
    await expectRevert(pool, from(pool, insurer).back(policy.id), "InsufficientFunds", [PAYOUT, promise]);
  });

  it("cannot take the number of a policy for his group's scope", async () => {
    const { book } = claims();
    const policy = await publishPolicy(claims());
    const group = `0x${policy.id.toString(16).padStart(64, "0")}`;
    expect(await book.scopeOfGroup(group)).not.toBe(policy.scope);
  });
});

describe("a nullifier plus the field's order", () => {
  const claims = useClaims({ verifier: "ClaimBatchVerifier" });

  it("is refused by the real verifier, so that no surgery has two", async () => {
    const { pool } = claims();
    const policy = await openPolicy(claims());
    const claim = await claimOf(claims(), policy, { nullifier: FIELD_MODULUS + 1n });
    const points = {
      a: [1n, 2n],
      b: [
        [0n, 0n],
        [0n, 0n],
      ],
      c: [1n, 2n],
    } as Parameters<typeof pool.claim>[1];
    await expectRevert(pool, pool.claim(claim, points), "InvalidProof");
  });
});

describe("an account that the token refuses", () => {
  const claims = useClaims({ token: "BlocklistToken" });

  it("stops neither a batch nor the relayer, and loses nothing", async () => {
    const { pool, token, chain } = claims();
    const policy = await openPolicy(claims());
    const batch = [await claimOf(claims(), policy), await claimOf(claims(), policy)];
    const [blocked, other] = batch as [(typeof batch)[0], (typeof batch)[0]];
    const setBlocked = token.getFunction("setBlocked");
    await mined(setBlocked(blocked.payee, true));
    const proofs = [await prove(claims(), policy, blocked), await prove(claims(), policy, other)];

    const receipt = await mined(pool.claimBatch(batch, proofs));
    expect([...(await eventOf(pool, receipt, "PaymentDeferred"))]).toEqual([blocked.payee, PAYOUT - FEE]);
    expect(await token.balanceOf(other.payee)).toBe(PAYOUT - FEE);
    expect(await token.balanceOf(chain.relayer.address)).toBe(2n * FEE);
    expect(await pool.owedTo(blocked.payee)).toBe(PAYOUT - FEE);
    await expectPoolBalanced(claims());

    await mined(setBlocked(blocked.payee, false));
    await mined(pool.collect(blocked.payee));
    expect(await token.balanceOf(blocked.payee)).toBe(PAYOUT - FEE);
    await expectRevert(pool, pool.collect(blocked.payee), "NothingToCollect", [blocked.payee]);
    await expectPoolBalanced(claims());
  });
});

describe("a token that fails by returning false", () => {
  const claims = useClaims({ token: "FalseToken" });

  it("defers the payment instead of losing it", async () => {
    const { pool } = claims();
    const policy = await openPolicy(claims());
    const { claim } = await claimOn(claims(), policy);
    expect(await pool.owedTo(claim.payee)).toBe(PAYOUT - FEE);
    await expectPoolBalanced(claims());
  });
});

describe("a token that keeps a part", () => {
  const claims = useClaims({ token: "TollToken" });

  it("funds nobody", async () => {
    const { pool, insurer } = claims();
    await expectRevert(pool, fund(claims(), insurer.address, 100n), "FundingMismatch", [99n, 100n]);
  });
});

describe("a token that calls back", () => {
  const claims = useClaims({ token: "ReentrantToken" });

  it("cannot claim, withdraw or collect in the middle of a payment", async () => {
    const { pool, token } = claims();
    const policy = await openPolicy(claims());
    const [first, second] = [await claimOf(claims(), policy), await claimOf(claims(), policy)];
    const proofs = [await prove(claims(), policy, first), await prove(claims(), policy, second)];
    const calls = [
      pool.interface.encodeFunctionData("claim", [second, proofs[1]!]),
      pool.interface.encodeFunctionData("withdraw", [keyOf("thief").address, 0n]),
      pool.interface.encodeFunctionData("collect", [first.payee]),
    ];
    const reentered = pool.interface.getError("ReentrancyGuardReentrantCall")!.selector;
    for (const [index, call] of calls.entries()) {
      await mined(token.getFunction("callBack")(pool, call));
      const claim = index === 0 ? first : await claimOf(claims(), policy);
      await mined(claiming(claims(), policy, claim));
      expect(await token.getFunction("outcome")()).toBe(reentered);
    }
    expect(await pool.isClaimed(second.nullifier)).toBe(false);
    await expectPoolBalanced(claims());
  });
});
