const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const BASE = BigInt(ALPHABET.length + 1);

/** Characters that fit into 60 bits: 37¹¹ < 2⁶⁰. */
const WIDTH = 11;

/**
 * Packs base-36 text, at most eleven characters, into 60 bits.
 *
 * Each character counts 1 to 36 and 0 ends the text, so texts of different length never collide. The text stands at
 * the left: numbers sort as the texts do, and all codes of one ICD-10 chapter form one range.
 */
export function packText(text: string): bigint {
  let packed = 0n;
  for (let position = 0; position < WIDTH; position++) {
    const digit = position < text.length ? ALPHABET.indexOf(text.charAt(position)) + 1 : 0;
    packed = packed * BASE + BigInt(digit);
  }
  return packed;
}

/** Reverses {@link packText}. Gives some text for every integer; the caller checks that it packs to the same integer. */
export function unpackText(packed: bigint): string {
  let text = "";
  for (let rest = packed; rest > 0n; rest /= BASE) {
    const digit = Number(rest % BASE);
    if (digit > 0) text = ALPHABET.charAt(digit - 1) + text;
  }
  return text;
}
