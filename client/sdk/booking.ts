import {
  AbiCoder,
  getAddress,
  isAddress,
  keccak256,
  toBeHex,
  type Signer,
  type TypedDataDomain,
  type TypedDataField,
} from "ethers";
import { AftercareError } from "../../prover/errors.ts";

/** What patient and surgeon agree on; see `Terms` in ISurgeryEscrow. Money in token units, times in seconds. */
export interface Terms {
  patient: string;
  surgeon: string;
  /** Who may rule where the two do not settle; the zero address for nobody. */
  arbiter: string;
  patientCommitment: bigint;
  deposit: bigint;
  protocolFee: bigint;
  appointmentTime: bigint;
  offerExpiry: bigint;
  /** Windows, shares and limits in one word; see `packRules`. */
  rules: bigint;
  termsHash: string;
}

/** Names of the states, at the index that the escrow gives each. */
export const STATES = [
  "NONE",
  "PROPOSED",
  "SCHEDULED",
  "CONFIRMED",
  "EXECUTED",
  "CLOSED",
  "WITHDRAWN",
  "EXPIRED",
  "CANCELLED",
  "NO_SHOW_REPORTED",
  "PATIENT_NO_SHOW",
  "SURGEON_NO_SHOW",
  "ACCIDENT",
  "DISPUTED",
  "SETTLED",
  "RULED",
  "DEFAULTED",
  "LAPSED",
] as const;

export type State = (typeof STATES)[number];

/** What has happened to a booking so far, as its events tell. The escrow keeps {@link progressWordOf} it, which lacks the plan. */
export interface Progress {
  state: State;
  enteredAt: bigint;
  surgeryTime: bigint;
  reschedules: number;
  planHash: string;
  recordCommitment: bigint;
}

const ZERO_WORD = toBeHex(0n, 32);

/** The progress of a booking that the chain has not seen, or whose word it has freed: only events tell which. */
export const NO_PROGRESS: Progress = {
  state: "NONE",
  enteredAt: 0n,
  surgeryTime: 0n,
  reschedules: 0,
  planHash: ZERO_WORD,
  recordCommitment: 0n,
};

/**
 * The word that the escrow stores for this progress: zero for NONE. From the lowest bit on: 8 bits of state, 48 of
 * `enteredAt`, 48 of `surgeryTime`, 8 of `reschedules`, and the lowest 144 of the record commitment's hash.
 */
export function progressWordOf(progress: Progress): bigint {
  if (progress.state === "NONE") return 0n;
  const { enteredAt, surgeryTime, reschedules, recordCommitment } = progress;
  const record =
    recordCommitment === 0n ? 0n : BigInt.asUintN(144, BigInt(keccak256(toBeHex(recordCommitment, 32))));
  return (
    BigInt(STATES.indexOf(progress.state)) |
    (enteredAt << 8n) |
    (surgeryTime << 56n) |
    (BigInt(reschedules) << 104n) |
    (record << 112n)
  );
}

/** {@link Terms} in six words, as the escrow's calls and events carry them. */
export interface PackedTerms {
  patientAndTimes: string;
  surgeonAndDeposit: bigint;
  arbiterAndFee: string;
  patientCommitment: bigint;
  rules: bigint;
  termsHash: string;
}

/** A field of the terms is no address, or does not fit into its bits, so no call could carry it. */
export class MalformedTermsError extends AftercareError {
  override readonly name = "MalformedTermsError";
}

/** @throws MalformedTermsError where a party is no address, a time has more than 48 bits or an amount more than 96. */
export function packTerms(terms: Terms): PackedTerms {
  const { patientCommitment, rules, termsHash } = terms;
  const time = (name: "appointmentTime" | "offerExpiry") => fieldOf(terms, name, 48n);
  return {
    patientAndTimes: toBeHex(
      (addressOf(terms, "patient") << 96n) | (time("appointmentTime") << 48n) | time("offerExpiry"),
      32,
    ),
    surgeonAndDeposit: (addressOf(terms, "surgeon") << 96n) | fieldOf(terms, "deposit", 96n),
    arbiterAndFee: toBeHex((addressOf(terms, "arbiter") << 96n) | fieldOf(terms, "protocolFee", 96n), 32),
    patientCommitment,
    rules,
    termsHash,
  };
}

