import { AftercareError } from "../errors.ts";

/** The numbers that a recovery phrase was written down with do not tell which word is which. */
export class AmbiguousRecoveryNumbersError extends AftercareError {
  override readonly name = "AmbiguousRecoveryNumbersError";

  constructor() {
    super(
      "The numbers in the recovery phrase do not tell the order of its words.",
      "Write each number from 1 up once, right before its word, or leave all numbers out.",
    );
  }
}

/** What surrounds words and numbers on paper: bullets, quotes, brackets, full stops. No word has any in it. */
const EDGES = /^[\p{P}\p{S}]+|[\p{P}\p{S}]+$/gu;

/** A number before its word, which may follow at once: `1`, `1.abandon`, `1)abandon`. */
const NUMBERED = /^([0-9]{1,3})[\p{P}\p{S}]*(.*)$/u;

/** Words in the order that their numbers give, each number right before its word. */
function inNumberedOrder(words: readonly (string | number)[]): string[] {
  const ordered: string[] = [];
  for (let index = 0; index < words.length; index += 2) {
    const [number, word] = [words[index], words[index + 1]];
    if (
      typeof number !== "number" ||
      typeof word !== "string" ||
      number < 1 ||
      ordered[number - 1] !== undefined
    ) {
      throw new AmbiguousRecoveryNumbersError();
    }
    ordered[number - 1] = word;
  }
  // A hole means that some number is left out, or that one is too large.
  if (ordered.length !== words.length / 2) throw new AmbiguousRecoveryNumbersError();
  return ordered;
}

/**
 * The words of a recovery phrase, however it was written down or pasted: in any case, width or Unicode form, on one line or
 * many, with commas between the words, numbered, bulleted or quoted, and with characters in it that nobody sees.
 *
 * @throws AmbiguousRecoveryNumbersError
 */
export function wordsOf(phrase: string): string[] {
  const visible = phrase
    .normalize("NFKD")
    .replace(/\p{Default_Ignorable_Code_Point}/gu, "")
    .toLowerCase();
  const written = visible.split(/[\s\u0085,;|]+/u).flatMap((token): (string | number)[] => {
    const bare = token.replace(EDGES, "");
    const [, digits, rest = ""] = NUMBERED.exec(bare) ?? [];
    return digits === undefined ? [bare] : [Number(digits), rest];
  });
  const words = written.filter((token) => token !== "");
  return words.some((word) => typeof word === "number") ? inNumberedOrder(words) : (words as string[]);
}
