import { concat, id, Interface, keccak256, toBeHex, ZeroAddress, ZeroHash } from "ethers";
import { beforeEach, describe, expect, it } from "vitest";

import { FIELD_MODULUS } from "../../prover/field.ts";
import { expectBalanced } from "./support/balance.ts";
import { Booking, packed } from "./support/booking.ts";
import type { Terms } from "./support/booking.ts";
import type { Standing } from "../../client/protocol/life-cycle.ts";
import { onBranch } from "./support/branch.ts";
import { from } from "./support/chain.ts";
import {
  DAY,
  deployEscrow,
  HOUR,
  keyOf,
  licenseSurgeon,
  PROTOCOL_FEE,
  REVIEW_FEE,
  useAftercare,
} from "./support/deployment.ts";
import { expectRevert } from "./support/errors.ts";
import { eventOf, mined } from "./support/events.ts";
import { queueWord } from "./support/queue.ts";
import { RULES } from "./support/terms.ts";
import type { Rules } from "./support/terms.ts";

const aftercare = useAftercare();
const surgeon = keyOf("surgeon");
const stranger = keyOf("stranger");

beforeEach(async () => {
  await licenseSurgeon(aftercare(), surgeon);
});

const book = (change: Partial<Terms & { agreed: Partial<Rules> }> = {}) =>
  Booking.of(aftercare(), surgeon, change);
const reach = async (state: Standing) => (await book()).reach(state);

describe("the booking id", () => {
  it("is the hash of the terms' six words", async () => {
    const booking = await book();
    const words = Object.values(packed(booking.terms)).map((word) =>
      typeof word === "bigint" ? toBeHex(word, 32) : word,
    );
    expect(booking.id).toBe(keccak256(concat(words)));
  });
});

describe("the domain of messages", () => {
  it("is published by ERC-5267, as those of registry and review board are", async () => {
    const { chain, escrow, registry, reviewBoard } = aftercare();
    for (const [contract, expected] of [
      [escrow, "Aftercare SurgeryEscrow"],
      [registry, "Aftercare SurgeonRegistry"],
      [reviewBoard, "Aftercare ReviewBoard"],
    ] as const) {
      const { name, version, chainId, verifyingContract } = await contract.eip712Domain();
      const address = await contract.getAddress();
      expect([name, version, chainId, verifyingContract]).toEqual([expected, "1", chain.chainId, address]);
    }
  });
});

describe("the life of a surgery", () => {
  it("goes from an offer to CLOSED, keeping the money whole at each step", async () => {
    const { escrow, token } = aftercare();
    const booking = await book();
    await booking.perform("propose");
    await booking.perform("schedule");
    expect(await token.balanceOf(escrow)).toBe(booking.terms.deposit);
    await booking.perform("confirm");
    await booking.perform("execute");
    await booking.perform("close");

    expect(await escrow.feesOf(surgeon.address)).toBe(PROTOCOL_FEE);
    expect(await escrow.balanceOf(surgeon.address)).toBe(booking.terms.deposit - PROTOCOL_FEE - REVIEW_FEE);
    expect(await escrow.balanceOf(booking.terms.patient)).toBe(0n);
    expect(await escrow.reviewPot()).toBe(REVIEW_FEE);
  });

  it("may leave out posting the offer", async () => {
    const booking = await reach("CLOSED");
    expect(booking.standing).toBe("CLOSED");
  });

  it("tells each step by an event from which the state can be rebuilt", async () => {
    const { escrow } = aftercare();
    const booking = await book();
    const terms = packed(booking.terms);
    const words = { ...terms, surgeonAndDeposit: BigInt(terms.surgeonAndDeposit) };
    const proposed = await eventOf(escrow, await booking.perform("propose"), "Proposed");
    expect([proposed.bookingId, proposed.surgeon]).toEqual([booking.id, surgeon.address]);
    expect(proposed.terms.toObject()).toEqual(words);

    const scheduled = await eventOf(escrow, await booking.perform("schedule"), "Scheduled");
    expect(scheduled.terms.toObject()).toEqual(words);

    const surgeryTime = booking.terms.appointmentTime + DAY;
    const confirmed = await eventOf(escrow, await booking.perform("confirm", { surgeryTime }), "Confirmed");
    expect([...confirmed]).toEqual([booking.id, surgeon.address, booking.planHash, BigInt(surgeryTime)]);

    const executed = await eventOf(escrow, await booking.perform("execute"), "Executed");
    expect([...executed]).toEqual([booking.id, surgeon.address, booking.recordCommitment]);

    const closed = await eventOf(escrow, await booking.perform("close"), "Closed");
    expect([...closed]).toEqual([
      booking.id,
      surgeon.address,
      0n,
      booking.terms.patientCommitment,
      booking.recordCommitment,
    ]);
  });

  it("never needs a transaction from patient or surgeon: a third account relays all of it", async () => {
    const { escrow, chain } = aftercare();
    const [, other] = chain.accounts;
    if (other === undefined) throw new Error("no second account");
    const booking = await book();
    await booking.perform("propose");
    const { deadline, signature } = await booking.message("Acceptance", "surgeon", {});
    const relayed = from(escrow, other).schedule(
      packed(booking.terms),
      deadline,
      await booking.depositSignature(),
      signature,
    );
    expect((await mined(relayed)).status).toBe(1);
  });
});

