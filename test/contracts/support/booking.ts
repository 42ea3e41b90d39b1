import { AbiCoder, id, keccak256, ZeroHash } from "ethers";
import type {
  ContractTransactionReceipt,
  ContractTransactionResponse,
  TypedDataDomain,
  Wallet,
} from "ethers";
import { expect } from "vitest";

import { expectBalanced } from "./balance.ts";
import { DAY, keyOf, PROTOCOL_FEE } from "./deployment.ts";
import type { Aftercare } from "./deployment.ts";
import { sign } from "./messages.ts";
import type { MessageName } from "./messages.ts";

export const STATES = [
  "NONE",
  "PROPOSED",
  "SCHEDULED",
  "CONFIRMED",
  "EXECUTED",
  "CLOSED",
  "WITHDRAWN",
  "EXPIRED",
  "SURGEON_NO_SHOW",
  "LAPSED",
] as const;
export type StateName = (typeof STATES)[number];

export interface Terms {
  patient: string;
  surgeon: string;
  patientCommitment: bigint;
  deposit: bigint;
  protocolFee: bigint;
  appointmentTime: number;
  offerExpiry: number;
  executionWindow: number;
  closingWindow: number;
  termsHash: string;
}

export interface Progress {
  state: number;
  enteredAt: number;
  surgeryTime: number;
  planHash: string;
  recordCommitment: bigint;
}

const UNSEEN: Progress = { state: 0, enteredAt: 0, surgeryTime: 0, planHash: ZeroHash, recordCommitment: 0n };
const OPEN_STATES: readonly StateName[] = ["SCHEDULED", "CONFIRMED", "EXECUTED"];

/** The word of docs/protocol.md, computed without the contract. */
export function progressWord(progress: Progress): string {
  if (progress.state === 0) return ZeroHash;
  const { state, enteredAt, surgeryTime, planHash, recordCommitment } = progress;
  return keccak256(
    AbiCoder.defaultAbiCoder().encode(
      ["uint8", "uint64", "uint64", "bytes32", "uint256"],
      [state, enteredAt, surgeryTime, planHash, recordCommitment],
    ),
  );
}

/** Who signs an action, in which domain and until when, where a test wants it other than right. */
export interface Forgery {
  patient?: Wallet;
  surgeon?: Wallet;
  domain?: TypedDataDomain;
  tokenDomain?: TypedDataDomain;
  deadline?: number;
  bookingId?: string;
}

let bookingsMade = 0;

/**
 * One booking as its two parties hold it: terms, keys and the progress they expect on chain.
 *
 * The `…ing` methods only send; `becomes` waits, checks the word on chain and that no money was made or lost.
 */
export class Booking {
  readonly aftercare: Aftercare;
  readonly patient: Wallet;
  readonly surgeon: Wallet;
  readonly terms: Terms;
  readonly id: string;
  progress: Progress = UNSEEN;
  planHash: string = id("plan");
  recordCommitment = 4_242n;

  private constructor(
    aftercare: Aftercare,
    patient: Wallet,
    surgeon: Wallet,
    terms: Terms,
    bookingId: string,
  ) {
    this.aftercare = aftercare;
    this.patient = patient;
    this.surgeon = surgeon;
    this.terms = terms;
    this.id = bookingId;
  }

  /** Terms between a new patient, whose key holds the deposit, and a surgeon. Nothing is on chain yet. */
  static async of(aftercare: Aftercare, surgeon: Wallet, change: Partial<Terms> = {}): Promise<Booking> {
    bookingsMade += 1;
    const patient = keyOf(`patient ${bookingsMade}`);
    const now = await aftercare.chain.now();
    const terms: Terms = {
      patient: patient.address,
      surgeon: surgeon.address,
      patientCommitment: BigInt(id(`secret ${bookingsMade}`)) >> 8n,
      deposit: 500_000_000n,
      protocolFee: PROTOCOL_FEE,
      appointmentTime: now + 30 * DAY,
      offerExpiry: now + 2 * DAY,
      executionWindow: 7 * DAY,
      closingWindow: 14 * DAY,
      termsHash: id("terms"),
      ...change,
    };
    await aftercare.token.mint(terms.patient, terms.deposit);
    const booking = new Booking(
      aftercare,
      patient,
      surgeon,
      terms,
      await aftercare.escrow.bookingIdOf(terms),
    );
    aftercare.bookings.push(booking);
    aftercare.creditors.add(terms.patient).add(terms.surgeon);
    return booking;
  }

