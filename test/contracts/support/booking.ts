import { concat, id, keccak256, toBeHex } from "ethers";
import type {
  BaseContract,
  ContractTransactionReceipt,
  ContractTransactionResponse,
  TypedDataDomain,
  Wallet,
} from "ethers";
import { expect } from "vitest";

import { STATES } from "../../../client/protocol/progress.ts";
import { landingOf, OPEN, secondsOf, stateOf, TRANSITIONS } from "../../../client/protocol/life-cycle.ts";
import type { Action, Party, Quantity, Standing, Transition } from "../../../client/protocol/life-cycle.ts";
import { expectBalanced } from "./balance.ts";
import { DAY, keyOf, REVIEW_FEE } from "./deployment.ts";
import type { Aftercare } from "./deployment.ts";
import { sign } from "./messages.ts";
import type { MessageName } from "./messages.ts";
import { RULES, termsOf } from "./terms.ts";
import type { Rules, Terms } from "./terms.ts";

export { STATES } from "../../../client/protocol/progress.ts";
export type { Terms } from "./terms.ts";

export interface Progress {
  state: number;
  enteredAt: number;
  surgeryTime: number;
  reschedules: number;
  recordCommitment: bigint;
}

const UNSEEN: Progress = {
  state: 0,
  enteredAt: 0,
  surgeryTime: 0,
  reschedules: 0,
  recordCommitment: 0n,
};

/** The escrow's constant, for the windows of the life cycle's table. */
const MINIMUM_CLOSING_DWELL = DAY;

/** The word of docs/protocol.md, computed without the contract. */
export function progressWord({
  state,
  enteredAt,
  surgeryTime,
  reschedules,
  recordCommitment,
}: Progress): bigint {
  const record = recordCommitment === 0n ? "" : keccak256(toBeHex(recordCommitment, 32)).slice(-36);
  const hex = (value: number, bytes: number): string => value.toString(16).padStart(2 * bytes, "0");
  return BigInt(
    `0x${record}${hex(reschedules, 1)}${hex(surgeryTime, 6)}${hex(enteredAt, 6)}${hex(state, 1)}`,
  );
}

/** Terms as the escrow's calls carry them, put together without the client. */
export function packed(terms: Terms) {
  const hex = (value: bigint | number, bytes: number): string => toBeHex(value, bytes);
  return {
    patientAndTimes: concat([terms.patient, hex(terms.appointmentTime, 6), hex(terms.offerExpiry, 6)]),
    surgeonAndDeposit: concat([terms.surgeon, hex(terms.deposit, 12)]),
    arbiterAndFee: concat([terms.arbiter, hex(terms.protocolFee, 12)]),
    patientCommitment: terms.patientCommitment,
    rules: terms.rules,
    termsHash: terms.termsHash,
  };
}

/** What an action says, and who signs it in which domain and until when, where a test wants it other than usual. */
export interface Sending {
  patient?: Wallet;
  surgeon?: Wallet;
  arbiter?: Wallet;
  domain?: TypedDataDomain;
  tokenDomain?: TypedDataDomain;
  deadline?: number;
  bookingId?: string;
  /** Who cancels or reports an accident; the patient where absent. */
  party?: Party;
  /** That party's address as the call gives it. */
  partyAddress?: string;
  surgeryTime?: number;
  surgeonAmount?: bigint;
  patientAmount?: bigint;
  surgeonShare?: number;
  /** What the patient closes with; the surgeon's where absent. */
  recordCommitment?: bigint;
}

let bookingsMade = 0;

/**
 * One booking as its parties hold it: terms, keys and the progress they expect on chain.
 *
 * `send` and `simulate` only pass an action on. `perform` goes by the life cycle's table: it waits for the action's time,
 * and checks the word on chain, what was paid, and that no money was made or lost.
 */
