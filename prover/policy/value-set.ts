import { FIELD_LIMIT } from "../record/schema.ts";

/** The integers from `lo` to `hi`, both included. */
export interface Range {
  readonly lo: bigint;
  readonly hi: bigint;
}

/** Integers from 0 to 2⁶⁴ − 1 as ranges in rising order that neither overlap nor touch: equal sets look equal. */
export type ValueSet = readonly Range[];

const GREATEST = FIELD_LIMIT - 1n;

/** Every integer that a field can hold. */
export const ALL_VALUES: ValueSet = [{ lo: 0n, hi: GREATEST }];

/** The integers from `lo` to `hi`; none where `hi < lo`. */
export function rangeOf(lo: bigint, hi: bigint): ValueSet {
  return lo <= hi ? [{ lo, hi }] : [];
}

export function unionOf(...sets: readonly ValueSet[]): ValueSet {
  const rising = sets.flat().toSorted((one, other) => (one.lo < other.lo ? -1 : 1));
  const merged: Range[] = [];
  for (const range of rising) {
    const last = merged.at(-1);
    if (last === undefined || range.lo > last.hi + 1n) merged.push(range);
    else if (range.hi > last.hi) merged[merged.length - 1] = { lo: last.lo, hi: range.hi };
  }
  return merged;
}

/** What two sets share. One walk over both: policies come from outside, and their lists may be long. */
export function intersectionOf(one: ValueSet, other: ValueSet): ValueSet {
  const shared: Range[] = [];
  for (let left = 0, right = 0; left < one.length && right < other.length;) {
    const [first, second] = [one[left]!, other[right]!];
    const lo = first.lo > second.lo ? first.lo : second.lo;
    const hi = first.hi < second.hi ? first.hi : second.hi;
    shared.push(...rangeOf(lo, hi));
    if (first.hi < second.hi) left += 1;
    else right += 1;
  }
  return shared;
}

export function complementOf(set: ValueSet): ValueSet {
  const starts = [0n, ...set.map(({ hi }) => hi + 1n)];
  const ends = [...set.map(({ lo }) => lo - 1n), GREATEST];
  return starts.flatMap((start, index) => rangeOf(start, ends[index]!));
}

export function isSubset(inner: ValueSet, outer: ValueSet): boolean {
  let index = 0;
  return inner.every(({ lo, hi }) => {
    while (index < outer.length && outer[index]!.hi < lo) index += 1;
    const range = outer[index];
    return range !== undefined && range.lo <= lo && hi <= range.hi;
  });
}

/** A range to be inside of, or, negated, outside of. */
export interface RangeTest extends Range {
  readonly negated: boolean;
}

/**
 * The fewest tests of which at least one holds exactly for the members of a set.
 *
 * One range costs one test. Two that reach from the bottom and to the top cost one together: "not in between".
 */
export function testsFor(set: ValueSet): RangeTest[] {
  const first = set.at(0);
  const last = set.at(-1);
  const reachesBothEnds = set.length > 1 && first?.lo === 0n && last?.hi === GREATEST;
  if (!reachesBothEnds) return set.map((range) => ({ ...range, negated: false }));
  const outside = { lo: first.hi + 1n, hi: last.lo - 1n, negated: true };
  return [outside, ...set.slice(1, -1).map((range) => ({ ...range, negated: false }))];
}
