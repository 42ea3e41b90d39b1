import type { TypedDataDomain } from "ethers/hash";
import type { Licence, Profile } from "../licence.ts";
import type { MessageSigner } from "./signer.ts";

const PROFILE = [
  { name: "encryptionKey", type: "bytes32" },
  { name: "contentHash", type: "bytes32" },
];

const LICENCE = {
  Licence: [
    { name: "surgeon", type: "address" },
    { name: "numberHash", type: "bytes32" },
    { name: "jurisdiction", type: "bytes32" },
    { name: "specialty", type: "bytes32" },
    { name: "issuedAt", type: "uint64" },
    { name: "expiry", type: "uint64" },
  ],
};

const REGISTRATION = {
  Registration: [
    { name: "numberHash", type: "bytes32" },
    { name: "issuedAt", type: "uint64" },
    { name: "board", type: "address" },
    { name: "profile", type: "Profile" },
    { name: "deadline", type: "uint64" },
  ],
  Profile: PROFILE,
};

const PROFILE_UPDATE = {
  ProfileUpdate: [
    { name: "surgeon", type: "address" },
    { name: "profile", type: "Profile" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint64" },
  ],
  Profile: PROFILE,
};

const ROTATION = {
  Rotation: [
    { name: "surgeon", type: "address" },
    { name: "newSigner", type: "address" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint64" },
  ],
};

const SUSPENSION = {
  Suspension: [
    { name: "surgeon", type: "address" },
    { name: "numberHash", type: "bytes32" },
    { name: "issuedAt", type: "uint64" },
    { name: "suspendedUntil", type: "uint64" },
    { name: "deadline", type: "uint64" },
  ],
};

const REVOCATION = {
  Revocation: [
    { name: "surgeon", type: "address" },
    { name: "numberHash", type: "bytes32" },
    { name: "issuedAt", type: "uint64" },
    { name: "deadline", type: "uint64" },
  ],
};

export function registryDomain(chainId: bigint, registry: string): TypedDataDomain {
  return { name: "Aftercare SurgeonRegistry", version: "1", chainId, verifyingContract: registry };
}

/** The board's attestation. */
export function signLicence(
  board: MessageSigner,
  domain: TypedDataDomain,
  licence: Licence,
): Promise<string> {
  return board.signTypedData(domain, LICENCE, { ...licence });
}

/** The surgeon's consent to be registered with this licence and profile. */
export function signRegistration(
  surgeon: MessageSigner,
  domain: TypedDataDomain,
  registration: { numberHash: string; issuedAt: bigint; board: string; profile: Profile; deadline: bigint },
): Promise<string> {
  return surgeon.signTypedData(domain, REGISTRATION, registration);
}

/** The surgeon's new profile. `nonce` is the registry's `nonceOf(surgeon)`. */
export function signProfileUpdate(
  surgeon: MessageSigner,
  domain: TypedDataDomain,
  update: { surgeon: string; profile: Profile; nonce: bigint; deadline: bigint },
): Promise<string> {
  return surgeon.signTypedData(domain, PROFILE_UPDATE, update);
}

/** The hand-over of a surgeon's signature to another key; both keys sign it. `nonce` is the registry's `nonceOf(surgeon)`. */
export function signRotation(
  signer: MessageSigner,
  domain: TypedDataDomain,
  rotation: { surgeon: string; newSigner: string; nonce: bigint; deadline: bigint },
): Promise<string> {
  return signer.signTypedData(domain, ROTATION, rotation);
}

/** A board's suspension until a second, or the end of one by a second that has passed. */
export function signSuspension(
  board: MessageSigner,
  domain: TypedDataDomain,
  suspension: {
    surgeon: string;
    numberHash: string;
    /** When the board signs: later than anything on record about the surgeon. */
    issuedAt: bigint;
    suspendedUntil: bigint;
    deadline: bigint;
  },
): Promise<string> {
  return board.signTypedData(domain, SUSPENSION, suspension);
}

/** A board's revocation. `issuedAt` is that of the licence on record. */
export function signRevocation(
  board: MessageSigner,
  domain: TypedDataDomain,
  revocation: { surgeon: string; numberHash: string; issuedAt: bigint; deadline: bigint },
): Promise<string> {
  return board.signTypedData(domain, REVOCATION, revocation);
}