describe("an offer", () => {
  const patient = keyOf("one patient").address;
  const nobody = ZeroAddress;

  it.each([
    ["patient", { patient: nobody }],
    ["surgeon", { surgeon: nobody }],
    ["arbiter", { patient, arbiter: patient }],
    ["arbiter", { arbiter: surgeon.address }],
    ["deposit", { deposit: PROTOCOL_FEE + REVIEW_FEE }],
    ["deposit", { deposit: 10n ** 15n + 1n }],
  ])("is refused for its %s: %o", async (term, change) => {
    const booking = await book();
    Object.assign(booking.terms, change);
    await expectRevert(aftercare().escrow, booking.send("propose"), "InvalidTerms", [term]);
    await expectRevert(aftercare().escrow, booking.send("schedule"), "InvalidTerms", [term]);
  });

  it.each([
    ["deposit", { deposit: PROTOCOL_FEE + REVIEW_FEE + 1n }],
    ["deposit", { deposit: 10n ** 15n }],
    ["arbiter", { arbiter: nobody }],
  ])("is accepted at the edge of its %s: %o", async (_term, change) => {
    const booking = await book(change);
    await booking.perform("schedule");
    expect(booking.standing).toBe("SCHEDULED");
  });

  const BOUNDS: readonly [keyof Rules, number, number][] = [
    ["executionWindow", DAY, 90 * DAY],
    ["closingWindow", 3 * DAY, 180 * DAY],
    ["cancellationWindow", 0, 30 * DAY],
    ["noShowWindow", HOUR, RULES.executionWindow],
    ["contestWindow", 2 * DAY, 30 * DAY],
    ["settlementWindow", DAY, 60 * DAY],
    ["rulingWindow", DAY, 60 * DAY],
    ["lateCancellationShare", 0, 10_000],
    ["noShowShare", 0, 10_000],
    ["defaultShare", 0, 10_000],
    ["maximumReschedules", 0, 10],
  ];

  it.each(BOUNDS)("agrees on a rule %s from %d to %d and no other", async (name, minimum, maximum) => {
    const { escrow } = aftercare();
    const step = name.endsWith("Window") ? HOUR : 1;
    // The no-show window has to fit into the execution window.
    const wide = name === "executionWindow" ? { noShowWindow: HOUR } : {};
    for (const value of [minimum - step, minimum, maximum, maximum + step]) {
      if (value < 0) continue;
      const booking = await book({ agreed: { ...wide, [name]: value } });
      const offered = booking.simulate("propose");
      if (value < minimum || value > maximum) await expectRevert(escrow, offered, "InvalidTerms", [name]);
      else expect(await offered).toBe(booking.id);
    }
  });

  it("has nothing in the unused bits of its rules", async () => {
    for (let bit = 176n; bit < 256n; bit += 1n) {
      const booking = await book();
      booking.terms.rules |= 1n << bit;
      await expectRevert(aftercare().escrow, booking.send("propose"), "InvalidTerms", ["rules"]);
    }
  });

  it("may not have one person on both sides", async () => {
    const booking = await book({ patient: surgeon.address });
    await expectRevert(aftercare().escrow, booking.send("propose"), "InvalidTerms", ["surgeon"]);
  });

  it("needs an appointment from a day to 730 days ahead", async () => {
    const { escrow, chain } = aftercare();
    const at = (await chain.now()) + 100;
    for (const [appointmentTime, refused] of [
      [at + DAY - 1, true],
      [at + DAY, false],
      [at + 730 * DAY, false],
      [at + 730 * DAY + 1, true],
    ] as const) {
      const booking = await book({ appointmentTime });
      await onBranch(aftercare(), async () => {
        await chain.nextBlockAt(at);
        const sent = booking.send("propose");
        if (refused) await expectRevert(escrow, sent, "InvalidSurgeryTime", [BigInt(appointmentTime)]);
        else expect((await mined(sent)).status).toBe(1);
      });
    }
  });

  it.each([0n, FIELD_MODULUS, FIELD_MODULUS + 5n])(
    "needs a commitment that is a field element, not %d",
    async (value) => {
      const booking = await book({ patientCommitment: value });
      await expectRevert(aftercare().escrow, booking.send("propose"), "InvalidCommitment", [value]);
      await expectRevert(aftercare().escrow, booking.send("schedule"), "InvalidCommitment", [value]);
    },
  );

  it("has to carry the protocol fee in force", async () => {
    const booking = await book({ protocolFee: PROTOCOL_FEE - 1n });
    await expectRevert(aftercare().escrow, booking.send("schedule"), "ProtocolFeeMismatch", [
      PROTOCOL_FEE - 1n,
      PROTOCOL_FEE,
    ]);
  });

  it("can be accepted until the second before its expiry", async () => {
    const { escrow, chain } = aftercare();
    const booking = await book();
    const { offerExpiry } = booking.terms;
    await onBranch(aftercare(), async () => {
      await chain.nextBlockAt(offerExpiry);
      await expectRevert(escrow, booking.send("schedule"), "OfferExpired", [BigInt(offerExpiry)]);
    });
    await chain.nextBlockAt(offerExpiry - 1);
    await booking.perform("schedule");
    expect(booking.standing).toBe("SCHEDULED");
  });

  it("can be expired from its expiry on, not before", async () => {
    const { escrow, chain } = aftercare();
    const booking = await reach("PROPOSED");
    await chain.nextBlockAt(booking.terms.offerExpiry - 1);
    await expectRevert(escrow, booking.send("expire"), "OfferNotExpired", [
      BigInt(booking.terms.offerExpiry),
    ]);
    await booking.perform("expire");
    expect(booking.standing).toBe("EXPIRED");
  });

  it("cannot be posted twice", async () => {
    const booking = await reach("PROPOSED");
    await expectRevert(aftercare().escrow, booking.send("propose"), "WrongState", [booking.id, 1n]);
  });

  it("withdrawn before anyone posted it can never be accepted", async () => {
    const booking = await book();
    await booking.perform("withdrawOffer");
    await expectRevert(aftercare().escrow, booking.send("schedule"), "WrongState", [booking.id, 6n]);
  });

  it("withdrawn after it was posted can never be accepted", async () => {
    const booking = await reach("PROPOSED");
    await booking.perform("withdrawOffer");
    await expectRevert(aftercare().escrow, booking.send("schedule"), "WrongState", [booking.id, 6n]);
  });
});

