import { id, TypedDataEncoder, ZeroHash } from "ethers";
import { beforeEach, describe, expect, it } from "vitest";

import { FIELD_MODULUS } from "../../prover/field.ts";
import { expectBalanced } from "./support/balance.ts";
import { Booking } from "./support/booking.ts";
import type { Forgery, StateName, Terms } from "./support/booking.ts";
import { onBranch } from "./support/branch.ts";
import { from } from "./support/chain.ts";
import {
  DAY,
  deployEscrow,
  keyOf,
  licenseSurgeon,
  PROTOCOL_FEE,
  REVIEW_FEE,
  useAftercare,
} from "./support/deployment.ts";
import { expectRevert } from "./support/errors.ts";
import { eventOf, mined } from "./support/events.ts";
import { queueWord } from "./support/queue.ts";

const aftercare = useAftercare();
const surgeon = keyOf("surgeon");
const stranger = keyOf("stranger");

beforeEach(async () => {
  await licenseSurgeon(aftercare(), surgeon);
});

const book = (change: Partial<Terms> = {}) => Booking.of(aftercare(), surgeon, change);
const reach = async (state: StateName) => (await book()).reach(state);

describe("the booking id", () => {
  it("is the EIP-712 digest of the terms in the escrow's domain", async () => {
    const booking = await book();
    const digest = TypedDataEncoder.hash(
      aftercare().domains.escrow,
      {
        Terms: [
          { type: "address", name: "patient" },
          { type: "address", name: "surgeon" },
          { type: "uint256", name: "patientCommitment" },
          { type: "uint128", name: "deposit" },
          { type: "uint128", name: "protocolFee" },
          { type: "uint64", name: "appointmentTime" },
          { type: "uint64", name: "offerExpiry" },
          { type: "uint32", name: "executionWindow" },
          { type: "uint32", name: "closingWindow" },
          { type: "bytes32", name: "termsHash" },
        ],
      },
      booking.terms,
    );
    expect(booking.id).toBe(digest);
  });

  it("comes from a domain that the contract publishes by ERC-5267", async () => {
    const domain = await aftercare().escrow.eip712Domain();
    expect(domain.name).toBe("Aftercare SurgeryEscrow");
    expect(domain.version).toBe("1");
    expect(domain.chainId).toBe(aftercare().chain.chainId);
    expect(domain.verifyingContract).toBe(await aftercare().escrow.getAddress());
  });
});

