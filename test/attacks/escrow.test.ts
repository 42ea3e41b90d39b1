import { getBytes, hexlify, Signature, toBeHex, ZeroAddress } from "ethers";
import { beforeEach, describe, expect, it } from "vitest";

import { expectBalanced } from "../contracts/support/balance.ts";
import { Booking, packed } from "../contracts/support/booking.ts";
import { onBranch } from "../contracts/support/branch.ts";
import {
  DAY,
  deployAftercare,
  deployEscrow,
  keyOf,
  licenseSurgeon,
  PROTOCOL_FEE,
  REVIEW_FEE,
  useAftercare,
} from "../contracts/support/deployment.ts";
import type { Aftercare } from "../contracts/support/deployment.ts";
import { expectRevert } from "../contracts/support/errors.ts";
import { mined } from "../contracts/support/events.ts";

const surgeon = keyOf("surgeon");
const thief = keyOf("thief");

/** Order of secp256k1, in which s and n − s sign the same message. */
const SECP256K1_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/** The other signature by the same key over the same message. */
function malleate(signature: string): string {
  const { r, s, v } = Signature.from(signature);
  const mirrored = toBeHex(SECP256K1_ORDER - BigInt(s), 32);
  return r + mirrored.slice(2) + (v === 27 ? "1c" : "1b");
}

describe("signatures", () => {
  const aftercare = useAftercare();
  beforeEach(() => licenseSurgeon(aftercare(), surgeon));

  it("have no second form: s and n − s do not both count", async () => {
    const { escrow, chain } = aftercare();
    const booking = await (await Booking.of(aftercare(), surgeon)).reach("EXECUTED");
    await chain.mineAt(booking.progress.enteredAt + DAY);
    const { recordCommitment } = booking;
    const { deadline, signature } = await booking.message("Closing", "patient", { recordCommitment });
    await expectRevert(
      escrow,
      escrow.close(packed(booking.terms), recordCommitment, deadline, malleate(signature)),
      "InvalidSignature",
      [booking.terms.patient],
    );
    await booking.perform("close");
  });

  it("of a key have 65 bytes: none more, which nobody signed, and none less", async () => {
    const { escrow, token, chain } = aftercare();
    const booking = await Booking.of(aftercare(), surgeon);
    const acceptance = await booking.message("Acceptance", "surgeon", {});
    const deposit = await booking.depositSignature();
    for (const altered of [`${deposit}00`, deposit.slice(0, -2)]) {
      await expectRevert(
        token,
        escrow.schedule(packed(booking.terms), acceptance.deadline, altered, acceptance.signature),
        "ERC3009InvalidSignature",
      );
    }
    await booking.reach("EXECUTED");
    await chain.mineAt(booking.progress.enteredAt + DAY);
    const { recordCommitment } = booking;
    const { deadline, signature } = await booking.message("Closing", "patient", { recordCommitment });
    for (const altered of [`${signature}00`, signature.slice(0, -2)]) {
      await expectRevert(
        escrow,
        escrow.close(packed(booking.terms), recordCommitment, deadline, altered),
        "InvalidSignature",
        [booking.terms.patient],
      );
    }
  });

  it("by nobody do not count for nobody: an offer that names no patient cannot be withdrawn", async () => {
    const { escrow } = aftercare();
    const { terms } = await Booking.of(aftercare(), surgeon);
    const unnamed = packed({ ...terms, patient: ZeroAddress });
    const blank = `0x${"00".repeat(65)}`;
    await expectRevert(escrow, escrow.withdrawOffer(unnamed, terms.offerExpiry, blank), "InvalidSignature", [
      ZeroAddress,
    ]);
  });

  it("of one deployment do nothing in another with the same parties and terms", async () => {
    const other = await deployAftercare(aftercare().chain);
    await licenseSurgeon(other, surgeon);
    const booking = await Booking.of(aftercare(), surgeon);
    await other.token.mint(booking.terms.patient, booking.terms.deposit);
    const { deadline, signature } = await booking.message("Acceptance", "surgeon", {});
    await expectRevert(
      other.escrow,
      other.escrow.schedule(packed(booking.terms), deadline, await booking.depositSignature(), signature),
      "InvalidSignature",
    );
  });

  it("over a deposit do not let a second escrow on the same token take it", async () => {
    const { escrow, token, reviewBoard, domains } = aftercare();
    const second = await deployEscrow(aftercare());
    await second.connectReviewBoard(reviewBoard);
    const booking = await Booking.of(aftercare(), surgeon);
    const elsewhere: Aftercare = {
      ...aftercare(),
      escrow: second,
      domains: { ...domains, escrow: { ...domains.escrow, verifyingContract: await second.getAddress() } },
    };
    const copy = await Booking.of(elsewhere, surgeon);
    Object.assign(copy.terms, booking.terms);
    const bookingId = await second.bookingIdOf(packed(copy.terms));
    const { deadline, signature } = await copy.message("Acceptance", "surgeon", {}, { bookingId });
    await expectRevert(
      token,
      second.schedule(packed(copy.terms), deadline, await booking.depositSignature(), signature),
      "ERC3009InvalidSignature",
    );
    expect(await token.balanceOf(escrow)).toBe(0n);
  });

  it("over a deposit cannot be spent past the escrow", async () => {
    const { escrow, token } = aftercare();
    const booking = await Booking.of(aftercare(), surgeon);
    const signature = await booking.depositSignature();
    const { r, s, v } = Signature.from(signature);
    const args = [
      booking.terms.patient,
      await escrow.getAddress(),
      booking.terms.deposit,
      0,
      booking.terms.offerExpiry,
      booking.id.slice(0, -16) + "0".repeat(16),
    ] as const;
    // Money that arrived outside `schedule` would be lost to the patient.
    await expectRevert(
      token,
      token[
        "receiveWithAuthorization(address,address,uint256,uint256,uint256,bytes32,uint8,bytes32,bytes32)"
      ](...args, v, r, s),
      "ERC20InvalidReceiver",
    );
    expect(await token.balanceOf(escrow)).toBe(0n);
  });

  it("of a surgeon may come from a contract wallet, and from its owner only", async () => {
    const { escrow, chain } = aftercare();
    const wallet = await (await chain.deploy("ContractWallet", [surgeon.address])).getAddress();
    await licenseSurgeon(aftercare(), surgeon, wallet);
    const booking = await Booking.of(aftercare(), surgeon, { surgeon: wallet });
    await expectRevert(escrow, booking.send("schedule", { surgeon: thief }), "InvalidSignature", [wallet]);
    await booking.reach("CLOSED");
    expect(await escrow.balanceOf(wallet)).toBe(booking.terms.deposit - PROTOCOL_FEE - REVIEW_FEE);
  });
});