describe("the surgeon's licence", () => {
  it("is needed to post and to accept an offer", async () => {
    const { registry } = aftercare();
    const unlicensed = keyOf("unlicensed surgeon");
    const booking = await Booking.of(aftercare(), unlicensed);
    await expectRevert(registry, booking.send("propose"), "UnknownSurgeon", [unlicensed.address]);
    await expectRevert(registry, booking.send("schedule"), "UnknownSurgeon", [unlicensed.address]);
  });

  it("must not have expired", async () => {
    const { registry, chain } = aftercare();
    const lapsing = keyOf("surgeon whose licence lapses");
    await licenseSurgeon(aftercare(), lapsing, lapsing.address, DAY);
    const { licence } = await registry.registrationOf(lapsing.address);
    const booking = await Booking.of(aftercare(), lapsing);
    await chain.nextBlockAt(licence.expiry);
    await expectRevert(registry, booking.send("schedule"), "LicenceNotValid", [
      lapsing.address,
      licence.expiry,
      0n,
      false,
    ]);
  });

  it("is not needed to finish what was booked while it was valid", async () => {
    const { registry, chain } = aftercare();
    const lapsing = keyOf("surgeon whose licence lapses");
    await licenseSurgeon(aftercare(), lapsing, lapsing.address, DAY);
    const booking = await (await Booking.of(aftercare(), lapsing)).reach("CONFIRMED");
    await chain.mineAt(booking.terms.appointmentTime);
    expect(await registry.isLicensed(lapsing.address)).toBe(false);
    await booking.perform("execute");
    await booking.perform("close");
    expect(booking.standing).toBe("CLOSED");
  });
});