describe("the life of a surgery", () => {
  it("goes from an offer to CLOSED, keeping the money whole at each step", async () => {
    const { escrow, treasury, token } = aftercare();
    const booking = await book();
    await booking.propose();
    await booking.schedule();
    expect(await token.balanceOf(escrow)).toBe(booking.terms.deposit);
    await booking.confirm();
    await booking.execute();
    await booking.close();

    expect(await escrow.balanceOf(treasury)).toBe(PROTOCOL_FEE);
    expect(await escrow.balanceOf(surgeon.address)).toBe(booking.terms.deposit - PROTOCOL_FEE - REVIEW_FEE);
    expect(await escrow.balanceOf(booking.terms.patient)).toBe(0n);
    expect(await escrow.reviewPot()).toBe(REVIEW_FEE);
  });

  it("may leave out posting the offer", async () => {
    const booking = await reach("CLOSED");
    expect(booking.state).toBe("CLOSED");
  });

  it("tells each step by an event from which the state can be rebuilt", async () => {
    const { escrow } = aftercare();
    const booking = await book();
    const proposed = await eventOf(escrow, await booking.propose(), "Proposed");
    expect([proposed.bookingId, proposed.surgeon]).toEqual([booking.id, surgeon.address]);
    expect(proposed.terms.toObject()).toEqual(asBigints(booking.terms));

    const scheduled = await eventOf(escrow, await booking.schedule(), "Scheduled");
    expect(scheduled.terms.toObject()).toEqual(asBigints(booking.terms));

    const surgeryTime = booking.terms.appointmentTime + DAY;
    const confirmed = await eventOf(escrow, await booking.confirm(surgeryTime), "Confirmed");
    expect([...confirmed]).toEqual([booking.id, surgeon.address, booking.planHash, BigInt(surgeryTime)]);

    const executed = await eventOf(escrow, await booking.execute(), "Executed");
    expect([...executed]).toEqual([booking.id, surgeon.address, booking.recordCommitment]);

    const closed = await eventOf(escrow, await booking.close(), "Closed");
    expect([...closed]).toEqual([
      booking.id,
      surgeon.address,
      0n,
      booking.terms.patientCommitment,
      booking.recordCommitment,
      BigInt(Math.floor(booking.progress.enteredAt / DAY)),
    ]);
  });

  it("tells each way out by an event", async () => {
    const { escrow } = aftercare();
    const withdrawn = await book();
    expect([...(await eventOf(escrow, await withdrawn.withdraw(), "Withdrawn"))]).toEqual([
      withdrawn.id,
      surgeon.address,
    ]);
    const expired = await reach("PROPOSED");
    expect([...(await eventOf(escrow, await expired.expire(), "Expired"))]).toEqual([
      expired.id,
      surgeon.address,
    ]);
    const refunded = await reach("SCHEDULED");
    expect([...(await eventOf(escrow, await refunded.refund(), "SurgeonNoShow"))]).toEqual([
      refunded.id,
      surgeon.address,
    ]);
    const lapsed = await reach("EXECUTED");
    expect([...(await eventOf(escrow, await lapsed.lapse(), "Lapsed"))]).toEqual([
      lapsed.id,
      surgeon.address,
    ]);
  });

  it("never needs a transaction from patient or surgeon: a third account relays all of it", async () => {
    const { escrow, chain } = aftercare();
    const [, other] = chain.accounts;
    if (other === undefined) throw new Error("no second account");
    const booking = await book();
    await booking.propose();
    const { deadline, signature } = await booking.message("Acceptance", "surgeon", {});
    const relayed = from(escrow, other).schedule(
      booking.terms,
      booking.progress,
      await booking.depositSignature(),
      deadline,
      signature,
    );
    expect((await mined(relayed)).status).toBe(1);
  });
});

