import { Identity } from "@semaphore-protocol/core/identity";
import { SigningKey } from "ethers/crypto";
import { bech32 } from "@scure/base";
import { HDNodeWallet } from "ethers/wallet";

import { assertInteger } from "../integers.ts";
import { DerivedBookingKeys, type BookingKeys } from "./booking-keys.ts";
import { deriveBookingSecret, deriveBytes } from "./derivation.ts";
import { seedOf } from "./recovery-phrase.ts";

const BOOKING_KEYS_PATH = "m/44'/60'/0'/0";

// BIP-32 numbers from 2³¹ on derive hardened keys, which are other keys.
const LAST_BOOKING_INDEX = 2 ** 31 - 1;

/** A Semaphore identity whose secrets a console and `JSON.stringify` pass over. */
function createIdentity(privateKey: Uint8Array): Identity {
  const identity = new Identity(privateKey);
  for (const field of ["_privateKey", "_secretScalar"]) {
    Object.defineProperty(identity, field, { enumerable: false });
  }
  return identity;
}

/**
 * Everything that one recovery phrase gives a patient. The same phrase always gives the same keys.
 *
 * @example
 * const keys = PatientKeys.fromPhrase(createRecoveryPhrase());
 * const { address, patientCommitment } = keys.booking(0);
 */
export class PatientKeys {
  readonly #identity: Identity;
  readonly #bookings: HDNodeWallet;
  readonly #ageIdentity: string;

  private constructor(seed: Uint8Array) {
    this.#identity = createIdentity(deriveBytes(seed, "semaphore identity", 32));
    this.#bookings = HDNodeWallet.fromSeed(seed).derivePath(BOOKING_KEYS_PATH);
    this.#ageIdentity = bech32
      .encodeFromBytes("age-secret-key-", deriveBytes(seed, "age identity", 32))
      .toUpperCase();
  }

  /**
   * @param phrase Twelve English BIP-39 words; case, spacing, commas, numbers before the words and characters that nobody sees
   * do not matter.
   * @throws RecoveryPhraseLengthError, AmbiguousRecoveryNumbersError, UnknownRecoveryWordError, RecoveryPhraseChecksumError
   */
  static fromPhrase(phrase: string): PatientKeys {
    return new PatientKeys(seedOf(phrase));
  }

  /** The patient's Semaphore identity: the root of every booking's secret, and the member of "verified patients" groups. */
  get identity(): Identity {
    return this.#identity;
  }

  /** Secret X25519 key for records, as age writes it: `AGE-SECRET-KEY-1…`. */
  get ageIdentity(): string {
    return this.#ageIdentity;
  }

  /** Public key for records, as age writes it: `age1…`. */
  async ageRecipient(): Promise<string> {
    // Loaded when it is asked for: a page that proves does without its curves and ciphers.
    const { identityToRecipient } = await import("age-encryption");
    return identityToRecipient(this.#ageIdentity);
  }

  /**
   * The keys of one booking.
   *
   * @param index Which booking, 0 to 2³¹ − 1.
   * @throws IntegerOutOfRangeError
   */
  booking(index: number): BookingKeys {
    assertInteger("index", index, 0, LAST_BOOKING_INDEX);
    const signingKey = new SigningKey(this.#bookings.deriveChild(index).privateKey);
    return new DerivedBookingKeys(index, signingKey, deriveBookingSecret(this.#identity.secretScalar, index));
  }

  toJSON(): { identityCommitment: string } {
    return { identityCommitment: this.#identity.commitment.toString() };
  }
}
