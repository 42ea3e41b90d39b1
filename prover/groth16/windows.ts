// How scalars are cut into digits, which decides how many additions a sum takes.
//
// A scalar is written in digits of `bits` bits between −2^(bits−1) and 2^(bits−1). Its digits fall into `parts`, each with
// buckets of its own, whose sums are doubled up to their place at the end. Digits of one part differ in their `levels`, and
// the level says which multiple of a point a digit counts: without a table of multiples there is one level and as many
// parts as digits.

import type { NumberLayout } from "./kernel/layout.ts";

/** Digits of scalars: part after part, and in each part level after level, the lowest first. */
export interface Windows {
  readonly bits: number;
  readonly parts: number;
  readonly levels: number;
}

// Scalars are residues closest to zero: at most r/2 < 2^253 away. The digits' own sign takes one bit more, and as the
// positive half of a digit's range lacks its end, another one for the smallest windows.
const SCALAR_BITS = 255;

// With a table, digits of all parts of a scalar use the same multiples. Two parts cost a tenth more additions than a table for
// all digits, and save half the memory and half the time to fill it. Where numbers are wide, a third part saves a third of
// what is left, and costs nothing that could be measured.
const partsWithTable = ({ numberBytes }: NumberLayout): number => (numberBytes > 64 ? 3 : 2);

const LARGEST = 16;

/** What a bucket costs, whatever is in it, in additions. */
const COST_OF_BUCKET = 2.2;

const withoutTable = (bits: number): Windows => ({ bits, parts: Math.ceil(SCALAR_BITS / bits), levels: 1 });

const withTable =
  (parts: number) =>
  (bits: number): Windows => ({ bits, parts, levels: Math.ceil(SCALAR_BITS / parts / bits) });

function best(points: number, windowsOf: (bits: number) => Windows): Windows {
  const additions = ({ bits, parts, levels }: Windows) =>
    parts * (points * levels + COST_OF_BUCKET * 2 ** (bits - 1));
  let best = windowsOf(2);
  for (let bits = 3; bits <= LARGEST; bits++) {
    const windows = windowsOf(bits);
    if (additions(windows) < additions(best)) best = windows;
  }
  return best;
}

/** The windows with the fewest additions for so many points, or those of a size, without a table of their multiples. */
export function windowsWithoutTable(points: number, bits?: number): Windows {
  return bits === undefined ? best(points, withoutTable) : withoutTable(bits);
}

/** The same with a table of the points' multiples, whose numbers are laid out like this. */
export function windowsWithTable(points: number, layout: NumberLayout, bits?: number): Windows {
  const windowsOf = withTable(partsWithTable(layout));
  return bits === undefined ? best(points, windowsOf) : windowsOf(bits);
}
