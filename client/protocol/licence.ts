import { encodeBytes32String } from "ethers/abi";
import { keccak256 } from "ethers/crypto";
import { toUtf8Bytes } from "ethers/utils";
import { AftercareError } from "../../prover/errors.ts";
import { assertText } from "../../prover/text.ts";

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

/** A text of a licence does not fit into its word on chain. */
export class MalformedLicenceError extends AftercareError {
  override readonly name = "MalformedLicenceError";
}

/** A text as 32 bytes, ended by a zero. */
function wordOf(name: string, text: string): string {
  assertText(`The licence's ${name}`, text, "line");
  if (!/^[\x20-\x7e]{0,31}$/.test(text)) {
    throw new MalformedLicenceError(
      `The licence's ${name} does not fit into its word.`,
      "Write it in at most 31 ASCII characters.",
      { name },
    );
  }
  return encodeBytes32String(text);
}

/**
 * Fills in a licence's encodings: the number's hash, and jurisdiction and specialty (at most 31 ASCII characters) as words.
 *
 * @throws NotATextError, MalformedTextError, MalformedLicenceError
 */
export function createLicence(facts: {
  surgeon: string;
  licenceNumber: string;
  jurisdiction: string;
  specialty: string;
  issuedAt: bigint;
  expiry: bigint;
}): Licence {
  assertText("The licence's number", facts.licenceNumber, "line");
  return {
    surgeon: facts.surgeon,
    numberHash: keccak256(toUtf8Bytes(`${facts.jurisdiction}:${facts.licenceNumber}`)),
    jurisdiction: wordOf("jurisdiction", facts.jurisdiction),
    specialty: wordOf("specialty", facts.specialty),
    issuedAt: facts.issuedAt,
    expiry: facts.expiry,
  };
}