describe("the plan", () => {
  it("moves the surgery to a time from a day to 730 days ahead", async () => {
    const { escrow, chain } = aftercare();
    const booking = await reach("SCHEDULED");
    const at = (await chain.now()) + DAY;
    for (const [surgeryTime, refused] of [
      [at + DAY - 1, true],
      [at + DAY, false],
      [at + 730 * DAY, false],
      [at + 730 * DAY + 1, true],
    ] as const) {
      await onBranch(aftercare(), async () => {
        await chain.nextBlockAt(at);
        const sent = booking.send("confirm", { surgeryTime });
        if (refused) await expectRevert(escrow, sent, "InvalidSurgeryTime", [BigInt(surgeryTime)]);
        else expect((await mined(sent)).status).toBe(1);
      });
    }
  });

  it("needs no notice for the time agreed before, while that is ahead", async () => {
    const { escrow, chain } = aftercare();
    const booking = await reach("SCHEDULED");
    const { surgeryTime } = booking.progress;
    await onBranch(aftercare(), async () => {
      await chain.nextBlockAt(surgeryTime + 1);
      await expectRevert(escrow, booking.send("confirm"), "InvalidSurgeryTime", [BigInt(surgeryTime)]);
    });
    await chain.nextBlockAt(surgeryTime);
    expect((await mined(booking.send("confirm"))).status).toBe(1);
  });

  it("cannot be empty", async () => {
    const booking = await reach("SCHEDULED");
    booking.planHash = ZeroHash;
    await expectRevert(aftercare().escrow, booking.send("confirm"), "InvalidTerms", ["planHash"]);
  });

  it("binds to exactly the hash and time that both signed", async () => {
    const { escrow } = aftercare();
    const booking = await reach("SCHEDULED");
    const time = booking.terms.appointmentTime;
    const plan = { planHash: booking.planHash, surgeryTime: time };
    const patient = await booking.message("Plan", "patient", plan);
    const own = await booking.message("Plan", "surgeon", plan);
    const send = (planHash: string, surgeryTime: number) =>
      escrow.confirm(
        packed(booking.terms),
        planHash,
        surgeryTime,
        patient.deadline,
        patient.signature,
        own.signature,
      );
    await expectRevert(escrow, send(id("other plan"), time), "InvalidSignature", [booking.terms.patient]);
    await expectRevert(escrow, send(booking.planHash, time + 1), "InvalidSignature", [booking.terms.patient]);
  });
});

describe("the report of the surgery", () => {
  it.each([0n, FIELD_MODULUS])("needs a record commitment that is a field element, not %d", async (value) => {
    const booking = await reach("CONFIRMED");
    await aftercare().chain.nextBlockAt(booking.progress.surgeryTime);
    booking.recordCommitment = value;
    await expectRevert(aftercare().escrow, booking.send("execute"), "InvalidCommitment", [value]);
  });
});

