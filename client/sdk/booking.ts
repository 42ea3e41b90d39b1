import {
  AbiCoder,
  keccak256,
  toBeHex,
  TypedDataEncoder,
  type Signer,
  type TypedDataDomain,
  type TypedDataField,
} from "ethers";

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

/** What has happened to a booking so far; see `Progress` in ISurgeryEscrow. */
export interface Progress {
  state: State;
  enteredAt: bigint;
  surgeryTime: bigint;
  reschedules: number;
  planHash: string;
  recordCommitment: bigint;
}

const ZERO_WORD = toBeHex(0n, 32);

/** The progress of a booking that the chain has not seen. */
export const NO_PROGRESS: Progress = {
  state: "NONE",
  enteredAt: 0n,
  surgeryTime: 0n,
  reschedules: 0,
  planHash: ZERO_WORD,
  recordCommitment: 0n,
};

/** The tuple that the escrow's functions take for a progress. */
export function encodableProgress(progress: Progress) {
  return { ...progress, state: STATES.indexOf(progress.state) };
}

/** The word that the escrow stores for this progress: zero for NONE. */
export function progressHashOf(progress: Progress): string {
  if (progress.state === "NONE") return ZERO_WORD;
  return keccak256(
    AbiCoder.defaultAbiCoder().encode(
      ["uint8", "uint64", "uint64", "uint8", "bytes32", "uint256"],
      [
        STATES.indexOf(progress.state),
        progress.enteredAt,
        progress.surgeryTime,
        progress.reschedules,
        progress.planHash,
        progress.recordCommitment,
      ],
    ),
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
    field("uint64", "surgeryTime"),
    field("uint64", "deadline"),
  ],
  Rescheduling: [
    field("bytes32", "bookingId"),
    field("uint64", "surgeryTime"),
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

/** EIP-712 digest of the terms in the escrow's domain. */
export function bookingIdOf(domain: TypedDataDomain, terms: Terms): string {
  return TypedDataEncoder.hash(domain, { Terms: [...BOOKING_MESSAGES.Terms] }, terms);
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
