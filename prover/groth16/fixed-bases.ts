// Sums of many fixed points, each times a scalar that changes from proof to proof.
//
// Digits of one part of the scalars (windows.ts) fall into one set of buckets, one for each size of a digit. What remains is
// Σ size · bucket, which falls apart the same way: into the sums of buckets that share a row or a column when sizes are
// written as (row, column), and those into the sums that share a bit.
//
// A table of the points' multiples makes a sum cheaper and takes as long to fill as several proofs, so it is filled only
// for those who go on proving.
import { BASE_FIELD_MODULUS } from "../../circuits/field.ts";
import {
  BATCH_STEPS,
  BucketSums,
  entryOf,
  Placing,
  sumUp,
  type Buckets,
  type PlacedPoints,
} from "./bucket-sums.ts";
import { GROUPS, type AffinePoint, type Group, type GroupName } from "./curve.ts";
import { ENCODED_BYTES } from "./kernel/encoding.ts";
import type { Kernel } from "./kernel/instance.ts";
import { closestToZero } from "./kernel/layout.ts";
import { finitePoints } from "./finite-points.ts";
import { windowsWithoutTable, windowsWithTable, type Windows } from "./windows.ts";

/** Words of 32 bits in one scalar. */
const SCALAR_WORDS = 8;

/** A key's points of one section in a kernel's memory, with their multiples once the table is filled. */
export class FixedBases {
  readonly #kernel: Kernel;
  readonly #group: Group;
  readonly #double: Kernel["functions"]["g1Double"];
  readonly #sums: BucketSums;
  readonly #pointBytes: number;
  readonly #pairBytes: number;
  /** Address of the points. */
  readonly #points: number;
  /** Bytes of all points of one level. */
  readonly #levelBytes: number;
  /** Index of each point's scalar: points at infinity have no place here. */
  readonly #scalarOf: Uint32Array;
  #windows: Windows;
  /** Address of the table: the points' multiples of the levels above the lowest. */
  #table: number | undefined;