describe("a patient who does not close in time", () => {
  it("is closed out after the closing window: the surgeon is paid and the review stays prepaid", async () => {
    const { escrow } = aftercare();
    const booking = await reach("EXECUTED");
    await booking.perform("lapse");
    expect(await escrow.balanceOf(surgeon.address)).toBe(booking.terms.deposit - PROTOCOL_FEE - REVIEW_FEE);
    expect(await escrow.feesOf(surgeon.address)).toBe(PROTOCOL_FEE);
    expect(await escrow.reviewPot()).toBe(REVIEW_FEE);
    expect(await escrow.queueHead()).toBe(0n);
  });

  it("can still close, years later: a leaf is queued and no money moves", async () => {
    const { escrow, chain } = aftercare();
    const booking = await reach("LAPSED");
    const owed = await escrow.balanceOf(surgeon.address);
    await chain.mineAt((await chain.now()) + 1_000 * DAY);
    await booking.perform("close");
    expect(await escrow.balanceOf(surgeon.address)).toBe(owed);
    expect(await escrow.reviewPot()).toBe(REVIEW_FEE);
    expect((await escrow.queueHead()) >> 216n).toBe(1n);
  });
});

describe("the patient's closing", () => {
  it("is over the record commitment on record and over no other", async () => {
    const { escrow, chain } = aftercare();
    const booking = await reach("EXECUTED");
    await chain.mineAt(booking.progress.enteredAt + DAY);
    const { deadline, signature } = await booking.message("Closing", "patient", { recordCommitment: 7n });
    const close = (recordCommitment: bigint) =>
      escrow.close(packed(booking.terms), recordCommitment, deadline, signature);
    await expectRevert(escrow, close(booking.recordCommitment), "InvalidSignature");
    await expectRevert(escrow, close(7n), "RecordMismatch", [booking.id, 7n]);
  });

  it("frees the booking's word once the offer has expired, and nothing can be made of the terms again", async () => {
    const { escrow, token } = aftercare();
    const booking = await reach("CLOSED");
    expect(await escrow.progressOf(booking.id)).toBe(0n);
    await token.mint(booking.terms.patient, booking.terms.deposit);
    const expiry = [BigInt(booking.terms.offerExpiry)];
    for (const action of ["propose", "schedule", "withdrawOffer"] as const) {
      await expectRevert(escrow, booking.send(action), "OfferExpired", expiry);
    }
    await expectRevert(escrow, booking.send("close"), "WrongState", [booking.id, 0n]);
  });

  it("keeps the word of a booking whose offer could still be accepted, so that it cannot be scheduled again", async () => {
    const { escrow, token, chain } = aftercare();
    const offerExpiry = (await chain.now()) + 600 * DAY;
    const booking = await (await book({ offerExpiry })).reach("CLOSED");
    expect(await escrow.progressOf(booking.id)).toBe(booking.word);
    expect(booking.word).not.toBe(0n);
    await token.mint(booking.terms.patient, booking.terms.deposit);
    for (const action of ["propose", "schedule", "withdrawOffer", "close"] as const) {
      await expectRevert(escrow, booking.send(action), "WrongState", [booking.id, 5n]);
    }
  });

  it("frees the word from the very second in which the offer expires", async () => {
    const { escrow, chain } = aftercare();
    const offerExpiry = (await chain.now()) + 600 * DAY;
    const booking = await (await book({ offerExpiry })).reach("EXECUTED");
    for (const [at, kept] of [
      [offerExpiry - 1, true],
      [offerExpiry, false],
    ] as const) {
      await onBranch(aftercare(), async () => {
        await chain.nextBlockAt(at);
        await mined(booking.send("close"));
        expect((await escrow.progressOf(booking.id)) !== 0n).toBe(kept);
      });
    }
  });
});