export class Booking {
  readonly aftercare: Aftercare;
  readonly patient: Wallet;
  readonly surgeon: Wallet;
  readonly arbiter: Wallet = keyOf("arbiter");
  readonly terms: Terms;
  readonly rules: Rules;
  readonly id: string;
  progress: Progress = UNSEEN;
  planHash: string = id("plan");
  recordCommitment = 4_242n;

  private constructor(
    aftercare: Aftercare,
    parties: { patient: Wallet; surgeon: Wallet },
    agreed: { terms: Terms; rules: Rules },
    bookingId: string,
  ) {
    this.aftercare = aftercare;
    this.patient = parties.patient;
    this.surgeon = parties.surgeon;
    this.terms = agreed.terms;
    this.rules = agreed.rules;
    this.id = bookingId;
  }

  /** Terms between a new patient, whose key holds the deposit, and a surgeon. Nothing is on chain yet. */
  static async of(
    aftercare: Aftercare,
    surgeon: Wallet,
    change: Partial<Terms & { agreed: Partial<Rules> }> = {},
  ): Promise<Booking> {
    bookingsMade += 1;
    const patient = keyOf(`patient ${bookingsMade}`);
    const terms = termsOf(patient, surgeon.address, await aftercare.chain.now(), change);
    await aftercare.token.mint(terms.patient, terms.deposit);
    const booking = new Booking(
      aftercare,
      { patient, surgeon },
      { terms, rules: { ...RULES, ...change.agreed } },
      await aftercare.escrow.bookingIdOf(packed(terms)),
    );
    aftercare.bookings.push(booking);
    aftercare.creditors.add(terms.patient).add(terms.surgeon);
    return booking;
  }

  get standing(): Standing {
    const state = STATES[this.progress.state] ?? "NONE";
    const withRecord = `${state} with record`;
    return this.progress.recordCommitment !== 0n && isStanding(withRecord) ? withRecord : state;
  }

  /** What the escrow should hold of this booking: nothing of what was closed after its offer had expired. */
  get word(): bigint {
    const freed = this.standing === "CLOSED" && this.progress.enteredAt >= this.terms.offerExpiry;
    return freed ? 0n : progressWord(this.progress);
  }

  /** Token units of this booking that the escrow holds and has not credited to anyone. */
  get openDeposit(): bigint {
    return OPEN.includes(this.standing) ? this.terms.deposit : 0n;
  }

  /** Token units that the parties share from where the booking stands. */
  get distributable(): bigint {
    const { deposit, protocolFee } = this.terms;
    return this.progress.recordCommitment === 0n ? deposit : deposit - protocolFee - REVIEW_FEE;
  }

  /** A share of what there is to distribute, as the surgeon gets it. */
  shareOf(share: number): bigint {
    return (this.distributable * BigInt(share)) / 10_000n;
  }

  /** Seconds that a quantity of the life cycle's table stands for. */
  valueOf(quantity: Quantity): number {
    if (quantity === "MINIMUM_CLOSING_DWELL") return MINIMUM_CLOSING_DWELL;
    if (quantity === "offerExpiry") return this.terms.offerExpiry;
    if (quantity === "surgeryTime" || quantity === "enteredAt") return this.progress[quantity];
    return this.rules[quantity];
  }

  /** First and last second in which a transition is legal for this booking. */
  windowOf(transition: Transition): { first?: number; last?: number } {
    return secondsOf(transition.window ?? {}, (quantity) => this.valueOf(quantity));
  }

  /** Sends an action with all the right signatures, unless told otherwise. */
  async send(action: Action, sending: Sending = {}): Promise<ContractTransactionResponse> {
    const args = await this.argumentsOf(action, sending);
    return this.escrow.getFunction(action).send(...args);
  }

  /** Runs an action at the latest block without sending it. */
  async simulate(action: Action, sending: Sending = {}): Promise<unknown> {
    const args = await this.argumentsOf(action, sending);
    return this.escrow.getFunction(action).staticCall(...args);
  }

