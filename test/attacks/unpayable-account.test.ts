// Money that is sent to a contract of the deployment: none of them can pass it on, and nobody can in its place.
import { ZeroAddress } from "ethers";
import { describe, expect, it } from "vitest";

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
  useClaims,
} from "../contracts/support/claims.ts";
import { expectRevert } from "../contracts/support/errors.ts";
import { mined } from "../contracts/support/events.ts";

const FEE = 1_500_000n;

const claims = useClaims();

const UNPAYABLE = {
  nobody: async () => ZeroAddress,
  "the pool": () => claims().pool.getAddress(),
  "the token": () => claims().token.getAddress(),
  "the escrow": () => claims().tree.queue(),
} as const;
type Unpayable = keyof typeof UNPAYABLE;
const CONTRACTS = ["the pool", "the token", "the escrow"] as const satisfies readonly Unpayable[];
const EVERY = ["nobody", ...CONTRACTS] as const;

describe("a claim", () => {
  it.each(EVERY)("is not paid to %s, alone or in a batch, and can still be made", async (whom) => {
    const { pool } = claims();
    const policy = await openPolicy(claims());
    const payee = await UNPAYABLE[whom]();
    const lost = await claimOf(claims(), policy, { payee });
    await expectRevert(pool, claiming(claims(), policy, lost), "UnpayableAccount", [payee]);
    const good = await claimOf(claims(), policy);
    const proofs = [await prove(claims(), policy, good), await prove(claims(), policy, lost)];
    await expectRevert(pool, pool.claimBatch([good, lost], proofs), "UnpayableAccount", [payee]);

    const { nullifier } = lost;
    const { claim } = await claimOn(claims(), policy, { nullifier });
    expect(await claims().token.balanceOf(claim.payee)).toBe(PAYOUT - FEE);
    await expectPoolBalanced(claims());
  });

  it.each(CONTRACTS)("gives no fee to %s", async (whom) => {
    const { pool } = claims();
    const policy = await openPolicy(claims());
    const feeRecipient = await UNPAYABLE[whom]();
    const claim = await claimOf(claims(), policy, { feeRecipient });
    await expectRevert(pool, claiming(claims(), policy, claim), "UnpayableAccount", [feeRecipient]);
  });
});

describe("an insurer's money", () => {
  it.each(EVERY)("is not withdrawn to %s", async (whom) => {
    const { pool, insurer } = claims();
    await fund(claims(), insurer.address, PAYOUT);
    const recipient = await UNPAYABLE[whom]();
    const withdrawal = from(pool, insurer).withdraw(recipient, PAYOUT);
    await expectRevert(pool, withdrawal, "UnpayableAccount", [recipient]);
    await mined(from(pool, insurer).withdraw(insurer.address, PAYOUT));
    expect(await claims().token.balanceOf(insurer.address)).toBe(PAYOUT);
  });

  it.each(EVERY)("is not put down to the account of %s", async (whom) => {
    const insurer = await UNPAYABLE[whom]();
    await expectRevert(claims().pool, fund(claims(), insurer, 1n), "UnpayableAccount", [insurer]);
  });
});