describe("closing several bookings at once", () => {
  const closingOf = async (booking: Booking) => {
    const { recordCommitment } = booking.progress;
    const closing = await booking.message("Closing", "patient", { recordCommitment });
    return {
      terms: packed(booking.terms),
      recordCommitment,
      deadline: closing.deadline,
      patientSignature: closing.signature,
    };
  };
  /** Bookings of different ways, all with a record, and a second in which each can be closed. */
  async function closable(): Promise<Booking[]> {
    const { chain } = aftercare();
    const bookings = [];
    for (const standing of [
      "EXECUTED",
      "EXECUTED",
      "ACCIDENT with record",
      "SETTLED with record",
      "LAPSED",
    ] as const) {
      bookings.push(await reach(standing));
    }
    await chain.mineAt((await chain.now()) + DAY);
    return bookings;
  }

  it("does for each what closing alone does, in their order", async () => {
    const { escrow, chain } = aftercare();
    const bookings = await closable();
    const closings = await Promise.all(bookings.map(closingOf));
    const at = (await chain.now()) + 10;
    const outcome = async () => ({
      head: await escrow.queueHead(),
      pot: await escrow.reviewPot(),
      surgeon: await escrow.balanceOf(surgeon.address),
      fees: await escrow.feesOf(surgeon.address),
      words: await Promise.all(bookings.map(({ id }) => escrow.progressOf(id))),
    });
    let alone;
    await onBranch(aftercare(), async () => {
      for (const closing of closings) {
        await chain.nextBlockAt(Math.max((await chain.now()) + 1, at));
        await mined(
          escrow.close(closing.terms, closing.recordCommitment, closing.deadline, closing.patientSignature),
        );
      }
      alone = await outcome();
    });
    await chain.nextBlockAt(at);
    const receipt = await mined(escrow.closeMany(closings));
    expect(await outcome()).toEqual(alone);
    const closed = await escrow.queryFilter(escrow.filters.Closed(), receipt.blockNumber);
    expect(closed.map(({ args }) => [args.bookingId, args.queueIndex])).toEqual(
      bookings.map(({ id }, index) => [id, BigInt(index)]),
    );
  });

  it("is all or nothing: one closing refused, or twice the same, undoes the batch", async () => {
    const { escrow } = aftercare();
    const [first, second] = await closable();
    if (first === undefined || second === undefined) throw new Error("no bookings");
    const closings = [await closingOf(first), await closingOf(second)] as const;
    const forged = { ...closings[1], patientSignature: closings[0].patientSignature };
    await expectRevert(escrow, escrow.closeMany([closings[0], forged]), "InvalidSignature", [
      second.terms.patient,
    ]);
    await expectRevert(escrow, escrow.closeMany([...closings, closings[0]]), "WrongState", [first.id, 0n]);
    expect(await escrow.queueHead()).toBe(0n);
    expect(await escrow.progressOf(first.id)).toBe(first.word);
  });

  it("keeps a checkpoint that lies within a batch", async () => {
    const { escrow, chain } = aftercare();
    await licenseSurgeon(aftercare(), surgeon, surgeon.address, 4_000 * DAY);
    for (let closed = 0; closed < 62; closed++) await reach("CLOSED");
    const bookings = await closable();
    const closings = await Promise.all(bookings.map(closingOf));
    const at = (await chain.now()) + 10;
    let checkpoint;
    await onBranch(aftercare(), async () => {
      await chain.nextBlockAt(at);
      await mined(escrow.closeMany(closings.slice(0, 2)));
      checkpoint = await escrow.queueHead();
    });
    await chain.nextBlockAt(at);
    await mined(escrow.closeMany(closings));
    expect(await escrow.queueCheckpoint(1n)).toBe(checkpoint);
    expect((await escrow.queueHead()) >> 216n).toBe(67n);
  });
});