  /** What a transition has to say where a test does not: who acts, the amounts that the table expects, and a new time. */
  async contentFor(by: Transition, sending: Sending = {}): Promise<Sending> {
    const { surgeon, patient } = this.paymentOf(by, sending);
    const given = { ...partyOf(by), ...sending };
    if (by.action === "cancel" || by.action === "settle") {
      return { surgeonAmount: surgeon, patientAmount: patient, ...given };
    }
    if (by.action === "reschedule") {
      return { surgeryTime: (await this.aftercare.chain.now()) + 20 * DAY, ...given };
    }
    return given;
  }

  /** Takes a step by the table's transition, the first that fits, as soon as its time has come. */
  async perform(
    action: Action,
    sending: Sending & { by?: Transition } = {},
  ): Promise<ContractTransactionReceipt> {
    const { by: named, ...rest } = sending;
    const from = this.standing;
    const by = named ?? TRANSITIONS.find((row) => row.action === action && row.from.includes(from));
    if (by === undefined) throw new Error(`the table has no ${action} from ${from}`);
    const { chain, escrow } = this.aftercare;
    const { first } = this.windowOf(by);
    await chain.nextBlockAt(Math.max((await chain.now()) + 1, first ?? 0));
    const expected = this.paymentOf(by, rest);
    const before = await this.balances();

    const content = await this.contentFor(by, rest);
    const receipt = await (await this.send(action, content)).wait();
    if (receipt === null) throw new Error("the transaction was not mined");
    const { timestamp } = await receipt.getBlock();
    this.progress = this.after(by, content, timestamp);
    expect(this.standing).toBe(landingOf(by, from));
    expect(await escrow.progressOf(this.id)).toBe(this.word);
    const after = await this.balances();
    expect({ surgeon: after.surgeon - before.surgeon, patient: after.patient - before.patient }).toEqual(
      expected,
    );
    await expectBalanced(this.aftercare);
    return receipt;
  }

  /** Takes the booking by legal steps to a standing. */
  async reach(standing: Standing): Promise<this> {
    for (const [action, sending] of PATHS[standing]) await this.perform(action, sending);
    expect(this.standing).toBe(standing);
    return this;
  }

  /** The signature that pays the deposit and offers the terms. */
  async depositSignature(sending: Sending = {}): Promise<string> {
    const { escrow, domains } = this.aftercare;
    const bookingId = sending.bookingId ?? this.id;
    return sign(
      sending.patient ?? this.patient,
      sending.tokenDomain ?? domains.token,
      "ReceiveWithAuthorization",
      {
        from: this.terms.patient,
        to: await escrow.getAddress(),
        value: this.terms.deposit,
        validAfter: 0,
        validBefore: this.terms.offerExpiry,
        nonce: bookingId.slice(0, -16) + "0".repeat(16),
      },
    );
  }

  /** A message about this booking, signed by one party and valid for long unless a test says otherwise. */
  async message(
    name: MessageName,
    party: Party,
    content: object,
    sending: Sending = {},
  ): Promise<{ deadline: number; signature: string }> {
    const deadline = sending.deadline ?? this.terms.offerExpiry + 4_000 * DAY;
    const signature = await sign(
      sending[party] ?? this[party],
      sending.domain ?? this.aftercare.domains.escrow,
      name,
      { bookingId: sending.bookingId ?? this.id, ...content, deadline },
    );
    return { deadline, signature };
  }

  /** The escrow, for calls by name. */
  private get escrow(): BaseContract {
    return this.aftercare.escrow;
  }

  private async balances(): Promise<{ surgeon: bigint; patient: bigint }> {
    const { escrow } = this.aftercare;
    return {
      surgeon: await escrow.balanceOf(this.terms.surgeon),
      patient: await escrow.balanceOf(this.terms.patient),
    };
  }