  /**
   * @param encoded Points as proving keys hold them: coordinates of 32 bytes, little-endian, times 2^256.
   * @param windowBits The best for so many points if left out.
   */
  constructor(kernel: Kernel, groupName: GroupName, encoded: Uint8Array, windowBits?: number) {
    this.#kernel = kernel;
    this.#group = GROUPS[groupName];
    this.#double = kernel.functions[`${groupName}Double`];
    const { numbersPerCoordinate } = this.#group;
    this.#pointBytes = 2 * numbersPerCoordinate * kernel.layout.numberBytes;
    this.#pairBytes = numbersPerCoordinate * kernel.layout.pairBytes;

    const present = finitePoints(encoded, 2 * numbersPerCoordinate * ENCODED_BYTES);
    this.#scalarOf = Uint32Array.from(present);
    this.#windows = windowsWithoutTable(present.length, windowBits);
    this.#levelBytes = this.#rows * this.#pointBytes;
    this.#points = kernel.allocate(this.#levelBytes);
    const doubled = kernel.allocate(2 * this.#pointBytes);
    if (present.length > 0) {
      this.#importPoints(encoded, present);
      // Twice the first point is one that surely differs from it.
      kernel.temporarily(() => this.#double(this.#points, 1, kernel.allocate(2 * this.#pairBytes), doubled));
    }
    this.#sums = new BucketSums(kernel, groupName, [entryOf(this.#points), entryOf(doubled)]);
  }

  /** An even number, since doubling takes two points a step; a copy of the last one fills up. */
  get #rows(): number {
    return this.#scalarOf.length + (this.#scalarOf.length % 2);
  }

  #importPoints(encoded: Uint8Array, present: readonly number[]): void {
    const kernel = this.#kernel;
    const { numbersPerCoordinate } = this.#group;
    const encodedPointBytes = 2 * numbersPerCoordinate * ENCODED_BYTES;
    kernel.temporarily(() => {
      const source = kernel.allocate(this.#rows * encodedPointBytes);
      const factor = kernel.allocate(kernel.layout.pairBytes);
      const bytes = kernel.bytes(source, this.#rows * encodedPointBytes);
      for (let row = 0; row < this.#rows; row++) {
        const index = present[Math.min(row, present.length - 1)]!;
        bytes.set(
          encoded.subarray(index * encodedPointBytes, (index + 1) * encodedPointBytes),
          row * encodedPointBytes,
        );
      }
      // From x·2^256 to x·R: the import divides by R.
      const toForm = 1n << (2n * kernel.layout.montgomeryBits - 256n);
      kernel.writePair(factor, closestToZero(toForm, BASE_FIELD_MODULUS));
      kernel.functions.coordinateImport(source, this.#rows * numbersPerCoordinate, factor, this.#points);
    });
  }

  /**
   * Fills the table of multiples, unless it is filled.
   *
   * @param windowBits The best for so many points if left out.
   */
  fillTable(windowBits?: number): void {
    if (this.#table !== undefined) return;
    const kernel = this.#kernel;
    const windows = windowsWithTable(this.#scalarOf.length, kernel.layout, windowBits);
    const table = kernel.allocate((windows.levels - 1) * this.#levelBytes);
    this.#table = table;
    this.#windows = windows;
    kernel.temporarily(() => {
      const scratch = kernel.allocate(BATCH_STEPS * 2 * this.#pairBytes);
      const steps = this.#rows / 2;
      for (let first = 0; first < steps; first += BATCH_STEPS) {
        const batch = Math.min(BATCH_STEPS, steps - first);
        let from = this.#points + 2 * first * this.#pointBytes;
        for (let level = 1; level < windows.levels; level++) {
          const to = table + (level - 1) * this.#levelBytes + 2 * first * this.#pointBytes;
          this.#double(from, batch, scratch, to);
          for (let bit = 1; bit < windows.bits; bit++) this.#double(to, batch, scratch, to);
          from = to;
        }
      }
    });
  }

  /**
   * Σ scalar · point.
   *
   * @param scalars For each point of the section 256 bits in two's complement, at most r/2 away from zero.
   */
  sum(scalars: Uint32Array): AffinePoint {
    return this.#kernel.temporarily(() => {
      const bySize = this.#sums.onePointPerBucket(this.#sortDigits(scalars));
      return this.#sumBySize(bySize);
    });
  }

  /** Σ size · point over the parts' buckets, each part at its place. */
  #sumBySize(bySize: PlacedPoints): AffinePoint {
    const { bits, parts, levels } = this.#windows;
    const sizes = 2 ** (bits - 1);

    // Size = row · 2^columnBits + column. Each part has its columns as buckets first, then its rows.
    const columnBits = bits >> 1;
    const columns = 2 ** columnBits;
    const ofPart = columns + (sizes >> columnBits) + 1;
    const lines = new Placing(2 * bySize.entries.length);
    bySize.entries.forEach((entry, index) => {
      const bucket = bySize.buckets[index]!;
      const size = bucket % (sizes + 1);
      const first = Math.floor(bucket / (sizes + 1)) * ofPart;
      lines.add(entry, first + (size & (columns - 1)));
      lines.add(entry, first + columns + (size >> columnBits));
    });
    const byLine = this.#sums.onePointPerBucket(this.#sums.sort(lines.points, parts * ofPart));

    const bitsOfPart = levels * bits;
    const bitCount = (parts - 1) * bitsOfPart + bits + 1;
    const ones = new Placing(byLine.entries.length * (bits - columnBits + 1));
    byLine.entries.forEach((entry, index) => {
      const bucket = byLine.buckets[index]!;
      const place = bucket % ofPart;
      const isRow = place >= columns;
      const first = Math.floor(bucket / ofPart) * bitsOfPart + (isRow ? columnBits : 0);
      const value = isRow ? place - columns : place;
      for (let bit = 0; value >> bit > 0; bit++) if (((value >> bit) & 1) === 1) ones.add(entry, first + bit);
    });
    const byBit = this.#sums.onePointPerBucket(this.#sums.sort(ones.points, bitCount));
    const sums = new Array<AffinePoint>(bitCount).fill(undefined);
    byBit.entries.forEach((entry, index) => (sums[byBit.buckets[index]!] = this.#sums.read(entry)));
    return this.#group.sumOfBits(sums);
  }

  /** Sorts points and multiples by the size of their digits, the lowest part's first. */
  #sortDigits(scalars: Uint32Array): Buckets {
    const { bits, parts, levels } = this.#windows;
    const digitCount = this.#scalarOf.length * parts * levels;
    const bucketsOfPart = 2 ** (bits - 1) + 1;
    const buckets = this.#sums.allocate(digitCount, parts * bucketsOfPart);
    const digits = this.#kernel.words(this.#kernel.allocate(4 * digitCount), digitCount);
    const { entries, starts, counts } = this.#sums.views(buckets);
    this.#writeDigits(scalars, digits, counts);
    // Digits of size zero are left out.
    for (let part = 0; part < parts; part++) counts[part * bucketsOfPart] = 0;
    sumUp(counts, starts);
    counts.fill(0);

    const pointStep = this.#pointBytes / 8;
    const levelStep = this.#levelBytes / 8;
    let lowest = entryOf(this.#points);
    // The table lacks the lowest level.
    let above = entryOf(this.#table ?? 0) - levelStep;
    let at = 0;
    for (let index = 0; index < this.#scalarOf.length; index++) {
      for (let part = 0; part < parts; part++) {
        for (let level = 0; level < levels; level++) {
          const digit = digits[at++]!;
          if (digit <= 1) continue;
          const bucket = part * bucketsOfPart + (digit >>> 1);
          const entry = level === 0 ? lowest : above + level * levelStep;
          entries[starts[bucket]! + counts[bucket]!++] = entry | (digit & 1);
        }
      }
      lowest += pointStep;
      above += pointStep;
    }
    return buckets;
  }

  /** Writes each digit's size, and below it the sign: negative digits take the point's negative. Counts buckets. */
  #writeDigits(scalars: Uint32Array, digits: Uint32Array, counts: Uint32Array): void {
    const { bits, parts, levels } = this.#windows;
    const scalarOf = this.#scalarOf;
    const sizes = 2 ** (bits - 1);
    const whole = 2 * sizes;
    counts.fill(0);
    digits.fill(0);
    let at = 0;
    for (let index = 0; index < scalarOf.length; index++) {
      const first = scalarOf[index]! * SCALAR_WORDS;
      // Above the last word the sign goes on.
      const sign = scalars[first + SCALAR_WORDS - 1]! >> 31;
      const end = lengthOf(scalars, first, sign) + bits;
      let carry = 0;
      let bit = 0;
      for (let part = 0; part < parts; part++) {
        const firstBucket = part * (sizes + 1);
        for (let level = 0; level < levels; level++, bit += bits, at++) {
          if (bit >= end) continue;
          const word = bit >> 5;
          const within = bit & 31;
          let digit = (word < SCALAR_WORDS ? scalars[first + word]! : sign) >>> within;
          if (within + bits > 32) {
            digit |= (word + 1 < SCALAR_WORDS ? scalars[first + word + 1]! : sign) << (32 - within);
          }
          digit = (digit & (whole - 1)) + carry;
          carry = digit >= sizes ? 1 : 0;
          digit = carry === 1 ? ((whole - digit) << 1) | 1 : digit << 1;
          digits[at] = digit;
          counts[firstBucket + (digit >>> 1)]!++;
        }
      }
    }
  }
}

/** The bits of a scalar above which there is nothing but its sign, rounded up to words: most scalars of a witness are small. */
function lengthOf(scalars: Uint32Array, first: number, sign: number): number {
  let words = SCALAR_WORDS;
  while (words > 0 && scalars[first + words - 1] === sign >>> 0) words--;
  return 32 * words;
}