describe("the deposit", () => {
  it("is pulled only on an authorization whose nonce is this booking", async () => {
    const { token } = aftercare();
    const [booking, other] = [await book(), await book()];
    const { deadline, signature } = await booking.message("Acceptance", "surgeon", {});
    const otherNonce = await booking.depositSignature({ bookingId: other.id });
    await expectRevert(
      token,
      aftercare().escrow.schedule(packed(booking.terms), deadline, otherNonce, signature),
      "ERC3009InvalidSignature",
    );
  });

  it("is pulled once: the same acceptance and authorization do nothing a second time", async () => {
    const { token, escrow } = aftercare();
    const booking = await book();
    await token.mint(booking.terms.patient, booking.terms.deposit);
    await booking.perform("schedule");
    await expectRevert(escrow, booking.send("schedule"), "WrongState", [booking.id, 2n]);
  });

  it("must be there: a patient without money leaves the booking unseen", async () => {
    const { token, escrow } = aftercare();
    const booking = await book({ deposit: 10n ** 12n });
    const poor = await book();
    Object.assign(poor.terms, { deposit: booking.terms.deposit });
    const bookingId = await escrow.bookingIdOf(packed(poor.terms));
    await expectRevert(token, poor.send("schedule", { bookingId }), "ERC20InsufficientBalance");
    expect(await escrow.progressOf(bookingId)).toBe(0n);
  });
});

describe("collecting", () => {
  it("pays an account its whole balance, once, whoever asks", async () => {
    const { escrow, token, treasury } = aftercare();
    const booking = await reach("CLOSED");
    const owed = booking.terms.deposit - PROTOCOL_FEE - REVIEW_FEE;
    const receipt = await mined(escrow.collect(surgeon.address));
    expect([...(await eventOf(escrow, receipt, "Collected"))]).toEqual([
      surgeon.address,
      surgeon.address,
      owed,
    ]);
    expect(await token.balanceOf(surgeon.address)).toBe(owed);
    await expectBalanced(aftercare());
    await expectRevert(escrow, escrow.collect(surgeon.address), "NothingToCollect", [surgeon.address]);
    await expectRevert(escrow, escrow.collect(treasury), "NothingToCollect", [treasury]);
    await mined(escrow.gatherFees(surgeon.address));
    await mined(escrow.collect(treasury));
    expect(await token.balanceOf(escrow)).toBe(REVIEW_FEE);
    await expectBalanced(aftercare());
  });
});

describe("gathering protocol fees", () => {
  it("moves those of one surgeon's surgeries to the treasury's balance, once, whoever asks", async () => {
    const { escrow, treasury } = aftercare();
    const booking = await reach("CLOSED");
    await reach("LAPSED");
    const owed = 2n * (booking.terms.deposit - PROTOCOL_FEE - REVIEW_FEE);
    const receipt = await mined(escrow.gatherFees(surgeon.address));
    expect([...(await eventOf(escrow, receipt, "FeesGathered"))]).toEqual([
      surgeon.address,
      2n * PROTOCOL_FEE,
    ]);
    expect(await escrow.balanceOf(treasury)).toBe(2n * PROTOCOL_FEE);
    expect(await escrow.feesOf(surgeon.address)).toBe(0n);
    expect(await escrow.balanceOf(surgeon.address)).toBe(owed);
    await expectRevert(escrow, escrow.gatherFees(surgeon.address), "NothingToCollect", [surgeon.address]);
    await expectBalanced(aftercare());
  });

  it("is left alone by a surgeon who collects", async () => {
    const { escrow } = aftercare();
    await reach("CLOSED");
    await mined(escrow.collect(surgeon.address));
    expect(await escrow.feesOf(surgeon.address)).toBe(PROTOCOL_FEE);
    await mined(escrow.gatherFees(surgeon.address));
    await expectBalanced(aftercare());
  });
});

describe("the queue of closed surgeries", () => {
  it("folds each leaf as docs/protocol.md says", async () => {
    const { escrow } = aftercare();
    let word = 0n;
    for (let closed = 0; closed < 3; closed++) {
      const booking = await reach("CLOSED");
      const closedDay = BigInt(Math.floor(booking.progress.enteredAt / DAY));
      word = queueWord(word, {
        patientCommitment: booking.terms.patientCommitment,
        surgeonDay: BigInt(surgeon.address) + (closedDay << 160n),
        recordCommitment: booking.recordCommitment,
      });
      expect(await escrow.queueHead()).toBe(word);
    }
    expect(word >> 216n).toBe(3n);
  });
});

describe("the treasury", () => {
  it("is somebody", async () => {
    const nobody = { ...aftercare(), treasury: ZeroAddress };
    await expectRevert(aftercare().escrow, deployEscrow(nobody), "InvalidTerms", ["treasury"]);
  });
});

