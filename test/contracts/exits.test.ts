// What the table of the life cycle does not say about the ways out: amounts, arguments, and who may not take them.
import { id } from "ethers";
import { beforeEach, describe, expect, it } from "vitest";

import { TRANSITIONS } from "../../client/protocol/life-cycle.ts";
import type { Action, Standing, Transition } from "../../client/protocol/life-cycle.ts";
import { Booking, packed } from "./support/booking.ts";
import type { Terms } from "./support/booking.ts";
import { onBranch } from "./support/branch.ts";
import { DAY, keyOf, licenseSurgeon, PROTOCOL_FEE, REVIEW_FEE, useAftercare } from "./support/deployment.ts";
import { expectRevert } from "./support/errors.ts";
import { eventOf, mined } from "./support/events.ts";
import { revokeLicence, rotateKey } from "./support/licence.ts";
import type { Rules } from "./support/terms.ts";

const aftercare = useAftercare();
const surgeon = keyOf("surgeon");
const newKey = keyOf("surgeon's new key");

beforeEach(() => licenseSurgeon(aftercare(), surgeon));

const book = (change: Partial<Terms & { agreed: Partial<Rules> }> = {}) =>
  Booking.of(aftercare(), surgeon, change);
const reach = async (standing: Standing) => (await book()).reach(standing);

/** One of the table's rows in which this party acts alone. */
function rowOf(action: Action, party: "patient" | "surgeon", nth = 0): Transition {
  const row = TRANSITIONS.filter((row) => row.action === action && row.signedBy[0] === party)[nth];
  if (row === undefined) throw new Error(`the table has no such ${action} by the ${party}`);
  return row;
}

describe("a cancellation", () => {
  const late = rowOf("cancel", "patient", 1);
  const unlicensed = rowOf("cancel", "patient", 2);
  const bySurgeon = rowOf("cancel", "surgeon");

  it("tells who cancelled and what the surgeon gets", async () => {
    const { escrow } = aftercare();
    const early = await reach("SCHEDULED");
    expect([...(await eventOf(escrow, await early.perform("cancel"), "Cancelled"))]).toEqual([
      early.id,
      surgeon.address,
      early.terms.patient,
      0n,
    ]);
    const tooLate = await reach("CONFIRMED");
    const receipt = await tooLate.perform("cancel", { by: late });
    expect([...(await eventOf(escrow, receipt, "Cancelled"))]).toEqual([
      tooLate.id,
      surgeon.address,
      tooLate.terms.patient,
      150_150_002n,
    ]);
    const hers = await reach("CONFIRMED");
    const cancelled = await hers.perform("cancel", { by: bySurgeon });
    expect((await eventOf(escrow, cancelled, "Cancelled")).canceller).toBe(surgeon.address);
  });

  it("signed early and held back by a relayer does not become a late one", async () => {
    const { escrow, chain } = aftercare();
    const booking = await reach("SCHEDULED");
    await chain.nextBlockAt(booking.progress.surgeryTime - DAY);
    const due = booking.shareOf(booking.rules.lateCancellationShare);
    await expectRevert(escrow, booking.send("cancel", { surgeonAmount: 0n }), "AmountMismatch", [0n, due]);
  });

  it("never pays the surgeon for her own cancellation", async () => {
    const { escrow } = aftercare();
    const booking = await reach("SCHEDULED");
    const greedy = booking.send("cancel", { party: "surgeon", surgeonAmount: 1n });
    await expectRevert(escrow, greedy, "AmountMismatch", [1n, 0n]);
  });

  it("costs nothing, at any time before the report, while the surgeon is not licensed", async () => {
    const { chain } = aftercare();
    const booking = await reach("CONFIRMED");
    await revokeLicence(aftercare(), surgeon.address);
    for (const at of [booking.progress.surgeryTime - 1, booking.progress.surgeryTime + 100 * DAY]) {
      await onBranch(aftercare(), async () => {
        await chain.mineAt(at);
        await booking.perform("cancel", { by: unlicensed });
      });
    }
  });

  it("is always late where the window reaches back to the scheduling", async () => {
    const { escrow } = aftercare();
    const booking = await book({ agreed: { cancellationWindow: 30 * DAY } });
    await booking.perform("schedule");
    await expectRevert(escrow, booking.send("cancel", { surgeonAmount: 0n }), "AmountMismatch");
    await booking.perform("cancel", { by: late });
  });
});