describe("an offer", () => {
  it.each([
    ["patient", { patient: "0x0000000000000000000000000000000000000000" }],
    ["surgeon", { surgeon: "0x0000000000000000000000000000000000000000" }],
    ["deposit", { deposit: PROTOCOL_FEE + REVIEW_FEE }],
    ["deposit", { deposit: 10n ** 15n + 1n }],
    ["executionWindow", { executionWindow: DAY - 1 }],
    ["executionWindow", { executionWindow: 90 * DAY + 1 }],
    ["closingWindow", { closingWindow: 3 * DAY - 1 }],
    ["closingWindow", { closingWindow: 180 * DAY + 1 }],
  ] as const)("is refused for its %s: %o", async (term, change) => {
    const booking = await book();
    Object.assign(booking.terms, change);
    await expectRevert(aftercare().escrow, booking.proposing(), "InvalidTerms", [term]);
    await expectRevert(aftercare().escrow, booking.scheduling(), "InvalidTerms", [term]);
  });

  it.each([
    ["deposit", { deposit: PROTOCOL_FEE + REVIEW_FEE + 1n }],
    ["deposit", { deposit: 10n ** 15n }],
    ["executionWindow", { executionWindow: DAY }],
    ["executionWindow", { executionWindow: 90 * DAY }],
    ["closingWindow", { closingWindow: 3 * DAY }],
    ["closingWindow", { closingWindow: 180 * DAY }],
  ] as const)("is accepted at the edge of its %s: %o", async (_term, change) => {
    const booking = await book(change);
    await booking.schedule();
    expect(booking.state).toBe("SCHEDULED");
  });

  it("may not have one person on both sides", async () => {
    const booking = await book({ patient: surgeon.address });
    await expectRevert(aftercare().escrow, booking.proposing(), "InvalidTerms", ["surgeon"]);
  });

  it("needs an appointment in the future, at most 730 days ahead", async () => {
    const { escrow, chain } = aftercare();
    const at = (await chain.now()) + 100;
    for (const [appointmentTime, refused] of [
      [at, true],
      [at + 1, false],
      [at + 730 * DAY, false],
      [at + 730 * DAY + 1, true],
    ] as const) {
      const booking = await book({ appointmentTime });
      await onBranch(aftercare(), async () => {
        await chain.nextBlockAt(at);
        if (refused) await expectRevert(escrow, booking.proposing(), "InvalidTerms", ["appointmentTime"]);
        else await booking.propose();
      });
    }
  });

  it.each([0n, FIELD_MODULUS, FIELD_MODULUS + 5n])(
    "needs a commitment that is a field element, not %d",
    async (value) => {
      const booking = await book({ patientCommitment: value });
      await expectRevert(aftercare().escrow, booking.proposing(), "InvalidCommitment", [value]);
      await expectRevert(aftercare().escrow, booking.scheduling(), "InvalidCommitment", [value]);
    },
  );

  it("has to carry the protocol fee in force", async () => {
    const booking = await book({ protocolFee: PROTOCOL_FEE - 1n });
    await expectRevert(aftercare().escrow, booking.scheduling(), "ProtocolFeeMismatch", [
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
      await expectRevert(escrow, booking.scheduling(), "OfferExpired", [BigInt(offerExpiry)]);
    });
    await chain.nextBlockAt(offerExpiry - 1);
    await booking.schedule();
    expect(booking.state).toBe("SCHEDULED");
  });

  it("can be expired from its expiry on, not before", async () => {
    const { escrow, chain } = aftercare();
    const booking = await reach("PROPOSED");
    await chain.nextBlockAt(booking.terms.offerExpiry - 1);
    await expectRevert(escrow, booking.expiring(), "OfferNotExpired", [BigInt(booking.terms.offerExpiry)]);
    await booking.expire();
    expect(booking.state).toBe("EXPIRED");
  });

  it("cannot be posted twice", async () => {
    const booking = await reach("PROPOSED");
    await expectRevert(aftercare().escrow, booking.proposing(), "ProgressMismatch", [booking.id]);
  });

  it("withdrawn before anyone posted it can never be accepted", async () => {
    const booking = await book();
    const unseen = booking.progress;
    await booking.withdraw();
    await expectRevert(aftercare().escrow, booking.scheduling(), "WrongState", [booking.id, 6n]);
    booking.progress = unseen;
    await expectRevert(aftercare().escrow, booking.scheduling(), "ProgressMismatch", [booking.id]);
  });

  it("withdrawn after it was posted can never be accepted", async () => {
    const booking = await reach("PROPOSED");
    await booking.withdraw();
    await expectRevert(aftercare().escrow, booking.scheduling(), "WrongState", [booking.id, 6n]);
  });
});