describe("malformed calldata", () => {
  const aftercare = useAftercare();
  beforeEach(() => licenseSurgeon(aftercare(), surgeon));
  const SELECTOR = 4;
  const WORD = 32;
  const TERMS_WORDS = 6;

  /** `lapse` with the highest bit of one word flipped. */
  async function lapsingWith(booking: Booking, word: number) {
    const { escrow, chain } = aftercare();
    const data = getBytes(escrow.interface.encodeFunctionData("lapse", [packed(booking.terms)]));
    const at = SELECTOR + word * WORD;
    data[at] = (data[at] ?? 0) ^ 0x80;
    return chain.relayer.call({ to: await escrow.getAddress(), data: hexlify(data) });
  }

  it("finds no booking, whichever word of the terms is another", async () => {
    const { escrow, chain } = aftercare();
    const booking = await (await Booking.of(aftercare(), surgeon)).reach("EXECUTED");
    await chain.mineAt(booking.progress.enteredAt + booking.rules.closingWindow + 1);
    for (let word = 0; word < TERMS_WORDS; word++) {
      await expectRevert(escrow, lapsingWith(booking, word), "WrongState");
    }
    await booking.perform("lapse");
  });

  it("makes no offer that reads differently from how it is signed", async () => {
    const { escrow, chain } = aftercare();
    const booking = await Booking.of(aftercare(), surgeon);
    const { deadline, signature } = await booking.message("Acceptance", "surgeon", {});
    const deposit = await booking.depositSignature();
    for (let word = 0; word < TERMS_WORDS; word++) {
      const data = getBytes(
        escrow.interface.encodeFunctionData("schedule", [
          packed(booking.terms),
          deadline,
          deposit,
          signature,
        ]),
      );
      const at = SELECTOR + word * WORD;
      data[at] = (data[at] ?? 0) ^ 0x80;
      const sent = chain.relayer.call({ to: await escrow.getAddress(), data: hexlify(data) });
      await expect(sent).rejects.toThrow();
    }
  });
});

