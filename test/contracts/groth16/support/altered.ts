import type { Statement } from "./trapdoor.ts";

/** The statements with one word of one of them changed. */
export function withWord(
  statements: readonly Statement[],
  proof: number,
  word: number,
  change: (value: bigint) => bigint,
): Statement[] {
  return statements.map((statement, index) =>
    index === proof ? statement.map((value, at) => (at === word ? change(value) : value)) : statement,
  );
}

/** The statements with several words of one of them replaced, from a place on. */
export function withWords(
  statements: readonly Statement[],
  proof: number,
  start: number,
  words: readonly bigint[],
): Statement[] {
  return words.reduce(
    (changed, word, offset) => withWord(changed, proof, start + offset, () => word),
    [...statements],
  );
}