describe("a day that does not fit into a leaf", () => {
  it("is refused, from 2149 on", async () => {
    const { chain, escrow } = aftercare();
    const booking = await reach("EXECUTED");
    const last = 65_536 * DAY - 1;
    const deadline = last + DAY;
    await onBranch(aftercare(), async () => {
      await chain.nextBlockAt(last);
      expect((await mined(booking.send("close", { deadline }))).status).toBe(1);
    });
    await chain.nextBlockAt(last + 1);
    const library = new Interface(["error DayOutOfRange(uint256 day)"]);
    await expectRevert({ interface: library }, booking.send("close", { deadline }), "DayOutOfRange", [
      65_536n,
    ]);
    expect(await escrow.queueHead()).toBe(0n);
  });
});

describe("the protocol fee", () => {
  it("is set by whom the access manager allows and by nobody else", async () => {
    const { escrow, chain } = aftercare();
    const [administrator, other] = chain.accounts;
    if (administrator === undefined || other === undefined) throw new Error("too few accounts");
    await expectRevert(escrow, from(escrow, other).setProtocolFee(1n), "AccessManagedUnauthorized", [
      other.address,
    ]);
    const receipt = await mined(escrow.setProtocolFee(1n));
    expect([...(await eventOf(escrow, receipt, "ProtocolFeeChanged"))]).toEqual([1n]);
    expect(await escrow.protocolFee()).toBe(1n);
  });

  it("never exceeds its maximum", async () => {
    const { escrow } = aftercare();
    expect(await escrow.maximumProtocolFee()).toBe(25_000_000n);
    await expectRevert(escrow, escrow.setProtocolFee(25_000_001n), "ProtocolFeeTooHigh", [
      25_000_001n,
      25_000_000n,
    ]);
    await mined(escrow.setProtocolFee(25_000_000n));
  });

  it("of a booking stays what both signed when it changes later", async () => {
    const { escrow } = aftercare();
    const booking = await reach("EXECUTED");
    await escrow.setProtocolFee(25_000_000n);
    await booking.perform("close");
    expect(await escrow.feesOf(surgeon.address)).toBe(PROTOCOL_FEE);
  });
});

describe("the review board", () => {
  it("is named once, by the deployer", async () => {
    const { escrow, chain, reviewBoard } = aftercare();
    const [, other] = chain.accounts;
    if (other === undefined) throw new Error("no second account");
    await expectRevert(escrow, from(escrow, other).connectReviewBoard(other.address), "NotTheDeployer", [
      other.address,
    ]);
    await expectRevert(escrow, escrow.connectReviewBoard(other.address), "AlreadyConnected", [
      await reviewBoard.getAddress(),
    ]);
  });

  it("alone may pay relayers", async () => {
    const { escrow, chain } = aftercare();
    await reach("CLOSED");
    await expectRevert(escrow, escrow.payRelay(chain.relayer.address, 1n), "NotTheReviewBoard", [
      chain.relayer.address,
    ]);
  });

  it("cannot pay out more than the review pot holds", async () => {
    const { chain } = aftercare();
    const escrow = await deployEscrow(aftercare());
    await expectRevert(
      escrow,
      escrow.connectReviewBoard("0x0000000000000000000000000000000000000000"),
      "NotConnected",
    );
    // The relaying account plays the board.
    await escrow.connectReviewBoard(chain.relayer.address);
    await expectRevert(escrow, escrow.payRelay(stranger.address, 1n), "ReviewPotExceeded", [1n, 0n]);
  });

  it("has to be named before anything is offered or scheduled", async () => {
    const { domains } = aftercare();
    const escrow = await deployEscrow(aftercare());
    const unconnected = {
      ...aftercare(),
      escrow,
      domains: { ...domains, escrow: { ...domains.escrow, verifyingContract: await escrow.getAddress() } },
    };
    const booking = await Booking.of(unconnected, surgeon);
    await expectRevert(escrow, booking.send("propose"), "NotConnected");
    await expectRevert(escrow, booking.send("schedule"), "NotConnected");
  });
});