describe("the surgeon's licence", () => {
  it("is needed to post and to accept an offer", async () => {
    const { registry } = aftercare();
    const unlicensed = keyOf("unlicensed surgeon");
    const booking = await Booking.of(aftercare(), unlicensed);
    await expectRevert(registry, booking.proposing(), "UnknownSurgeon", [unlicensed.address]);
    await expectRevert(registry, booking.scheduling(), "UnknownSurgeon", [unlicensed.address]);
  });

  it("must not have expired", async () => {
    const { registry, chain } = aftercare();
    const lapsing = keyOf("surgeon whose licence lapses");
    await licenseSurgeon(aftercare(), lapsing, lapsing.address, DAY);
    const { licence } = await registry.registrationOf(lapsing.address);
    const booking = await Booking.of(aftercare(), lapsing);
    await chain.nextBlockAt(licence.expiry);
    await expectRevert(registry, booking.scheduling(), "LicenceNotValid", [
      lapsing.address,
      licence.expiry,
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
    await booking.execute();
    await booking.close();
    expect(booking.state).toBe("CLOSED");
  });
});

describe("the plan", () => {
  it("fixes a surgery time from now to 180 days after the appointment", async () => {
    const { escrow, chain } = aftercare();
    const at = (await chain.now()) + DAY;
    const booking = await book({ appointmentTime: at + 10 * DAY });
    await booking.schedule();
    for (const [surgeryTime, refused] of [
      [at - 1, true],
      [at, false],
      [at + 190 * DAY, false],
      [at + 190 * DAY + 1, true],
    ] as const) {
      await onBranch(aftercare(), async () => {
        await chain.nextBlockAt(at);
        const sent = booking.confirming(surgeryTime);
        if (refused) await expectRevert(escrow, sent, "InvalidTerms", ["surgeryTime"]);
        else expect((await mined(sent)).status).toBe(1);
      });
    }
  });

  it("cannot be empty", async () => {
    const booking = await reach("SCHEDULED");
    booking.planHash = ZeroHash;
    await expectRevert(aftercare().escrow, booking.confirming(), "InvalidTerms", ["planHash"]);
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
        booking.terms,
        booking.progress,
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
  it("is taken from the surgery time to the end of the execution window, each to the second", async () => {
    const { escrow, chain } = aftercare();
    const booking = await reach("CONFIRMED");
    const first = booking.progress.surgeryTime;
    const last = first + booking.terms.executionWindow;
    for (const [at, error, limit] of [
      [first - 1, "TooEarly", first],
      [last + 1, "TooLate", last],
    ] as const) {
      await onBranch(aftercare(), async () => {
        await chain.nextBlockAt(at);
        await expectRevert(escrow, booking.executing(), error, [BigInt(limit)]);
      });
    }
    for (const at of [first, last]) {
      await onBranch(aftercare(), async () => {
        await chain.nextBlockAt(at);
        expect((await mined(booking.executing())).status).toBe(1);
      });
    }
  });

  it.each([0n, FIELD_MODULUS])("needs a record commitment that is a field element, not %d", async (value) => {
    const booking = await reach("CONFIRMED");
    await aftercare().chain.nextBlockAt(booking.progress.surgeryTime);
    booking.recordCommitment = value;
    await expectRevert(aftercare().escrow, booking.executing(), "InvalidCommitment", [value]);
  });
});

describe("a surgeon who does not report in time", () => {
  it.each(["SCHEDULED", "CONFIRMED"] as const)("loses the deposit to the patient from %s", async (state) => {
    const { escrow, chain, treasury } = aftercare();
    const booking = await reach(state);
    const deadline = booking.progress.surgeryTime + booking.terms.executionWindow;
    await chain.nextBlockAt(deadline);
    await expectRevert(escrow, booking.refunding(), "TooEarly", [BigInt(deadline + 1)]);
    await booking.refund();
    expect(await escrow.balanceOf(booking.terms.patient)).toBe(booking.terms.deposit);
    expect(await escrow.balanceOf(treasury)).toBe(0n);
    expect(await escrow.reviewPot()).toBe(0n);
  });
});

describe("a patient who does not close in time", () => {
  it("is closed out after the closing window: the surgeon is paid and the review stays prepaid", async () => {
    const { escrow, chain, treasury } = aftercare();
    const booking = await reach("EXECUTED");
    const deadline = booking.progress.enteredAt + booking.terms.closingWindow;
    await chain.nextBlockAt(deadline);
    await expectRevert(escrow, booking.lapsing(), "TooEarly", [BigInt(deadline + 1)]);
    await booking.lapse();
    expect(await escrow.balanceOf(surgeon.address)).toBe(booking.terms.deposit - PROTOCOL_FEE - REVIEW_FEE);
    expect(await escrow.balanceOf(treasury)).toBe(PROTOCOL_FEE);
    expect(await escrow.reviewPot()).toBe(REVIEW_FEE);
    expect(await escrow.queueHead()).toBe(0n);
  });

  it("can still close, years later: a leaf is queued and no money moves", async () => {
    const { escrow, chain } = aftercare();
    const booking = await reach("LAPSED");
    const owed = await escrow.balanceOf(surgeon.address);
    await chain.mineAt((await chain.now()) + 1_000 * DAY);
    await booking.close();
    expect(await escrow.balanceOf(surgeon.address)).toBe(owed);
    expect(await escrow.reviewPot()).toBe(REVIEW_FEE);
    expect((await escrow.queueHead()) >> 216n).toBe(1n);
  });
});

describe("the patient's closing", () => {
  it("is over the record commitment on record and over no other", async () => {
    const { escrow } = aftercare();
    const booking = await reach("EXECUTED");
    const { deadline, signature } = await booking.message("Closing", "patient", { recordCommitment: 7n });
    await expectRevert(
      escrow,
      escrow.close(booking.terms, booking.progress, deadline, signature),
      "InvalidSignature",
    );
    const claimed = { ...booking.progress, recordCommitment: 7n };
    await expectRevert(escrow, escrow.close(booking.terms, claimed, deadline, signature), "ProgressMismatch");
  });
});

describe("a signature", () => {
  const signed: readonly [
    string,
    StateName,
    "patient" | "surgeon",
    (b: Booking, f: Forgery) => Promise<unknown>,
  ][] = [
    ["propose", "NONE", "patient", (booking, forgery) => booking.proposing(forgery)],
    ["withdrawOffer", "PROPOSED", "patient", (booking, forgery) => booking.withdrawing(forgery)],
    ["schedule", "PROPOSED", "surgeon", (booking, forgery) => booking.scheduling(forgery)],
    ["confirm", "SCHEDULED", "patient", (booking, forgery) => booking.confirming(undefined, forgery)],
    ["confirm", "SCHEDULED", "surgeon", (booking, forgery) => booking.confirming(undefined, forgery)],
    ["execute", "CONFIRMED", "surgeon", (booking, forgery) => booking.executing(forgery)],
    ["close", "EXECUTED", "patient", (booking, forgery) => booking.closing(forgery)],
    ["close", "LAPSED", "patient", (booking, forgery) => booking.closing(forgery)],
  ];

  /** Puts the clock where nothing but the signature can be wrong. */
  async function ready(state: StateName): Promise<Booking> {
    const booking = await reach(state);
    if (state === "CONFIRMED") await aftercare().chain.mineAt(booking.progress.surgeryTime);
    return booking;
  }

  it.each(signed)(
    "for %s from %s is refused if a stranger gives it for the %s",
    async (_name, state, party, act) => {
      const booking = await ready(state);
      await expectRevert(aftercare().escrow, act(booking, { [party]: stranger }), "InvalidSignature", [
        booking.terms[party],
      ]);
    },
  );

  it.each(signed)(
    "for %s from %s is refused if the other party gives it for the %s",
    async (_name, state, party, act) => {
      const booking = await ready(state);
      const other = party === "patient" ? booking.surgeon : booking.patient;
      await expectRevert(aftercare().escrow, act(booking, { [party]: other }), "InvalidSignature");
    },
  );

  it.each(signed)("for %s from %s by the %s counts on this chain only", async (_name, state, _party, act) => {
    const booking = await ready(state);
    const domain = { ...aftercare().domains.escrow, chainId: 10n };
    await expectRevert(aftercare().escrow, act(booking, { domain }), "InvalidSignature");
  });

  it.each(signed)(
    "for %s from %s by the %s counts for this contract only",
    async (_name, state, _party, act) => {
      const booking = await ready(state);
      const verifyingContract = await aftercare().registry.getAddress();
      const domain = { ...aftercare().domains.escrow, verifyingContract };
      await expectRevert(aftercare().escrow, act(booking, { domain }), "InvalidSignature");
    },
  );

  it.each(signed.slice(1))(
    "for %s from %s by the %s counts for this booking only",
    async (_name, state, _party, act) => {
      const other = await book();
      const booking = await ready(state);
      await expectRevert(aftercare().escrow, act(booking, { bookingId: other.id }), "InvalidSignature");
    },
  );

  it.each(signed.slice(1))(
    "for %s from %s by the %s can be relayed up to its deadline",
    async (_n, state, _p, act) => {
      const { escrow, chain } = aftercare();
      const booking = await ready(state);
      const deadline = (await chain.now()) + 100;
      await chain.nextBlockAt(deadline + 1);
      await expectRevert(escrow, act(booking, { deadline }), "DeadlinePassed", [BigInt(deadline)]);
      const next = (await chain.now()) + 100;
      await chain.nextBlockAt(next);
      await act(booking, { deadline: next });
      expect(await escrow.progressHash(booking.id)).not.toBe(ZeroHash);
    },
  );
});

describe("the deposit", () => {
  it("is pulled only on an authorization whose nonce is this booking", async () => {
    const { token } = aftercare();
    const [booking, other] = [await book(), await book()];
    const { deadline, signature } = await booking.message("Acceptance", "surgeon", {});
    const otherNonce = await booking.depositSignature({ bookingId: other.id });
    await expectRevert(
      token,
      aftercare().escrow.schedule(booking.terms, booking.progress, otherNonce, deadline, signature),
      "ERC3009InvalidSignature",
    );
  });

  it("is pulled once: the same acceptance and authorization do nothing a second time", async () => {
    const { token, escrow } = aftercare();
    const booking = await book();
    await token.mint(booking.terms.patient, booking.terms.deposit);
    const unseen = booking.progress;
    await booking.schedule();
    const scheduled = booking.progress;
    booking.progress = unseen;
    await expectRevert(escrow, booking.scheduling(), "ProgressMismatch", [booking.id]);
    booking.progress = scheduled;
    await expectRevert(escrow, booking.scheduling(), "WrongState", [booking.id, 2n]);
  });

  it("must be there: a patient without money leaves the booking unseen", async () => {
    const { token, escrow } = aftercare();
    const booking = await book({ deposit: 10n ** 12n });
    const poor = await book();
    Object.assign(poor.terms, { deposit: booking.terms.deposit });
    const bookingId = await escrow.bookingIdOf(poor.terms);
    await expectRevert(token, poor.scheduling({ bookingId }), "ERC20InsufficientBalance");
    expect(await escrow.progressHash(bookingId)).toBe(ZeroHash);
  });
});

describe("collecting", () => {
  it("pays an account its whole balance, once, whoever asks", async () => {
    const { escrow, token, treasury } = aftercare();
    const booking = await reach("CLOSED");
    const owed = booking.terms.deposit - PROTOCOL_FEE - REVIEW_FEE;
    const receipt = await mined(escrow.collect(surgeon.address));
    expect([...(await eventOf(escrow, receipt, "Collected"))]).toEqual([surgeon.address, owed]);
    expect(await token.balanceOf(surgeon.address)).toBe(owed);
    await expectBalanced(aftercare());
    await expectRevert(escrow, escrow.collect(surgeon.address), "NothingToCollect", [surgeon.address]);
    await mined(escrow.collect(treasury));
    expect(await token.balanceOf(escrow)).toBe(REVIEW_FEE);
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
    const { escrow, treasury } = aftercare();
    const booking = await reach("EXECUTED");
    await escrow.setProtocolFee(25_000_000n);
    await booking.close();
    expect(await escrow.balanceOf(treasury)).toBe(PROTOCOL_FEE);
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
    await expectRevert(escrow, booking.proposing(), "NotConnected");
    await expectRevert(escrow, booking.scheduling(), "NotConnected");
  });
});

/** What ethers decodes the terms to: every number a bigint. */
function asBigints(terms: Terms): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(terms).map(([name, value]) => [name, typeof value === "number" ? BigInt(value) : value]),
  );
}
