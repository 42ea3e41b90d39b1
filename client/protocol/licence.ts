import { encodeBytes32String } from "ethers/abi";
import { keccak256 } from "ethers/crypto";
import { toUtf8Bytes } from "ethers/utils";

/** What a board attests; see `Licence` in ISurgeonRegistry. Times in seconds. */
export interface Licence {
  readonly surgeon: string;
  readonly numberHash: string;
  readonly jurisdiction: string;
  readonly specialty: string;
  readonly issuedAt: bigint;
  readonly expiry: bigint;
}

/** What a surgeon publishes; see `Profile` in ISurgeonRegistry. */
export interface Profile {
  /** X25519 public key, 32 bytes as 0x hex. */
  readonly encryptionKey: string;
  /** SHA-256 of the public profile document, as 0x hex. */
  readonly contentHash: string;
}

/** Fills in a licence's encodings: the number's hash, and jurisdiction and specialty (at most 31 ASCII characters) as words. */
export function createLicence(facts: {
  surgeon: string;
  licenceNumber: string;
  jurisdiction: string;
  specialty: string;
  issuedAt: bigint;
  expiry: bigint;
}): Licence {
  return {
    surgeon: facts.surgeon,
    numberHash: keccak256(toUtf8Bytes(`${facts.jurisdiction}:${facts.licenceNumber}`)),
    jurisdiction: encodeBytes32String(facts.jurisdiction),
    specialty: encodeBytes32String(facts.specialty),
    issuedAt: facts.issuedAt,
    expiry: facts.expiry,
  };
}