  get state(): StateName {
    return STATES[this.progress.state] ?? "NONE";
  }

  /** Token units of this booking that the escrow holds and has not credited to anyone. */
  get openDeposit(): bigint {
    return OPEN_STATES.includes(this.state) ? this.terms.deposit : 0n;
  }

  async proposing(forgery: Forgery = {}): Promise<ContractTransactionResponse> {
    const signature = await sign(
      forgery.patient ?? this.patient,
      forgery.domain ?? this.aftercare.domains.escrow,
      "Terms",
      this.terms,
    );
    return this.aftercare.escrow.propose(this.terms, signature);
  }

  async withdrawing(forgery: Forgery = {}): Promise<ContractTransactionResponse> {
    const { deadline, signature } = await this.message("Withdrawal", "patient", {}, forgery);
    return this.aftercare.escrow.withdrawOffer(this.terms, this.progress, deadline, signature);
  }

  async expiring(): Promise<ContractTransactionResponse> {
    return this.aftercare.escrow.expire(this.terms, this.progress);
  }

  async scheduling(forgery: Forgery = {}): Promise<ContractTransactionResponse> {
    const { deadline, signature } = await this.message("Acceptance", "surgeon", {}, forgery);
    return this.aftercare.escrow.schedule(
      this.terms,
      this.progress,
      await this.depositSignature(forgery),
      deadline,
      signature,
    );
  }

  async confirming(
    surgeryTime: number = this.terms.appointmentTime,
    forgery: Forgery = {},
  ): Promise<ContractTransactionResponse> {
    const plan = { planHash: this.planHash, surgeryTime };
    const { deadline, signature } = await this.message("Plan", "patient", plan, forgery);
    const surgeon = await this.message("Plan", "surgeon", plan, forgery);
    return this.aftercare.escrow.confirm(
      this.terms,
      this.progress,
      this.planHash,
      surgeryTime,
      deadline,
      signature,
      surgeon.signature,
    );
  }

  async executing(forgery: Forgery = {}): Promise<ContractTransactionResponse> {
    const { recordCommitment } = this;
    const { deadline, signature } = await this.message("Execution", "surgeon", { recordCommitment }, forgery);
    return this.aftercare.escrow.execute(this.terms, this.progress, recordCommitment, deadline, signature);
  }

  async closing(forgery: Forgery = {}): Promise<ContractTransactionResponse> {
    const { recordCommitment } = this.progress;
    const { deadline, signature } = await this.message("Closing", "patient", { recordCommitment }, forgery);
    return this.aftercare.escrow.close(this.terms, this.progress, deadline, signature);
  }

  async refunding(): Promise<ContractTransactionResponse> {
    return this.aftercare.escrow.refund(this.terms, this.progress);
  }

  async lapsing(): Promise<ContractTransactionResponse> {
    return this.aftercare.escrow.lapse(this.terms, this.progress);
  }

  propose(): Promise<ContractTransactionReceipt> {
    return this.becomes("PROPOSED", this.proposing(), { surgeryTime: this.terms.appointmentTime });
  }

  withdraw(): Promise<ContractTransactionReceipt> {
    return this.becomes("WITHDRAWN", this.withdrawing(), { surgeryTime: 0 });
  }

  async expire(): Promise<ContractTransactionReceipt> {
    await this.aftercare.chain.nextBlockAt(this.terms.offerExpiry);
    return this.becomes("EXPIRED", this.expiring());
  }

