import { bech32 } from "@scure/base";
import { AftercareError } from "../../prover/errors.ts";

/** The sealed bytes are damaged, or not sealed to this identity. */
export class CannotOpenError extends AftercareError {
  override readonly name = "CannotOpenError";
}

/** An age recipient is not `age1…` with 32 bytes. */
export class InvalidRecipientError extends AftercareError {
  override readonly name = "InvalidRecipientError";
}

/** Loaded with the first file: a page that seals and opens nothing does without its curves and ciphers. */
const age = () => import("age-encryption");

/** Encrypts to every recipient (`age1…`), as an age file. */
export async function seal(plaintext: Uint8Array, recipients: readonly string[]): Promise<Uint8Array> {
  const { Encrypter } = await age();
  const encrypter = new Encrypter();
  for (const recipient of recipients) {
    encryptionKeyOf(recipient);
    encrypter.addRecipient(recipient);
  }
  return encrypter.encrypt(plaintext);
}

/** Decrypts an age file with one identity (`AGE-SECRET-KEY-1…`); throws {@link CannotOpenError}. */
export async function open(sealed: Uint8Array, identity: string): Promise<Uint8Array> {
  const { Decrypter } = await age();
  const decrypter = new Decrypter();
  try {
    decrypter.addIdentity(identity);
    return await decrypter.decrypt(sealed);
  } catch (error) {
    throw new CannotOpenError(
      "The file could not be opened.",
      "Check that it is complete, that it was sealed to you, and that your identity is an AGE-SECRET-KEY-1.",
      { bytes: sealed.length },
      { cause: error },
    );
  }
}

/** The age recipient (`age1…`) of an identity (`AGE-SECRET-KEY-1…`). */
export async function recipientOfIdentity(identity: string): Promise<string> {
  const { identityToRecipient } = await age();
  return identityToRecipient(identity);
}

/** The 32-byte X25519 key of an age recipient, as a profile publishes it. */
export function encryptionKeyOf(recipient: string): Uint8Array {
  const decoded = bech32.decodeUnsafe(recipient, 90);
  const key = decoded?.prefix === "age" ? bech32.fromWordsUnsafe(decoded.words) : undefined;
  if (!key || key.length !== 32) {
    throw new InvalidRecipientError(
      "This is not an age recipient.",
      "Pass a public key that begins with age1.",
    );
  }
  return key;
}

/** The age recipient of a profile's X25519 key. */
export function recipientOf(encryptionKey: Uint8Array): string {
  if (encryptionKey.length !== 32) {
    throw new InvalidRecipientError(
      "An encryption key has 32 bytes.",
      "Take it from the surgeon's profile.",
      {
        bytes: encryptionKey.length,
      },
    );
  }
  return bech32.encode("age", bech32.toWords(encryptionKey));
}