  /** What a transition credits to the two parties, by the table. */
  private paymentOf({ pays }: Transition, sending: Sending): { surgeon: bigint; patient: bigint } {
    const split = (surgeon: bigint) => ({ surgeon, patient: this.distributable - surgeon });
    switch (pays) {
      case undefined:
      case "deposit in":
        return { surgeon: 0n, patient: 0n };
      case "all to the patient":
        return split(0n);
      case "all to the surgeon":
        return split(this.distributable);
      case "as signed":
        return split(sending.surgeonAmount ?? this.shareOf(SIGNED_SHARE));
      case "surgeonShare":
        return split(this.shareOf(sending.surgeonShare ?? RULED_SHARE));
      default:
        return split(this.shareOf(this.rules[pays]));
    }
  }

  private after(by: Transition, sending: Sending, timestamp: number): Progress {
    const landed = {
      ...this.progress,
      state: STATES.indexOf(stateOf(landingOf(by, this.standing))),
      enteredAt: timestamp,
    };
    const { appointmentTime } = this.terms;
    switch (by.action) {
      case "propose":
      case "schedule":
        return { ...landed, surgeryTime: appointmentTime };
      case "withdrawOffer":
        return { ...UNSEEN, state: landed.state, enteredAt: timestamp };
      case "confirm":
        return { ...landed, surgeryTime: sending.surgeryTime ?? landed.surgeryTime };
      case "reschedule":
        return { ...landed, surgeryTime: sending.surgeryTime ?? 0, reschedules: landed.reschedules + 1 };
      case "execute":
        return {
          ...landed,
          recordCommitment: this.recordCommitment,
          // A record of an accident leaves the accident's clocks running.
          enteredAt: by.to === undefined ? this.progress.enteredAt : timestamp,
        };
      default:
        return landed;
    }
  }

  private async argumentsOf(action: Action, sending: Sending): Promise<unknown[]> {
    const { terms, progress } = this;
    const booking = packed(terms);
    const evidenceHash = id("evidence");
    const party = sending.party ?? "patient";
    const partyAddress = sending.partyAddress ?? terms[party];
    switch (action) {
      case "propose": {
        const domain = sending.domain ?? this.aftercare.domains.escrow;
        return [booking, await sign(sending.patient ?? this.patient, domain, "Terms", terms)];
      }
      case "expire":
      case "concludeNoShow":
      case "refund":
      case "lapse":
      case "concludeByDefault":
        return [booking];
      case "withdrawOffer":
        return [booking, ...(await this.signed("Withdrawal", ["patient"], {}, sending))];
      case "schedule": {
        const { deadline, signature } = await this.message("Acceptance", "surgeon", {}, sending);
        return [booking, deadline, await this.depositSignature(sending), signature];
      }
      case "confirm": {
        const plan = { planHash: this.planHash, surgeryTime: sending.surgeryTime ?? progress.surgeryTime };
        return [
          booking,
          plan.planHash,
          plan.surgeryTime,
          ...(await this.signed("Plan", ["patient", "surgeon"], plan, sending)),
        ];
      }
      case "reschedule": {
        const surgeryTime = sending.surgeryTime ?? progress.surgeryTime;
        const content = { surgeryTime, reschedules: progress.reschedules + 1 };
        return [
          booking,
          surgeryTime,
          ...(await this.signed("Rescheduling", ["patient", "surgeon"], content, sending)),
        ];
      }
      case "cancel": {
        const { surgeonAmount = 0n } = sending;
        return [
          booking,
          partyAddress,
          surgeonAmount,
          ...(await this.signed("Cancellation", [party], { surgeonAmount }, sending)),
        ];
      }
      case "reportNoShow":
        return [booking, ...(await this.signed("NoShowReport", ["surgeon"], {}, sending))];
      case "contest":
        return [
          booking,
          evidenceHash,
          ...(await this.signed("Contest", ["patient"], { evidenceHash }, sending)),
        ];
      case "execute": {
        const { recordCommitment } = this;
        return [
          booking,
          recordCommitment,
          ...(await this.signed("Execution", ["surgeon"], { recordCommitment }, sending)),
        ];
      }
      case "close": {
        const { recordCommitment = this.progress.recordCommitment } = sending;
        return [
          booking,
          recordCommitment,
          ...(await this.signed("Closing", ["patient"], { recordCommitment }, sending)),
        ];
      }
      case "reportAccident":
        return [
          booking,
          partyAddress,
          evidenceHash,
          ...(await this.signed("Accident", [party], { evidenceHash }, sending)),
        ];
      case "settle": {
        const surgeonAmount = sending.surgeonAmount ?? this.shareOf(SIGNED_SHARE);
        const patientAmount = sending.patientAmount ?? this.distributable - surgeonAmount;
        const content = { surgeonAmount, patientAmount };
        return [
          booking,
          surgeonAmount,
          patientAmount,
          ...(await this.signed("Settlement", ["patient", "surgeon"], content, sending)),
        ];
      }
      case "rule": {
        const { surgeonShare = RULED_SHARE } = sending;
        const content = { surgeonShare, reasonHash: id("reason") };
        return [
          booking,
          surgeonShare,
          content.reasonHash,
          ...(await this.signed("Ruling", ["arbiter"], content, sending)),
        ];
      }
    }
  }