describe("rescheduling", () => {
  it("moves the surgery and counts, as often as the terms allow", async () => {
    const { escrow } = aftercare();
    const booking = await reach("CONFIRMED");
    for (let count = 1; count <= booking.rules.maximumReschedules; count++) {
      const receipt = await booking.perform("reschedule");
      expect([...(await eventOf(escrow, receipt, "Rescheduled"))]).toEqual([
        booking.id,
        surgeon.address,
        BigInt(booking.progress.surgeryTime),
      ]);
      expect(booking.progress).toMatchObject({ reschedules: count });
    }
    await expectRevert(escrow, booking.send("reschedule"), "TooManyReschedules", [2n]);
  });

  it("is out of the question where the terms say so", async () => {
    const booking = await book({ agreed: { maximumReschedules: 0 } });
    await booking.perform("schedule");
    await expectRevert(aftercare().escrow, booking.send("reschedule"), "TooManyReschedules", [0n]);
  });

  it("takes a time from a day to 730 days ahead", async () => {
    const { escrow, chain } = aftercare();
    const booking = await reach("SCHEDULED");
    const at = (await chain.now()) + 100;
    for (const [surgeryTime, refused] of [
      [at + DAY - 1, true],
      [at + DAY, false],
      [at + 730 * DAY, false],
      [at + 730 * DAY + 1, true],
    ] as const) {
      await onBranch(aftercare(), async () => {
        await chain.nextBlockAt(at);
        const sent = booking.send("reschedule", { surgeryTime });
        if (refused) await expectRevert(escrow, sent, "InvalidSurgeryTime", [BigInt(surgeryTime)]);
        else expect((await mined(sent)).status).toBe(1);
      });
    }
  });

  it("binds to the count, so that neither party's signature serves a second time", async () => {
    const { escrow } = aftercare();
    const booking = await reach("SCHEDULED");
    const surgeryTime = booking.progress.surgeryTime + 5 * DAY;
    const content = { surgeryTime, reschedules: 1 };
    const patient = await booking.message("Rescheduling", "patient", content);
    const own = await booking.message("Rescheduling", "surgeon", content);
    const send = () =>
      escrow.reschedule(
        packed(booking.terms),
        surgeryTime,
        patient.deadline,
        patient.signature,
        own.signature,
      );
    await booking.perform("reschedule", { surgeryTime });
    await expectRevert(escrow, send(), "InvalidSignature", [booking.terms.patient]);
  });

  it("moves every deadline that counts from the surgery", async () => {
    const { escrow, chain } = aftercare();
    const booking = await reach("CONFIRMED");
    const first = booking.progress.surgeryTime;
    await booking.perform("reschedule", { surgeryTime: first + 30 * DAY });
    await chain.mineAt(first + booking.rules.executionWindow + 1);
    await expectRevert(escrow, booking.send("refund"), "TooEarly");
    await booking.perform("execute");
  });
});

describe("a no-show", () => {
  it("pays the surgeon her share once the patient has let it stand", async () => {
    const { escrow } = aftercare();
    const booking = await reach("SCHEDULED");
    const reported = await eventOf(escrow, await booking.perform("reportNoShow"), "NoShowReported");
    expect([...reported]).toEqual([booking.id, surgeon.address]);
    const receipt = await booking.perform("concludeNoShow");
    expect([...(await eventOf(escrow, receipt, "PatientNoShow"))]).toEqual([
      booking.id,
      surgeon.address,
      250_250_003n,
    ]);
    expect(await escrow.reviewPot()).toBe(0n);
  });

  it("that the patient contests is a dispute", async () => {
    const { escrow } = aftercare();
    const booking = await reach("NO_SHOW_REPORTED");
    const contested = await eventOf(escrow, await booking.perform("contest"), "NoShowContested");
    expect([...contested]).toEqual([booking.id, surgeon.address, id("evidence")]);
  });

  it("of the surgeon refunds all of it", async () => {
    const { escrow, treasury } = aftercare();
    const booking = await reach("CONFIRMED");
    const refunded = await eventOf(escrow, await booking.perform("refund"), "SurgeonNoShow");
    expect([...refunded]).toEqual([booking.id, surgeon.address]);
    expect(await escrow.balanceOf(booking.terms.patient)).toBe(booking.terms.deposit);
    expect(await escrow.balanceOf(treasury)).toBe(0n);
  });
});

