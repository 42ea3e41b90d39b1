/** Most edits between a word and one that it may have been meant for. */
const FARTHEST = 2;

/** Most words to suggest. */
const MOST_WORDS = 3;

/** Longer texts are no misspelt words; measuring them would take long. */
const LONGEST_WORD = 16;

/** Letters to change, add, leave out, or swap with their neighbour, to make one word of the other. */
function distance(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1];
      const edits = [
        rows[row - 1]![column]! + 1,
        current[column - 1]! + 1,
        rows[row - 1]![column - 1]! + (isSame ? 0 : 1),
      ];
      const isSwapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      if (row > 1 && column > 1 && isSwapped) edits.push(rows[row - 2]![column - 2]! + 1);
      current.push(Math.min(...edits));
    }
    rows.push(current);
  }
  return rows[one.length]![other.length]!;
}

/** The words of a list that a misspelt word is nearest to; none where it is far from all. */
export function nearestWords(word: string, list: readonly string[]): string[] {
  if (word.length > LONGEST_WORD) return [];
  const measured = list.map((known) => ({ known, edits: distance(word, known) }));
  const least = Math.min(...measured.map(({ edits }) => edits));
  if (least > FARTHEST) return [];
  return measured.flatMap(({ known, edits }) => (edits === least ? [known] : [])).slice(0, MOST_WORDS);
}