describe("a contract wallet", () => {
  const aftercare = useAftercare();
  beforeEach(() => licenseSurgeon(aftercare(), surgeon));
  const walletOf = async (owner: string) =>
    (await aftercare().chain.deploy("ContractWallet", [owner])).getAddress();

  it("can be the patient: it pays, confirms and closes by ERC-1271, and nobody else can for it", async () => {
    const { escrow, token } = aftercare();
    const owner = keyOf("wallet's owner");
    const patient = await walletOf(owner.address);
    const booking = await Booking.of(aftercare(), surgeon, { patient });
    const signing = { patient: owner };
    await expectRevert(token, booking.send("schedule", { patient: thief }), "ERC3009InvalidSignature");
    await booking.perform("propose", signing);
    await booking.perform("schedule", signing);
    await expectRevert(escrow, booking.send("confirm", { patient: thief }), "InvalidSignature", [patient]);
    await booking.perform("confirm", signing);
    await booking.perform("execute");
    await booking.perform("close", signing);
    expect(booking.standing).toBe("CLOSED");
  });

  it("can be the arbiter", async () => {
    const { escrow, chain } = aftercare();
    const owner = keyOf("arbiter's owner");
    const arbiter = await walletOf(owner.address);
    const booking = await (await Booking.of(aftercare(), surgeon, { arbiter })).reach("DISPUTED");
    await chain.mineAt(booking.progress.enteredAt + booking.rules.settlementWindow + 1);
    await expectRevert(escrow, booking.send("rule", { arbiter: thief }), "InvalidSignature", [arbiter]);
    await booking.perform("rule", { arbiter: owner });
  });
});

describe("a patient's money", () => {
  const aftercare = useAftercare();
  beforeEach(() => licenseSurgeon(aftercare(), surgeon));

  it("goes nowhere but to the parties, whoever calls", async () => {
    const { escrow, token } = aftercare();
    const booking = await (await Booking.of(aftercare(), surgeon)).reach("SURGEON_NO_SHOW");
    await mined(escrow.collect(booking.terms.patient));
    expect(await token.balanceOf(booking.terms.patient)).toBe(booking.terms.deposit);
    await expectRevert(escrow, escrow.collect(thief.address), "NothingToCollect");
  });

  it("leaves once, however close and lapse race", async () => {
    const { escrow } = aftercare();
    const booking = await (await Booking.of(aftercare(), surgeon)).reach("EXECUTED");
    await booking.perform("lapse");
    const paid = await escrow.balanceOf(surgeon.address);
    await expectRevert(escrow, booking.send("lapse"), "WrongState");
    await booking.perform("close");
    await expectRevert(escrow, booking.send("close"), "WrongState");
    expect(await escrow.balanceOf(surgeon.address)).toBe(paid);
  });

  it("is not confused by tokens forced into the escrow", async () => {
    const { escrow, token } = aftercare();
    const gift = 123_456n;
    await token.mint(await escrow.getAddress(), gift);
    const booking = await Booking.of(aftercare(), surgeon);
    await mined(booking.send("schedule"));
    expect(await escrow.reviewPot()).toBe(0n);
    expect(await token.balanceOf(escrow)).toBe(booking.terms.deposit + gift);
    await expectRevert(escrow, escrow.collect(await escrow.getAddress()), "NothingToCollect");
  });
});