  schedule(): Promise<ContractTransactionReceipt> {
    return this.becomes("SCHEDULED", this.scheduling(), { surgeryTime: this.terms.appointmentTime });
  }

  confirm(surgeryTime: number = this.terms.appointmentTime): Promise<ContractTransactionReceipt> {
    const { planHash } = this;
    return this.becomes("CONFIRMED", this.confirming(surgeryTime), { surgeryTime, planHash });
  }

  /** Reports the surgery at its time, or now where that has passed. */
  async execute(): Promise<ContractTransactionReceipt> {
    const { chain } = this.aftercare;
    await chain.nextBlockAt(Math.max((await chain.now()) + 1, this.progress.surgeryTime));
    const { recordCommitment } = this;
    return this.becomes("EXECUTED", this.executing(), { recordCommitment });
  }

  close(): Promise<ContractTransactionReceipt> {
    return this.becomes("CLOSED", this.closing());
  }

  async refund(): Promise<ContractTransactionReceipt> {
    await this.aftercare.chain.nextBlockAt(this.progress.surgeryTime + this.terms.executionWindow + 1);
    return this.becomes("SURGEON_NO_SHOW", this.refunding());
  }

  async lapse(): Promise<ContractTransactionReceipt> {
    await this.aftercare.chain.nextBlockAt(this.progress.enteredAt + this.terms.closingWindow + 1);
    return this.becomes("LAPSED", this.lapsing());
  }

  /** Takes the booking by legal steps to a state. */
  async reach(state: StateName): Promise<this> {
    for (const step of PATHS[state]) await this[step]();
    expect(this.state).toBe(state);
    return this;
  }

  /** The signature that pays the deposit and offers the terms. */
  async depositSignature(forgery: Forgery = {}): Promise<string> {
    const { escrow, domains } = this.aftercare;
    const bookingId = forgery.bookingId ?? this.id;
    return sign(
      forgery.patient ?? this.patient,
      forgery.tokenDomain ?? domains.token,
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

  /** A message about this booking, signed by one party and valid for a day unless a test forges it. */
  async message(
    name: MessageName,
    party: "patient" | "surgeon",
    content: object,
    forgery: Forgery = {},
  ): Promise<{ deadline: number; signature: string }> {
    const deadline = forgery.deadline ?? (await this.aftercare.chain.now()) + 400 * DAY;
    const signature = await sign(
      forgery[party] ?? this[party],
      forgery.domain ?? this.aftercare.domains.escrow,
      name,
      { bookingId: forgery.bookingId ?? this.id, ...content, deadline },
    );
    return { deadline, signature };
  }

  private async becomes(
    state: StateName,
    sent: Promise<ContractTransactionResponse>,
    change: Partial<Progress> = {},
  ): Promise<ContractTransactionReceipt> {
    const receipt = await (await sent).wait();
    if (receipt === null) throw new Error("the transaction was not mined");
    const { timestamp } = await receipt.getBlock();
    this.progress = { ...this.progress, ...change, state: STATES.indexOf(state), enteredAt: timestamp };
    expect(await this.aftercare.escrow.progressHash(this.id)).toBe(progressWord(this.progress));
    await expectBalanced(this.aftercare);
    return receipt;
  }
}

type Step =
  "propose" | "withdraw" | "expire" | "schedule" | "confirm" | "execute" | "close" | "refund" | "lapse";

/** A shortest legal way to each state. */
const PATHS: Readonly<Record<StateName, readonly Step[]>> = {
  NONE: [],
  PROPOSED: ["propose"],
  SCHEDULED: ["schedule"],
  CONFIRMED: ["schedule", "confirm"],
  EXECUTED: ["schedule", "confirm", "execute"],
  CLOSED: ["schedule", "confirm", "execute", "close"],
  WITHDRAWN: ["withdraw"],
  EXPIRED: ["propose", "expire"],
  SURGEON_NO_SHOW: ["schedule", "refund"],
  LAPSED: ["schedule", "confirm", "execute", "lapse"],
};