export function unpackTerms(packed: PackedTerms): Terms {
  const { surgeonAndDeposit, patientCommitment, rules, termsHash } = packed;
  const patientAndTimes = BigInt(packed.patientAndTimes);
  const arbiterAndFee = BigInt(packed.arbiterAndFee);
  const address = (word: bigint): string => getAddress(toBeHex(word >> 96n, 20));
  return {
    patient: address(patientAndTimes),
    surgeon: address(surgeonAndDeposit),
    arbiter: address(arbiterAndFee),
    patientCommitment,
    deposit: BigInt.asUintN(96, surgeonAndDeposit),
    protocolFee: BigInt.asUintN(96, arbiterAndFee),
    appointmentTime: BigInt.asUintN(48, patientAndTimes >> 48n),
    offerExpiry: BigInt.asUintN(48, patientAndTimes),
    rules,
    termsHash,
  };
}

function addressOf(terms: Terms, name: "patient" | "surgeon" | "arbiter"): bigint {
  const address = terms[name];
  if (isAddress(address)) return BigInt(getAddress(address));
  throw new MalformedTermsError(
    `The terms' ${name} is no address.`,
    "Give 20 bytes as 0x hex; an address in mixed case has to have the right checksum.",
  );
}

function fieldOf(
  terms: Terms,
  name: "appointmentTime" | "offerExpiry" | "deposit" | "protocolFee",
  bits: bigint,
): bigint {
  const value = terms[name];
  if (value >= 0n && value >> bits === 0n) return value;
  throw new MalformedTermsError(
    `The terms' ${name} does not fit into ${bits} bits.`,
    "Give times in seconds and amounts in token units.",
    { [name]: value },
  );
}

/** The private plan of a surgery; only its hash goes on chain. Words of 32 bytes as 0x hex. */
export interface Plan {
  medicinesRoot: string;
  /** Commitment to a coverage, zero where there is none. */
  coverage: string;
  /** Random: without it a known plan could be recognised by its hash. */
  blinding: string;
}

export function planHashOf(plan: Plan): string {
  return keccak256(
    AbiCoder.defaultAbiCoder().encode(
      ["bytes32", "bytes32", "bytes32"],
      [plan.medicinesRoot, plan.coverage, plan.blinding],
    ),
  );
}

const field = (type: string, name: string): TypedDataField => ({ name, type });

/** The EIP-712 types of the escrow's messages, by primary type. */
export const BOOKING_MESSAGES = {
  Terms: [
    field("address", "patient"),
    field("address", "surgeon"),
    field("address", "arbiter"),
    field("uint256", "patientCommitment"),
    field("uint128", "deposit"),
    field("uint128", "protocolFee"),
    field("uint64", "appointmentTime"),
    field("uint64", "offerExpiry"),
    field("uint256", "rules"),
    field("bytes32", "termsHash"),
  ],
  Acceptance: [field("bytes32", "bookingId"), field("uint64", "deadline")],
  Withdrawal: [field("bytes32", "bookingId"), field("uint64", "deadline")],
  Plan: [
    field("bytes32", "bookingId"),
    field("bytes32", "planHash"),
    field("uint48", "surgeryTime"),
    field("uint64", "deadline"),
  ],
  Rescheduling: [
    field("bytes32", "bookingId"),
    field("uint48", "surgeryTime"),
    field("uint8", "reschedules"),
    field("uint64", "deadline"),
  ],
  Cancellation: [
    field("bytes32", "bookingId"),
    field("uint128", "surgeonAmount"),
    field("uint64", "deadline"),
  ],
  NoShowReport: [field("bytes32", "bookingId"), field("uint64", "deadline")],
  Contest: [field("bytes32", "bookingId"), field("bytes32", "evidenceHash"), field("uint64", "deadline")],
  Execution: [
    field("bytes32", "bookingId"),
    field("uint256", "recordCommitment"),
    field("uint64", "deadline"),
  ],
  Closing: [field("bytes32", "bookingId"), field("uint256", "recordCommitment"), field("uint64", "deadline")],
  Accident: [field("bytes32", "bookingId"), field("bytes32", "evidenceHash"), field("uint64", "deadline")],
  Settlement: [
    field("bytes32", "bookingId"),
    field("uint128", "surgeonAmount"),
    field("uint128", "patientAmount"),
    field("uint64", "deadline"),
  ],
  Ruling: [
    field("bytes32", "bookingId"),
    field("uint16", "surgeonShare"),
    field("bytes32", "reasonHash"),
    field("uint64", "deadline"),
  ],
} as const satisfies Record<string, TypedDataField[]>;

