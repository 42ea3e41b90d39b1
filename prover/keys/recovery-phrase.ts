import { randomBytes } from "ethers/crypto";
import { getBytes } from "ethers/utils";
import { Mnemonic } from "ethers/wallet";
import { LangEn } from "ethers/wordlists";

import { AftercareError } from "../errors.ts";
import { nearestWords } from "./nearest-words.ts";
import { wordsOf } from "./phrase-words.ts";

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

/**
 * A word of a recovery phrase is not in the BIP-39 list. `details.wordNumber` counts from 1. The remedy suggests words that it
 * may have been meant for; the word itself and all others stay out.
 */
export class UnknownRecoveryWordError extends AftercareError {
  override readonly name = "UnknownRecoveryWordError";

  constructor(wordNumber: number, nearest: readonly string[]) {
    const suggestion = nearest.length === 0 ? "" : `The nearest there: ${nearest.join(", ")}. `;
    super(
      `Word ${wordNumber} of the recovery phrase is not in the English BIP-39 list.`,
      `${suggestion}${REMEDY}`,
      { wordNumber },
    );
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

/** All 2,048 words, in the order of the list. */
const englishWords = (): string[] =>
  Array.from({ length: 2_048 }, (_, index) => LangEn.wordlist().getWord(index));

/**
 * The 64-byte BIP-39 seed of a recovery phrase, without a passphrase.
 *
 * @throws RecoveryPhraseLengthError, AmbiguousRecoveryNumbersError, UnknownRecoveryWordError, RecoveryPhraseChecksumError;
 * none repeats a word.
 */
export function seedOf(phrase: string): Uint8Array {
  if (typeof phrase !== "string") throw new RecoveryPhraseLengthError(0);
  const wordlist = LangEn.wordlist();
  const words = wordsOf(phrase);
  if (words.length !== WORD_COUNT) throw new RecoveryPhraseLengthError(words.length);

  const unknown = words.findIndex((word) => wordlist.getWordIndex(word) < 0);
  if (unknown >= 0) {
    throw new UnknownRecoveryWordError(unknown + 1, nearestWords(words[unknown]!, englishWords()));
  }
  const normalized = words.join(" ");
  if (!Mnemonic.isValidMnemonic(normalized, wordlist)) throw new RecoveryPhraseChecksumError();

  return getBytes(Mnemonic.fromPhrase(normalized, "", wordlist).computeSeed());
}
