import { hexlify } from "ethers/utils";
import { keccak256 } from "ethers/crypto";
import { AftercareError } from "../../prover/errors.ts";
import { parseStrictJson } from "../../prover/json/strict-json.ts";
import { assertText, shownText } from "../../prover/text.ts";
import { encryptionKeyOf, open, seal } from "./sealing.ts";

const FILE_VERSION = 1;

/** What patient and surgeon agree on in private; only the hash of the file that holds it goes on chain. */
export interface BookingDetails {
  /** Name, wish, and whatever else the surgeon has to know. */
  readonly text: string;
  /** Whom the surgeon seals the record to: the patient's `age1…`. */
  readonly recordRecipient: string;
}

/** The opened file does not hold the details of a booking. */
export class MalformedDetailsError extends AftercareError {
  override readonly name = "MalformedDetailsError";
}

/** The details are not those that the terms were made for. */
export class DetailsMismatchError extends AftercareError {
  override readonly name = "DetailsMismatchError";
}

/**
 * Writes details into a file and seals it.
 *
 * @returns `termsHash` is keccak256 of the file; a salt in it keeps anyone from guessing the details by their hash.
 * @throws InvalidRecipientError, NotATextError, MalformedTextError
 */
export async function sealDetails(
  { text, recordRecipient }: BookingDetails,
  recipients: readonly string[],
): Promise<{ readonly termsHash: string; readonly sealed: Uint8Array }> {
  assertText("The details", text, "lines");
  const salt = hexlify(crypto.getRandomValues(new Uint8Array(32)));
  const file = new TextEncoder().encode(
    JSON.stringify({ version: FILE_VERSION, salt, recordRecipient, text }),
  );
  return { termsHash: keccak256(file), sealed: await seal(file, recipients) };
}

/**
 * Opens the details of a booking and checks that they are those of its terms.
 *
 * @throws CannotOpenError, MalformedDetailsError, DetailsMismatchError
 */
export async function openDetails(
  sealed: Uint8Array,
  ageIdentity: string,
  termsHash: string,
): Promise<BookingDetails> {
  const file = await open(sealed, ageIdentity);
  if (keccak256(file) !== termsHash) {
    throw new DetailsMismatchError(
      "The details are not those that the terms were made for.",
      "Do not accept. Ask the patient for a new offer.",
    );
  }
  return parseDetails(file);
}

function parseDetails(file: Uint8Array): BookingDetails {
  try {
    const parsed = parseStrictJson(new TextDecoder("utf-8", { fatal: true }).decode(file));
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) {
      const { version, recordRecipient, text } = parsed as Record<string, unknown>;
      if (version === FILE_VERSION && typeof recordRecipient === "string" && typeof text === "string") {
        encryptionKeyOf(recordRecipient);
        // Whoever wrote the file may have had another client: the hash is that of the file, the text is for showing.
        return { text: shownText(text), recordRecipient };
      }
    }
  } catch {
    // No UTF-8, no JSON, or nobody to seal the record to: malformed like any other file that is no details.
  }
  throw new MalformedDetailsError(
    "The file opened does not hold the details of a booking.",
    "Ask the patient for a new offer.",
  );
}
