import type { TypedDataDomain, TypedDataField } from "ethers/hash";
import type { Terms } from "../terms.ts";
import type { MessageSigner } from "./signer.ts";

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

/** Values of each message that is signed about a booking already agreed on. */
export interface BookingMessageValues {
  readonly Acceptance: { bookingId: string; deadline: bigint };
  readonly Withdrawal: { bookingId: string; deadline: bigint };
  readonly Plan: { bookingId: string; planHash: string; surgeryTime: bigint; deadline: bigint };
  /** `reschedules` is how often the surgery has been moved after this. */
  readonly Rescheduling: { bookingId: string; surgeryTime: bigint; reschedules: number; deadline: bigint };
  readonly Cancellation: { bookingId: string; surgeonAmount: bigint; deadline: bigint };
  readonly NoShowReport: { bookingId: string; deadline: bigint };
  readonly Contest: { bookingId: string; evidenceHash: string; deadline: bigint };
  readonly Execution: { bookingId: string; recordCommitment: bigint; deadline: bigint };
  readonly Closing: { bookingId: string; recordCommitment: bigint; deadline: bigint };
  readonly Accident: { bookingId: string; evidenceHash: string; deadline: bigint };
  readonly Settlement: { bookingId: string; surgeonAmount: bigint; patientAmount: bigint; deadline: bigint };
  /** `surgeonShare` in basis points of what there is to distribute. */
  readonly Ruling: { bookingId: string; surgeonShare: number; reasonHash: string; deadline: bigint };
}

/** Signs one message of a booking's life in the escrow's domain. */
export function signBookingMessage<Message extends keyof BookingMessageValues>(
  signer: MessageSigner,
  domain: TypedDataDomain,
  message: Message,
  values: BookingMessageValues[Message],
): Promise<string> {
  return signer.signTypedData(domain, { [message]: [...BOOKING_MESSAGES[message]] }, values);
}

/** Signs the terms themselves, to post the offer on chain. */
export function signTerms(signer: MessageSigner, domain: TypedDataDomain, terms: Terms): Promise<string> {
  return signer.signTypedData(domain, { Terms: [...BOOKING_MESSAGES.Terms] }, { ...terms });
}
