import type { TypedDataDomain, TypedDataField, Wallet } from "ethers";

function fields(list: string): TypedDataField[] {
  return list.split(",").map((field) => {
    const [type = "", name = ""] = field.split(" ");
    return { type, name };
  });
}

const PROFILE = fields("bytes32 encryptionKey,bytes32 contentHash");

/** Every EIP-712 message of docs/protocol.md, and the token's. */
const MESSAGES = {
  Terms: {
    Terms: fields(
      "address patient,address surgeon,address arbiter,uint256 patientCommitment,uint128 deposit,uint128 protocolFee,uint64 appointmentTime,uint64 offerExpiry,uint256 rules,bytes32 termsHash",
    ),
  },
  Acceptance: { Acceptance: fields("bytes32 bookingId,uint64 deadline") },
  Withdrawal: { Withdrawal: fields("bytes32 bookingId,uint64 deadline") },
  Plan: { Plan: fields("bytes32 bookingId,bytes32 planHash,uint48 surgeryTime,uint64 deadline") },
  Rescheduling: {
    Rescheduling: fields("bytes32 bookingId,uint48 surgeryTime,uint8 reschedules,uint64 deadline"),
  },
  Cancellation: { Cancellation: fields("bytes32 bookingId,uint128 surgeonAmount,uint64 deadline") },
  NoShowReport: { NoShowReport: fields("bytes32 bookingId,uint64 deadline") },
  Contest: { Contest: fields("bytes32 bookingId,bytes32 evidenceHash,uint64 deadline") },
  Execution: { Execution: fields("bytes32 bookingId,uint256 recordCommitment,uint64 deadline") },
  Closing: { Closing: fields("bytes32 bookingId,uint256 recordCommitment,uint64 deadline") },
  Accident: { Accident: fields("bytes32 bookingId,bytes32 evidenceHash,uint64 deadline") },
  Settlement: {
    Settlement: fields("bytes32 bookingId,uint128 surgeonAmount,uint128 patientAmount,uint64 deadline"),
  },
  Ruling: { Ruling: fields("bytes32 bookingId,uint16 surgeonShare,bytes32 reasonHash,uint64 deadline") },
  Answer: { Answer: fields("uint256 nullifier,uint32 version,bytes32 textHash,uint64 deadline") },
  Licence: {
    Licence: fields(
      "address surgeon,bytes32 numberHash,bytes32 jurisdiction,bytes32 specialty,uint64 issuedAt,uint64 expiry",
    ),
  },
  Registration: {
    Registration: fields("bytes32 numberHash,uint64 issuedAt,address board,Profile profile,uint64 deadline"),
    Profile: PROFILE,
  },
  ProfileUpdate: {
    ProfileUpdate: fields("address surgeon,Profile profile,uint256 nonce,uint64 deadline"),
    Profile: PROFILE,
  },
  Rotation: { Rotation: fields("address surgeon,address newSigner,uint256 nonce,uint64 deadline") },
  Suspension: {
    Suspension: fields(
      "address surgeon,bytes32 numberHash,uint64 issuedAt,uint64 suspendedUntil,uint64 deadline",
    ),
  },
  Revocation: { Revocation: fields("address surgeon,bytes32 numberHash,uint64 issuedAt,uint64 deadline") },
  ReceiveWithAuthorization: {
    ReceiveWithAuthorization: fields(
      "address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce",
    ),
  },
} as const satisfies Record<string, Record<string, TypedDataField[]>>;

export type MessageName = keyof typeof MESSAGES;

/** Signs one message in a contract's domain. */
export function sign(
  key: Wallet,
  domain: TypedDataDomain,
  name: MessageName,
  value: object,
): Promise<string> {
  return key.signTypedData(domain, { ...MESSAGES[name] }, { ...value });
}

/** Domain of one of Aftercare's contracts or of the test dollar. */
export function domainOf(name: string, chainId: bigint, verifyingContract: string): TypedDataDomain {
  return { name, version: "1", chainId, verifyingContract };
}
