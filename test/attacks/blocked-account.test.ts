// Accounts and deployments that Circle's dollar blocks or pauses: who is held up, who is not, and what becomes of the money.
import type { BaseContract } from "ethers";
import { beforeEach, describe, expect, it } from "vitest";

import { Booking, type Sending } from "../contracts/support/booking.ts";
import {
  claimOf,
  claimOn,
  expectPoolBalanced,
  openPolicy,
  PAYOUT,
  prove,
  useClaims,
} from "../contracts/support/claims.ts";
import {
  keyOf,
  licenseSurgeon,
  PROTOCOL_FEE,
  REVIEW_FEE,
  useAftercare,
} from "../contracts/support/deployment.ts";
import { mined } from "../contracts/support/events.ts";
import { domainOf } from "../contracts/support/messages.ts";

const surgeon = keyOf("surgeon");
const BLOCKED = "Blacklistable: account is blacklisted";
const PAUSED = "Pausable: paused";
const FEE = 1_500_000n;

/** What only Circle can do. */
const circle = (token: BaseContract) => ({
  block: (account: string) => mined(token.getFunction("setBlacklisted").send(account, true)),
  unblock: (account: string) => mined(token.getFunction("setBlacklisted").send(account, false)),
  pause: () => mined(token.getFunction("setPaused").send(true)),
  resume: () => mined(token.getFunction("setPaused").send(false)),
});

describe("an escrow on Circle's dollar", () => {
  const aftercare = useAftercare({ token: "CircleDollar" });
  beforeEach(() => licenseSurgeon(aftercare(), surgeon));

  const ruler = async () =>
    circle(await aftercare().chain.ethers.getContractAt("CircleDollar", aftercare().token));
  async function paying(): Promise<Sending> {
    const { chain, token } = aftercare();
    return {
      tokenDomain: { ...domainOf("USD Coin", chain.chainId, await token.getAddress()), version: "2" },
    };
  }
  async function executed(): Promise<Booking> {
    const booking = await Booking.of(aftercare(), surgeon);
    await booking.perform("schedule", await paying());
    await booking.perform("confirm");
    await booking.perform("execute");
    return booking;
  }
  const refund = async (booking: Booking) => {
    await booking.perform("schedule", await paying());
    await booking.perform("cancel");
  };

  it("keeps a blocked patient's refund for her, whoever asks, until she is unblocked", async () => {
    const { escrow, token } = aftercare();
    const { block, unblock } = await ruler();
    const booking = await Booking.of(aftercare(), surgeon);
    const { patient, deposit } = booking.terms;
    await refund(booking);
    await block(patient);
    await expect(escrow.collect(patient)).rejects.toThrow(BLOCKED);
    expect(await escrow.balanceOf(patient)).toBe(deposit);

    await unblock(patient);
    await mined(escrow.collect(patient));
    expect(await token.balanceOf(patient)).toBe(deposit);
  });

  it("lets a blocked patient close, so that the surgeon is paid and the review can be written", async () => {
    const { escrow, token } = aftercare();
    const { block } = await ruler();
    const booking = await executed();
    await block(booking.terms.patient);
    await booking.perform("close");
    await mined(escrow.collect(surgeon.address));
    expect(await token.balanceOf(surgeon.address)).toBe(booking.terms.deposit - PROTOCOL_FEE - REVIEW_FEE);
  });

  it("takes no deposit from a blocked patient, and loses none", async () => {
    const { escrow, token } = aftercare();
    const { block } = await ruler();
    const booking = await Booking.of(aftercare(), surgeon);
    await block(booking.terms.patient);
    await expect(booking.send("schedule", await paying())).rejects.toThrow(BLOCKED);
    expect(await escrow.progressOf(booking.id)).toBe(0n);
    expect(await token.balanceOf(booking.terms.patient)).toBe(booking.terms.deposit);
  });

  it("holds nobody else up when one account is blocked", async () => {
    const { escrow, token } = aftercare();
    const { block } = await ruler();
    const [blocked, free] = [await Booking.of(aftercare(), surgeon), await Booking.of(aftercare(), surgeon)];
    for (const booking of [blocked, free]) await refund(booking);
    await block(blocked.terms.patient);
    await mined(escrow.collect(free.terms.patient));
    expect(await token.balanceOf(free.terms.patient)).toBe(free.terms.deposit);
  });

  it("goes on without moving money while itself is blocked or the token paused, and then pays everything", async () => {
    const { escrow, token } = aftercare();
    const { block, unblock, pause, resume } = await ruler();
    const booking = await executed();
    await block(await escrow.getAddress());
    await pause();
    await booking.perform("close");
    await expect(escrow.collect(surgeon.address)).rejects.toThrow(PAUSED);
    await resume();
    await expect(escrow.collect(surgeon.address)).rejects.toThrow(BLOCKED);
    await unblock(await escrow.getAddress());
    await mined(escrow.collect(surgeon.address));
    expect(await token.balanceOf(surgeon.address)).toBe(booking.terms.deposit - PROTOCOL_FEE - REVIEW_FEE);
  });
});

describe("a claim pool on Circle's dollar", () => {
  const claims = useClaims({ token: "CircleDollar" });
  const ruler = () => circle(claims().token);

  it("keeps a blocked payee's payout, and pays the others of the batch", async () => {
    const { pool, token } = claims();
    const { block, unblock } = ruler();
    const policy = await openPolicy(claims());
    const [blocked, other] = [await claimOf(claims(), policy), await claimOf(claims(), policy)];
    await block(blocked.payee);
    const proofs = [await prove(claims(), policy, blocked), await prove(claims(), policy, other)];
    await mined(pool.claimBatch([blocked, other], proofs));
    expect(await token.balanceOf(other.payee)).toBe(PAYOUT - FEE);
    expect(await pool.owedTo(blocked.payee)).toBe(PAYOUT - FEE);
    await expect(pool.collect(blocked.payee)).rejects.toThrow(BLOCKED);
    await expectPoolBalanced(claims());

    await unblock(blocked.payee);
    await mined(pool.collect(blocked.payee));
    expect(await token.balanceOf(blocked.payee)).toBe(PAYOUT - FEE);
  });

  it("notes what it owes while the token is paused", async () => {
    const { pool, token } = claims();
    const { pause, resume } = ruler();
    const policy = await openPolicy(claims());
    await pause();
    const { claim } = await claimOn(claims(), policy);
    expect(await pool.owedTo(claim.payee)).toBe(PAYOUT - FEE);
    await resume();
    await mined(pool.collect(claim.payee));
    expect(await token.balanceOf(claim.payee)).toBe(PAYOUT - FEE);
  });
});