describe("an accident", () => {
  it.each(["patient", "surgeon"] as const)("is told with the %s as its reporter", async (party) => {
    const { escrow } = aftercare();
    const booking = await reach("EXECUTED");
    const receipt = await booking.perform("reportAccident", { party });
    expect([...(await eventOf(escrow, receipt, "AccidentReported"))]).toEqual([
      booking.id,
      surgeon.address,
      booking.terms[party],
      id("evidence"),
    ]);
  });

  it("takes a record later, without a new clock, even from a surgeon who has lost her licence", async () => {
    const { escrow, chain } = aftercare();
    const booking = await reach("ACCIDENT");
    const { enteredAt } = booking.progress;
    await revokeLicence(aftercare(), surgeon.address);
    await chain.mineAt(enteredAt + 8 * DAY);
    const receipt = await booking.perform("execute");
    expect([...(await eventOf(escrow, receipt, "RecordSupplied"))]).toEqual([
      booking.id,
      surgeon.address,
      booking.recordCommitment,
    ]);
    expect(booking.progress.enteredAt).toBe(enteredAt);
    await booking.perform("close");
    expect(await escrow.balanceOf(surgeon.address)).toBe(booking.terms.deposit - PROTOCOL_FEE - REVIEW_FEE);
  });

  it("keeps the record that the patient knows: it cannot be replaced", async () => {
    const booking = await reach("ACCIDENT with record");
    booking.recordCommitment = 9n;
    await expectRevert(aftercare().escrow, booking.send("execute"), "RecordExists", [booking.id]);
  });

  it("that she never documents pays the surgeon nothing by default", async () => {
    const { escrow } = aftercare();
    const booking = await reach("ACCIDENT");
    const defaulted = await eventOf(escrow, await booking.perform("concludeByDefault"), "Defaulted");
    expect([...defaulted]).toEqual([booking.id, surgeon.address, 0n]);
    expect(await escrow.balanceOf(booking.terms.patient)).toBe(booking.terms.deposit);
  });
});

describe("a settlement", () => {
  it("divides exactly what there is, with the fees taken where there is a record", async () => {
    const { escrow } = aftercare();
    const without = await reach("SETTLED");
    expect(await escrow.feesOf(surgeon.address)).toBe(0n);
    expect(without.distributable).toBe(without.terms.deposit);
    const booking = await reach("ACCIDENT with record");
    const receipt = await booking.perform("settle", { surgeonAmount: 1n });
    expect([...(await eventOf(escrow, receipt, "Settled"))]).toEqual([
      booking.id,
      surgeon.address,
      1n,
      booking.distributable - 1n,
    ]);
    expect(await escrow.feesOf(surgeon.address)).toBe(PROTOCOL_FEE);
    expect(await escrow.reviewPot()).toBe(REVIEW_FEE);
  });

  it.each([-1n, 1n])("that is off by %d is refused", async (error) => {
    const { escrow } = aftercare();
    const booking = await reach("EXECUTED");
    const surgeonAmount = 5n;
    const patientAmount = booking.distributable - surgeonAmount + error;
    await expectRevert(escrow, booking.send("settle", { surgeonAmount, patientAmount }), "AmountMismatch", [
      booking.distributable + error,
      booking.distributable,
    ]);
  });

  it("cannot overflow its way to the right sum", async () => {
    const booking = await reach("SCHEDULED");
    const most = 2n ** 128n - 1n;
    const sent = booking.send("settle", { surgeonAmount: most, patientAmount: booking.terms.deposit + 1n });
    await expectRevert(aftercare().escrow, sent, "AmountMismatch");
  });

  it("may give everything to one side", async () => {
    const booking = await reach("SCHEDULED");
    await onBranch(aftercare(), () => booking.perform("settle", { surgeonAmount: 0n }));
    await booking.perform("settle", { surgeonAmount: booking.terms.deposit });
  });

  it("agreed on before there was a record does not hold after", async () => {
    const { escrow } = aftercare();
    const booking = await reach("ACCIDENT");
    const { deposit } = booking.terms;
    await booking.perform("execute");
    const sent = booking.send("settle", { surgeonAmount: 0n, patientAmount: deposit });
    await expectRevert(escrow, sent, "AmountMismatch", [deposit, deposit - PROTOCOL_FEE - REVIEW_FEE]);
  });
});

