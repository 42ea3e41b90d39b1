import { randomBytes } from "ethers/crypto";
import { getBytes } from "ethers/utils";
import { Mnemonic } from "ethers/wallet";
import { LangEn } from "ethers/wordlists";

import { AftercareError } from "../errors.ts";

const WORD_COUNT = 12;
const ENTROPY_BYTES = 16;

const REMEDY = "Compare it with the paper you wrote it on.";

/** A recovery phrase does not have twelve words. */
export class RecoveryPhraseLengthError extends AftercareError {
  override readonly name = "RecoveryPhraseLengthError";

  constructor(words: number) {
    super(`The recovery phrase has ${words} words instead of ${WORD_COUNT}.`, REMEDY, { words });
  }
}

/** A word of a recovery phrase is not in the BIP-39 list. `details.wordNumber` counts from 1. */
export class UnknownRecoveryWordError extends AftercareError {
  override readonly name = "UnknownRecoveryWordError";

  constructor(wordNumber: number) {
    super(`Word ${wordNumber} of the recovery phrase is not in the English BIP-39 list.`, REMEDY, {
      wordNumber,
    });
  }
}

/** Every word of a recovery phrase exists, but together they do not make a phrase: one is wrong or two are swapped. */
export class RecoveryPhraseChecksumError extends AftercareError {
  override readonly name = "RecoveryPhraseChecksumError";

  constructor() {
    super(
      "The words of the recovery phrase do not belong together.",
      `One is wrong or two are swapped. ${REMEDY}`,
    );
  }
}

/** A new recovery phrase: twelve BIP-39 words that carry 128 bits of the platform's secure randomness. */
export function createRecoveryPhrase(): string {
  return Mnemonic.fromEntropy(randomBytes(ENTROPY_BYTES), "", LangEn.wordlist()).phrase;
}

/** The phrase as BIP-39 wants it, whatever case and spacing it was typed in. */
function normalize(phrase: string): string {
  return phrase.normalize("NFKD").trim().toLowerCase().split(/\s+/u).join(" ");
}

/**
 * The 64-byte BIP-39 seed of a recovery phrase, without a passphrase.
 *
 * @throws RecoveryPhraseLengthError, UnknownRecoveryWordError, RecoveryPhraseChecksumError; none repeats a word.
 */
export function seedOf(phrase: string): Uint8Array {
  if (typeof phrase !== "string") throw new RecoveryPhraseLengthError(0);
  const wordlist = LangEn.wordlist();
  const normalized = normalize(phrase);
  const words = normalized === "" ? [] : normalized.split(" ");
  if (words.length !== WORD_COUNT) throw new RecoveryPhraseLengthError(words.length);

  const unknown = words.findIndex((word) => wordlist.getWordIndex(word) < 0);
  if (unknown >= 0) throw new UnknownRecoveryWordError(unknown + 1);
  if (!Mnemonic.isValidMnemonic(normalized, wordlist)) throw new RecoveryPhraseChecksumError();

  return getBytes(Mnemonic.fromPhrase(normalized, "", wordlist).computeSeed());
}