export function escrowDomain(chainId: bigint, escrow: string): TypedDataDomain {
  return { name: "Aftercare SurgeryEscrow", version: "1", chainId, verifyingContract: escrow };
}

/** The id that every message about a booking names: keccak256 of the terms' six words. */
export function bookingIdOf(terms: Terms): string {
  const { patientAndTimes, surgeonAndDeposit, arbiterAndFee, patientCommitment, rules, termsHash } =
    packTerms(terms);
  return keccak256(
    AbiCoder.defaultAbiCoder().encode(
      ["bytes32", "uint256", "bytes32", "uint256", "uint256", "bytes32"],
      [patientAndTimes, surgeonAndDeposit, arbiterAndFee, patientCommitment, rules, termsHash],
    ),
  );
}

/** ERC-3009 nonce of a booking's deposit: the booking id, its lower 64 bits cleared for tokens with keyed nonces. */
export function depositNonceOf(bookingId: string): string {
  return toBeHex((BigInt(bookingId) >> 64n) << 64n, 32);
}

/** Values of each message that is signed about a booking already agreed on. */
export interface BookingMessageValues {
  Acceptance: { bookingId: string; deadline: bigint };
  Withdrawal: { bookingId: string; deadline: bigint };
  Plan: { bookingId: string; planHash: string; surgeryTime: bigint; deadline: bigint };
  /** `reschedules` is how often the surgery has been moved after this. */
  Rescheduling: { bookingId: string; surgeryTime: bigint; reschedules: number; deadline: bigint };
  Cancellation: { bookingId: string; surgeonAmount: bigint; deadline: bigint };
  NoShowReport: { bookingId: string; deadline: bigint };
  Contest: { bookingId: string; evidenceHash: string; deadline: bigint };
  Execution: { bookingId: string; recordCommitment: bigint; deadline: bigint };
  Closing: { bookingId: string; recordCommitment: bigint; deadline: bigint };
  Accident: { bookingId: string; evidenceHash: string; deadline: bigint };
  Settlement: { bookingId: string; surgeonAmount: bigint; patientAmount: bigint; deadline: bigint };
  /** `surgeonShare` in basis points of what there is to distribute. */
  Ruling: { bookingId: string; surgeonShare: number; reasonHash: string; deadline: bigint };
}

/** Signs one message of a booking's life in the escrow's domain. */
export function signBookingMessage<Message extends keyof BookingMessageValues>(
  signer: Signer,
  domain: TypedDataDomain,
  message: Message,
  values: BookingMessageValues[Message],
): Promise<string> {
  return signer.signTypedData(domain, { [message]: [...BOOKING_MESSAGES[message]] }, values);
}

/** Signs the terms themselves, to post the offer on chain. */
export function signTerms(signer: Signer, domain: TypedDataDomain, terms: Terms): Promise<string> {
  return signer.signTypedData(domain, { Terms: [...BOOKING_MESSAGES.Terms] }, terms);
}