describe("a ruling", () => {
  it("splits by the arbiter's share, rounded down for the surgeon", async () => {
    const { escrow } = aftercare();
    const booking = await reach("DISPUTED");
    const receipt = await booking.perform("rule", { surgeonShare: 3_333 });
    expect([...(await eventOf(escrow, receipt, "Ruled"))]).toEqual([
      booking.id,
      surgeon.address,
      3_333n,
      id("reason"),
      166_650_002n,
    ]);
    expect(await escrow.balanceOf(booking.terms.patient)).toBe(500_000_007n - 166_650_002n);
  });

  it("may give all or nothing, and no more than all", async () => {
    const { escrow, chain } = aftercare();
    const booking = await reach("ACCIDENT with record");
    await onBranch(aftercare(), () => booking.perform("rule", { surgeonShare: 0 }));
    await onBranch(aftercare(), () => booking.perform("rule", { surgeonShare: 10_000 }));
    await chain.mineAt(booking.progress.enteredAt + booking.rules.settlementWindow + 1);
    const sent = booking.send("rule", { surgeonShare: 10_001 });
    await expectRevert(escrow, sent, "ShareTooHigh", [10_001n]);
  });

  it("is nobody's where the terms name no arbiter, not even of a signature that recovers to nobody", async () => {
    const { escrow, chain } = aftercare();
    const booking = await (await book({ arbiter: `0x${"00".repeat(20)}` })).reach("DISPUTED");
    await chain.mineAt(booking.progress.enteredAt + booking.rules.settlementWindow + 1);
    await expectRevert(escrow, booking.send("rule"), "NoArbiter", [booking.id]);
    const forged = escrow.rule(
      packed(booking.terms),
      10_000,
      id("reason"),
      2n ** 64n - 1n,
      `0x${"00".repeat(64)}1b`,
    );
    await expectRevert(escrow, forged, "NoArbiter");
  });
});

describe("closing late", () => {
  it.each(["SETTLED with record", "RULED with record", "DEFAULTED with record", "LAPSED"] as const)(
    "from %s queues a leaf, moves no money and frees the review fee for a relayer",
    async (standing) => {
      const { escrow, chain } = aftercare();
      const booking = await reach(standing);
      await chain.mineAt((await chain.now()) + 1_000 * DAY);
      const potBefore = await escrow.reviewPot();
      await booking.perform("close");
      expect(await escrow.reviewPot()).toBe(potBefore);
      expect((await escrow.queueHead()) >> 216n).toBe(1n);
    },
  );

  it("reserves no review fee without a record", async () => {
    const { escrow } = aftercare();
    for (const standing of ["SETTLED", "RULED", "DEFAULTED", "PATIENT_NO_SHOW", "CANCELLED"] as const) {
      await reach(standing);
    }
    expect(await escrow.reviewPot()).toBe(0n);
  });
});

describe("a rotated key", () => {
  it("signs for bookings made before, the old one no longer, and is who gets paid", async () => {
    const { escrow, token } = aftercare();
    const booking = await reach("CONFIRMED");
    await rotateKey(aftercare(), surgeon.address, surgeon, newKey);
    await aftercare().chain.mineAt(booking.progress.surgeryTime);
    await expectRevert(escrow, booking.send("execute"), "InvalidSignature", [newKey.address]);
    await booking.perform("execute", { surgeon: newKey });
    await booking.perform("close");

    const owed = await escrow.balanceOf(surgeon.address);
    const receipt = await mined(escrow.collect(surgeon.address));
    expect([...(await eventOf(escrow, receipt, "Collected"))]).toEqual([
      surgeon.address,
      newKey.address,
      owed,
    ]);
    expect(await token.balanceOf(newKey.address)).toBe(owed);
    expect(await token.balanceOf(surgeon.address)).toBe(0n);
  });

  it("is asked for in everything that a surgeon signs", async () => {
    const { escrow, chain } = aftercare();
    const actions: readonly [Standing, Action][] = [
      ["NONE", "schedule"],
      ["SCHEDULED", "confirm"],
      ["SCHEDULED", "reschedule"],
      ["SCHEDULED", "settle"],
      ["SCHEDULED", "reportNoShow"],
      ["SCHEDULED", "cancel"],
      ["ACCIDENT", "execute"],
      ["EXECUTED", "reportAccident"],
    ];
    for (const [standing, action] of actions) {
      await onBranch(aftercare(), async () => {
        const booking = await reach(standing);
        await rotateKey(aftercare(), surgeon.address, surgeon, newKey);
        if (action === "reportNoShow") await chain.mineAt(booking.progress.surgeryTime);
        const surgeryTime = (await chain.now()) + 20 * DAY;
        const moved = action === "reschedule" ? { surgeryTime } : {};
        const sending = { party: "surgeon", ...moved } as const;
        await expectRevert(escrow, booking.send(action, sending), "InvalidSignature", [newKey.address]);
        await booking.send(action, { ...sending, surgeon: newKey });
      });
    }
  });
});