describe("a reentrant token", () => {
  const aftercare = useAftercare({ token: "ReentrantToken" });
  beforeEach(() => licenseSurgeon(aftercare(), surgeon));

  const outcome = async () =>
    (await aftercare().chain.ethers.getContractAt("ReentrantToken", aftercare().token)).getFunction(
      "outcome",
    )() as Promise<string>;
  const callBack = async (data: string) => {
    const token = await aftercare().chain.ethers.getContractAt("ReentrantToken", aftercare().token);
    await mined(token.getFunction("callBack")(await aftercare().escrow.getAddress(), data));
  };

  it("cannot schedule a booking a second time from inside its deposit", async () => {
    const { escrow } = aftercare();
    const outer = await Booking.of(aftercare(), surgeon);
    const other = await Booking.of(aftercare(), surgeon);
    for (const inner of [outer, other]) {
      const { deadline, signature } = await inner.message("Acceptance", "surgeon", {});
      await callBack(
        escrow.interface.encodeFunctionData("schedule", [packed(inner.terms), deadline, "0x", signature]),
      );
      await onBranch(aftercare(), async () => {
        await outer.perform("schedule");
        expect(escrow.interface.parseError(await outcome())?.name).toBe("ReentrancyGuardReentrantCall");
        expect(await escrow.progressOf(other.id)).toBe(0n);
      });
    }
  });

  it("cannot be paid twice from inside a payment", async () => {
    const { escrow, token } = aftercare();
    const booking = await (await Booking.of(aftercare(), surgeon)).reach("CLOSED");
    const owed = booking.terms.deposit - PROTOCOL_FEE - REVIEW_FEE;
    await callBack(escrow.interface.encodeFunctionData("collect", [surgeon.address]));
    await mined(escrow.collect(surgeon.address));
    expect(escrow.interface.parseError(await outcome())?.name).toBe("ReentrancyGuardReentrantCall");
    expect(await token.balanceOf(surgeon.address)).toBe(owed);
    await expectBalanced(aftercare());
  });

  it("finds a booking already SCHEDULED when it calls back, so nothing can be done to it twice", async () => {
    const { escrow } = aftercare();
    const inner = await Booking.of(aftercare(), surgeon);
    const { deadline, signature } = await inner.message("Withdrawal", "patient", {});
    await callBack(
      escrow.interface.encodeFunctionData("withdrawOffer", [packed(inner.terms), deadline, signature]),
    );
    await inner.perform("schedule");
    expect(escrow.interface.parseError(await outcome())?.name).toBe("WrongState");
  });
});

describe("a token that lies", () => {
  const idle = useAftercare({ token: "IdleToken" });
  const toll = useAftercare({ token: "TollToken" });
  const falsy = useAftercare({ token: "FalseToken" });

  it("about having moved a deposit schedules nothing", async () => {
    await licenseSurgeon(idle(), surgeon);
    const booking = await Booking.of(idle(), surgeon);
    await expectRevert(idle().escrow, booking.send("schedule"), "DepositMismatch", [
      0n,
      booking.terms.deposit,
    ]);
    expect(await idle().escrow.progressOf(booking.id)).toBe(0n);
  });

  it("by keeping a toll on each transfer schedules nothing", async () => {
    await licenseSurgeon(toll(), surgeon);
    const booking = await Booking.of(toll(), surgeon);
    const { deposit } = booking.terms;
    await expectRevert(toll().escrow, booking.send("schedule"), "DepositMismatch", [
      deposit - deposit / 100n,
      deposit,
    ]);
  });

  it("by returning false does not erase what is owed", async () => {
    await licenseSurgeon(falsy(), surgeon);
    await (await Booking.of(falsy(), surgeon)).reach("CLOSED");
    const { escrow } = falsy();
    const owed = await escrow.balanceOf(surgeon.address);
    await expectRevert(escrow, escrow.collect(surgeon.address), "SafeERC20FailedOperation");
    expect(await escrow.balanceOf(surgeon.address)).toBe(owed);
  });
});

describe("a token with the form for keys alone", () => {
  const aftercare = useAftercare({ token: "KeysOnlyToken" });
  beforeEach(() => licenseSurgeon(aftercare(), surgeon));

  it("takes the deposits of keys, and what it says against one is heard", async () => {
    const token = await aftercare().chain.ethers.getContractAt("KeysOnlyToken", aftercare().token);
    await (await Booking.of(aftercare(), surgeon)).perform("schedule");
    const refused = await Booking.of(aftercare(), surgeon);
    await mined(token.getFunction("refuse")(refused.terms.patient));
    await expectRevert(token, refused.send("schedule"), "Refused", [refused.terms.patient]);
  });
});

describe("a recipient that the token refuses", () => {
  const aftercare = useAftercare({ token: "BlocklistToken" });

  it("cannot keep the patient from closing, and loses nothing", async () => {
    const { escrow, token, chain } = aftercare();
    await licenseSurgeon(aftercare(), surgeon);
    const booking = await (await Booking.of(aftercare(), surgeon)).reach("EXECUTED");
    const list = await chain.ethers.getContractAt("BlocklistToken", token);
    await mined(list.getFunction("setBlocked")(surgeon.address, true));

    await booking.perform("close");
    await expectRevert(list, escrow.collect(surgeon.address), "Blocked", [surgeon.address]);
    await mined(escrow.gatherFees(surgeon.address));
    await mined(escrow.collect(aftercare().treasury));
    await mined(list.getFunction("setBlocked")(surgeon.address, false));
    await mined(escrow.collect(surgeon.address));
    expect(await token.balanceOf(surgeon.address)).toBe(booking.terms.deposit - PROTOCOL_FEE - REVIEW_FEE);
  });
});