  /** Deadline and signatures of one message, in the order in which every action takes them. */
  private async signed(
    name: MessageName,
    parties: readonly Party[],
    content: object,
    sending: Sending,
  ): Promise<unknown[]> {
    const messages = await Promise.all(parties.map((party) => this.message(name, party, content, sending)));
    return [messages[0]?.deadline, ...messages.map(({ signature }) => signature)];
  }
}

/** Basis points that tests settle on and rule, where they do not say; neither is a share of the rules. */
const SIGNED_SHARE = 6_006;
const RULED_SHARE = 7_007;

function isStanding(name: string): name is Standing {
  return name in PATHS;
}

/** Who acts alone by a transition, where that is not the patient. */
function partyOf({ signedBy }: Transition): Sending {
  return signedBy.length === 1 && signedBy[0] !== undefined ? { party: signedBy[0] } : {};
}

type Step = readonly [Action, Sending?];

const CONFIRMED: readonly Step[] = [["schedule"], ["confirm"]];
const EXECUTED: readonly Step[] = [...CONFIRMED, ["execute"]];
const REPORTED: readonly Step[] = [["schedule"], ["reportNoShow"]];
const ACCIDENT: readonly Step[] = [...CONFIRMED, ["reportAccident"]];
const ACCIDENT_WITH_RECORD: readonly Step[] = [...EXECUTED, ["reportAccident", { party: "surgeon" }]];

/** A shortest legal way to each standing. */
const PATHS: Readonly<Record<Standing, readonly Step[]>> = {
  NONE: [],
  PROPOSED: [["propose"]],
  SCHEDULED: [["schedule"]],
  CONFIRMED,
  EXECUTED,
  CLOSED: [...EXECUTED, ["close"]],
  WITHDRAWN: [["withdrawOffer"]],
  EXPIRED: [["propose"], ["expire"]],
  CANCELLED: [["schedule"], ["cancel"]],
  NO_SHOW_REPORTED: REPORTED,
  PATIENT_NO_SHOW: [...REPORTED, ["concludeNoShow"]],
  SURGEON_NO_SHOW: [["schedule"], ["refund"]],
  ACCIDENT,
  "ACCIDENT with record": ACCIDENT_WITH_RECORD,
  DISPUTED: [...REPORTED, ["contest"]],
  SETTLED: [["schedule"], ["settle"]],
  "SETTLED with record": [...EXECUTED, ["settle"]],
  RULED: [...ACCIDENT, ["rule"]],
  "RULED with record": [...ACCIDENT_WITH_RECORD, ["rule"]],
  DEFAULTED: [...ACCIDENT, ["concludeByDefault"]],
  "DEFAULTED with record": [...ACCIDENT_WITH_RECORD, ["concludeByDefault"]],
  LAPSED: [...EXECUTED, ["lapse"]],
};
