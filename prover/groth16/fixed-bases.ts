// Sums of many fixed points, each times a scalar that changes from proof to proof.
//
// A scalar is written in digits of `windowBits` bits between −2^(w−1) and 2^(w−1), its lower half in as many as its
// upper half. The table holds 2^(w·level) times each point for the levels of one half; the other half uses the same
// table, and its sum is multiplied by a power of two at the end. That costs a tenth more additions than a table of all
// levels, and saves half the memory and half the time to load.
//
// Digits of all levels of a half fall into one set of buckets, one for each size of a digit. Points of a bucket are added
// in a tree: a round adds neighbours two by two, all pairs of all buckets at once. What remains is Σ size · bucket,
// which falls apart the same way: into the sums of buckets that share a row or a column when sizes are written as
// (row, column), and those into the sums that share a bit.
import { BASE_FIELD_MODULUS } from "../../circuits/field.ts";
import { G1, G2, type AffinePoint, type Group } from "./curve.ts";
import type { Kernel } from "./kernel/instance.ts";
import { LIMB_BITS, NUMBER_BYTES, PAIR_BYTES } from "./kernel/field.ts";
import { ENCODED_BYTES } from "./kernel/encoding.ts";
import { finitePoints } from "./finite-points.ts";

export type GroupName = "g1" | "g2";

const GROUPS: Readonly<Record<GroupName, Group>> = { g1: G1, g2: G2 };

// Scalars are residues closest to zero: at most r/2 < 2^253 away. The digits' own sign takes one bit more, and as the
// positive half of a digit's range lacks its end, another one for the smallest windows.
const SCALAR_BITS = 255;

/** Words of 32 bits in one scalar. */
const SCALAR_WORDS = 8;

// Additions that share one inversion. More would push what they work on out of the processor's cache.
const BATCH_STEPS = 1024;

const HALVES = 2;

const LIMB = 2 ** LIMB_BITS;

/** The lowest limbs of 0 and ±p, as remainders. */
const MULTIPLES_OF_MODULUS = [0n, 1n, -1n].map((factor) =>
  Number(BigInt.asUintN(LIMB_BITS, factor * BASE_FIELD_MODULUS)),
);

/** Levels of digits in one half of a scalar. */
const levelsOf = (windowBits: number): number => Math.ceil(SCALAR_BITS / HALVES / windowBits);

/** The window with the fewest additions: one for each digit, and about two for each bucket. */
function bestWindow(points: number): number {
  const additions = (bits: number) => HALVES * (points * levelsOf(bits) + 2.2 * 2 ** (bits - 1));
  let best = 2;
  for (let bits = 3; bits <= 16; bits++) if (additions(bits) < additions(best)) best = bits;
  return best;
}

// Points whose buckets are added up together, so that their sums stay in the processor's cache.
const GROUP_ENTRIES = 12_288;

/**
 * Points sorted by the bucket that they fall into, as lists in the kernel's memory: those of bucket b begin at
 * entries[starts[b]], and there are counts[b] of them.
 */
interface Buckets {
  readonly entries: number;
  readonly entryCount: number;
  readonly starts: number;
  readonly counts: number;
  readonly bucketCount: number;
}

/** Buckets from `first` up to, but not including, `end`. */
interface Range {
  readonly first: number;
  readonly end: number;
}

/** A point and the bucket that it falls into. */
interface Placed {
  readonly entry: number;
  readonly bucket: number;
}

const entryOf = (address: number): number => address / 8;
const addressOf = (entry: number): number => (entry >>> 1) * 16;

/** A key's points of one section, with their multiples, in a kernel's memory. */
export class FixedBases {
  readonly #kernel: Kernel;
  readonly #group: Group;
  readonly #add: Kernel["functions"]["g1Add"];
  readonly #pointBytes: number;
  readonly #pairBytes: number;
  readonly #windowBits: number;
  readonly #table: number;
  readonly #levelBytes: number;
  /** Index of each point's scalar: points at infinity have no place in the table. */
  readonly #scalarOf: Uint32Array;
  /** Two different points, to fill the last step of a batch with. */
  readonly #filling: readonly [number, number];

  /**
   * @param encoded Points as proving keys hold them: coordinates of 32 bytes, little-endian, times 2^256.
   */
  constructor(kernel: Kernel, groupName: GroupName, encoded: Uint8Array, windowBits?: number) {
    this.#kernel = kernel;
    this.#group = GROUPS[groupName];
    const { numbersPerCoordinate } = this.#group;
    this.#add = kernel.functions[`${groupName}Add`];
    this.#pointBytes = 2 * numbersPerCoordinate * NUMBER_BYTES;
    this.#pairBytes = numbersPerCoordinate * PAIR_BYTES;

    const encodedPointBytes = 2 * numbersPerCoordinate * ENCODED_BYTES;
    const present = finitePoints(encoded, encodedPointBytes);
    this.#scalarOf = Uint32Array.from(present);
    this.#windowBits = windowBits ?? bestWindow(present.length);

    // An even number, since doubling takes two points a step; a copy of the last one fills up.
    const rows = present.length + (present.length % 2);
    const levels = levelsOf(this.#windowBits);
    this.#levelBytes = rows * this.#pointBytes;
    this.#table = kernel.allocate(levels * this.#levelBytes);
    kernel.temporarily(() => {
      const source = kernel.allocate(rows * encodedPointBytes);
      const bytes = kernel.bytes(source, rows * encodedPointBytes);
      for (let row = 0; row < rows; row++) {
        const index = present[Math.min(row, present.length - 1)]!;
        bytes.set(
          encoded.subarray(index * encodedPointBytes, (index + 1) * encodedPointBytes),
          row * encodedPointBytes,
        );
      }
      const factor = kernel.allocate(PAIR_BYTES);
      // From x·2^256 to x·2^255: the import divides by 2^255.
      kernel.writePair(factor, 1n << 254n);
      kernel.functions.coordinateImport(source, rows * numbersPerCoordinate, factor, this.#table);
      this.#writeMultiples(kernel.functions[`${groupName}Double`], levels, rows);
    });
    this.#filling = [entryOf(this.#table), entryOf(this.#table + this.#levelBytes)];
  }

  #writeMultiples(double: Kernel["functions"]["g1Double"], levels: number, rows: number): void {
    const scratch = this.#kernel.allocate(BATCH_STEPS * 2 * this.#pairBytes);
    const steps = rows / 2;
    for (let first = 0; first < steps; first += BATCH_STEPS) {
      const batch = Math.min(BATCH_STEPS, steps - first);
      for (let level = 1; level < levels; level++) {
        const to = this.#table + level * this.#levelBytes + 2 * first * this.#pointBytes;
        double(to - this.#levelBytes, batch, scratch, to);
        for (let bit = 1; bit < this.#windowBits; bit++) double(to, batch, scratch, to);
      }
    }
  }

  /**
   * Σ scalar · point.
   *
   * @param scalars For each point of the section 256 bits in two's complement, at most r/2 away from zero.
   */
  sum(scalars: Uint32Array): AffinePoint {
    return this.#kernel.temporarily(() => {
      const sizes = 2 ** (this.#windowBits - 1);
      const bySize = this.#onePointPerBucket(this.#sortDigits(scalars, sizes));

      // Size = row · 2^columnBits + column. Each half has its columns as buckets first, then its rows.
      const columnBits = this.#windowBits >> 1;
      const columns = 2 ** columnBits;
      const ofHalf = columns + (sizes >> columnBits) + 1;
      const rowsAndColumns = this.#onePointPerBucket(
        this.#sort(
          bySize.flatMap(({ entry, bucket }) => {
            const size = bucket % (sizes + 1);
            const first = Math.floor(bucket / (sizes + 1)) * ofHalf;
            return [
              { entry, bucket: first + (size & (columns - 1)) },
              { entry, bucket: first + columns + (size >> columnBits) },
            ];
          }),
          HALVES * ofHalf,
        ),
      );

      const bitsOfHalf = levelsOf(this.#windowBits) * this.#windowBits;
      const bitCount = bitsOfHalf + this.#windowBits + 1;
      const byBit = this.#onePointPerBucket(
        this.#sort(
          rowsAndColumns.flatMap(({ entry, bucket }) => {
            const place = bucket % ofHalf;
            const isRow = place >= columns;
            const first = Math.floor(bucket / ofHalf) * bitsOfHalf + (isRow ? columnBits : 0);
            return bitsOf(isRow ? place - columns : place).map((bit) => ({ entry, bucket: first + bit }));
          }),
          bitCount,
        ),
      );
      const sums = new Array<AffinePoint>(bitCount).fill(undefined);
      for (const { entry, bucket: bit } of byBit) sums[bit] = this.#read(entry);
      return this.#group.sumOfBits(sums);
    });
  }

  /** Sorts points by their buckets. */
  #sort(points: readonly Placed[], bucketCount: number): Buckets {
    const buckets = this.#allocateBuckets(points.length, bucketCount);
    const { entries, starts, counts } = this.#views(buckets);
    counts.fill(0);
    for (const { bucket } of points) counts[bucket]!++;
    sumUp(counts, starts);
    counts.fill(0);
    for (const { entry, bucket } of points) entries[starts[bucket]! + counts[bucket]!++] = entry;
    return buckets;
  }

  #allocateBuckets(entryCount: number, bucketCount: number): Buckets {
    const [entries, starts, counts] = [entryCount, bucketCount, bucketCount].map((length) =>
      this.#kernel.allocate(4 * length),
    ) as [number, number, number];
    return { entries, entryCount, starts, counts, bucketCount };
  }

  #views({ entries, entryCount, starts, counts, bucketCount }: Buckets) {
    return {
      entries: this.#kernel.words(entries, entryCount),
      starts: this.#kernel.words(starts, bucketCount),
      counts: this.#kernel.words(counts, bucketCount),
    };
  }

  /** Sorts the table's points by the size of their digits, the lower half's first. */
  #sortDigits(scalars: Uint32Array, sizes: number): Buckets {
    const windowBits = this.#windowBits;
    const levels = levelsOf(windowBits);
    const digitCount = HALVES * levels;
    const scalarOf = this.#scalarOf;
    const buckets = this.#allocateBuckets(scalarOf.length * digitCount, HALVES * (sizes + 1));
    const digitsAt = this.#kernel.allocate(4 * scalarOf.length * digitCount);
    const digits = this.#kernel.words(digitsAt, scalarOf.length * digitCount);
    const { entries, starts, counts } = this.#views(buckets);
    counts.fill(0);
    const whole = 2 * sizes;
    let at = 0;
    for (let index = 0; index < scalarOf.length; index++) {
      const first = scalarOf[index]! * SCALAR_WORDS;
      // Above the last word the sign goes on.
      const sign = scalars[first + SCALAR_WORDS - 1]! >> 31;
      let carry = 0;
      for (let position = 0; position < digitCount; position++) {
        const bit = position * windowBits;
        const word = bit >> 5;
        const within = bit & 31;
        let digit = (word < SCALAR_WORDS ? scalars[first + word]! : sign) >>> within;
        if (within + windowBits > 32) {
          digit |= (word + 1 < SCALAR_WORDS ? scalars[first + word + 1]! : sign) << (32 - within);
        }
        digit = (digit & (whole - 1)) + carry;
        // The size, and below it the sign: negative digits take the point's negative.
        carry = digit >= sizes ? 1 : 0;
        digit = carry === 1 ? ((whole - digit) << 1) | 1 : digit << 1;
        digits[at++] = digit;
        counts[(position < levels ? 0 : sizes + 1) + (digit >>> 1)]!++;
      }
    }
    // Digits of size zero are left out.
    counts[0] = 0;
    counts[sizes + 1] = 0;
    sumUp(counts, starts);
    counts.fill(0);
    at = 0;
    const pointStep = this.#pointBytes / 8;
    const levelStep = this.#levelBytes / 8;
    let rowEntry = entryOf(this.#table);
    for (let index = 0; index < scalarOf.length; index++) {
      for (let half = 0; half < HALVES; half++) {
        let entry = rowEntry;
        for (let level = 0; level < levels; level++) {
          const digit = digits[at++]!;
          const bucket = half * (sizes + 1) + (digit >>> 1);
          if (digit > 1) entries[starts[bucket]! + counts[bucket]!++] = entry | (digit & 1);
          entry += levelStep;
        }
      }
      rowEntry += pointStep;
    }
    return buckets;
  }

  /** Adds up the points of each bucket; what is left is one point for each bucket that is neither empty nor sums to infinity. */
  #onePointPerBucket(buckets: Buckets): Placed[] {
    const kernel = this.#kernel;
    const sums = kernel.allocate(buckets.bucketCount * this.#pointBytes);
    const points: Placed[] = [];
    for (const range of this.#groupsOf(buckets)) {
      // Sums of a group are needed until its last round; the one that is left of each bucket is moved out of their way.
      kernel.temporarily(() => {
        for (let pairs = this.#pairsIn(buckets, range); pairs > 0; pairs = this.#pairsIn(buckets, range)) {
          this.#addNeighbours(buckets, range, pairs);
        }
        const { entries, starts, counts } = this.#views(buckets);
        const memory = kernel.memory();
        for (let bucket = range.first; bucket < range.end; bucket++) {
          if (counts[bucket] === 0) continue;
          const to = sums + bucket * this.#pointBytes;
          const entry = entries[starts[bucket]!]!;
          memory.copyWithin(to, addressOf(entry), addressOf(entry) + this.#pointBytes);
          points.push({ entry: entryOf(to) | (entry & 1), bucket });
        }
      });
    }
    return points;
  }

  #groupsOf(buckets: Buckets): Range[] {
    const { counts } = this.#views(buckets);
    const groups: Range[] = [];
    let first = 0;
    let entries = 0;
    for (let bucket = 0; bucket < buckets.bucketCount; bucket++) {
      entries += counts[bucket]!;
      if (entries >= GROUP_ENTRIES || bucket === buckets.bucketCount - 1) {
        groups.push({ first, end: bucket + 1 });
        first = bucket + 1;
        entries = 0;
      }
    }
    return groups;
  }

  #pairsIn(buckets: Buckets, { first, end }: Range): number {
    const { counts } = this.#views(buckets);
    let pairs = 0;
    for (let bucket = first; bucket < end; bucket++) pairs += counts[bucket]! >> 1;
    return pairs;
  }

  /** One round: replaces each two neighbours of a bucket by their sum. */
  #addNeighbours(buckets: Buckets, range: Range, pairs: number): void {
    const kernel = this.#kernel;
    const pointBytes = this.#pointBytes;
    const steps = (pairs + 1) >> 1;
    const to = kernel.allocate(2 * steps * pointBytes);
    this.#withList(steps, (listAt, scratch) => {
      const list = kernel.words(listAt, 4 * steps);
      const { entries, starts, counts } = this.#views(buckets);
      const pointStep = pointBytes / 8;
      let sumEntry = entryOf(to);
      let listed = 0;
      for (let bucket = range.first; bucket < range.end; bucket++) {
        const count = counts[bucket]!;
        if (count < 2) continue;
        let read = starts[bucket]!;
        let write = read;
        const end = read + count;
        for (; read + 1 < end; read += 2) {
          list[listed++] = entries[read]!;
          list[listed++] = entries[read + 1]!;
          entries[write++] = sumEntry;
          sumEntry += pointStep;
        }
        if (read < end) entries[write++] = entries[read]!;
        counts[bucket] = write - starts[bucket]!;
      }
      if (listed < list.length) list.set(this.#filling, listed);

      const infinite = new Set<number>();
      for (let first = 0; first < steps; first += BATCH_STEPS) {
        const batch = Math.min(BATCH_STEPS, steps - first);
        const at = to + 2 * first * pointBytes;
        if (this.#add(listAt + 16 * first, batch, scratch, at) === 0) continue;
        for (const entry of this.#addWithCare(listAt + 16 * first, batch, scratch, at)) infinite.add(entry);
      }
      if (infinite.size > 0) this.#remove(buckets, range, infinite);
    });
  }

  /** Sums stay allocated for the rounds to come; lists are needed for one round only. */
  #withList<Result>(steps: number, body: (list: number, scratch: number) => Result): Result {
    return this.#kernel.temporarily(() =>
      body(
        this.#kernel.allocate(16 * steps),
        this.#kernel.allocate(Math.min(steps, BATCH_STEPS) * 2 * this.#pairBytes),
      ),
    );
  }

  /** A batch in which some neighbours are equal or opposite: those are added one by one. */
  #addWithCare(listAt: number, steps: number, scratch: number, to: number): number[] {
    const list = this.#kernel.words(listAt, 4 * steps);
    const exceptions: { readonly at: number; readonly sum: AffinePoint }[] = [];
    for (let pair = 0; pair < 2 * steps; pair++) {
      if (!this.#mayShareX(list[2 * pair]!, list[2 * pair + 1]!)) continue;
      const [first, second] = [this.#read(list[2 * pair]!), this.#read(list[2 * pair + 1]!)];
      const half = this.#group.numbersPerCoordinate;
      if (!first!.slice(0, half).every((number, index) => number === second![index])) continue;
      exceptions.push({ at: to + pair * this.#pointBytes, sum: this.#group.sum([first, second]) });
      list.set(this.#filling, 2 * pair);
    }
    this.#add(listAt, steps, scratch, to);
    return exceptions.flatMap(({ at, sum }) => {
      if (sum === undefined) return [entryOf(at)];
      sum.forEach((number, index) =>
        this.#kernel.writeNumber(at + index * NUMBER_BYTES, number, BASE_FIELD_MODULUS),
      );
      return [];
    });
  }

  /**
   * Whether two points' lowest limbs leave it open that their x are equal. Coordinates are kept as the residue closest
   * to zero, of which there is one, but for two right at half the modulus that rounding does not tell apart.
   */
  #mayShareX(first: number, second: number): boolean {
    const lowestLimb = (entry: number) => this.#kernel.limbs(addressOf(entry), 1)[0]!;
    const difference = Math.abs(lowestLimb(first) - lowestLimb(second)) % LIMB;
    return MULTIPLES_OF_MODULUS.includes(difference);
  }

  #read(entry: number): AffinePoint {
    const numbers = Array.from({ length: 2 * this.#group.numbersPerCoordinate }, (_, index) =>
      this.#kernel.readNumber(addressOf(entry) + index * NUMBER_BYTES, BASE_FIELD_MODULUS),
    );
    return (entry & 1) === 1 ? this.#group.negative(numbers) : numbers;
  }

  /** Takes entries out, and closes the gaps. */
  #remove(buckets: Buckets, { first, end }: Range, removed: ReadonlySet<number>): void {
    const { entries, starts, counts } = this.#views(buckets);
    for (let bucket = first; bucket < end; bucket++) {
      const start = starts[bucket]!;
      const kept = entries.slice(start, start + counts[bucket]!).filter((entry) => !removed.has(entry));
      entries.set(kept, start);
      counts[bucket] = kept.length;
    }
  }
}

/** Where each bucket starts if one follows the other. */
function sumUp(counts: Uint32Array, starts: Uint32Array): void {
  let start = 0;
  for (let bucket = 0; bucket < counts.length; bucket++) {
    starts[bucket] = start;
    start += counts[bucket]!;
  }
}

/** The places of the ones among a number's binary digits. */
function bitsOf(value: number): number[] {
  const bits: number[] = [];
  for (let bit = 0; value >> bit > 0; bit++) if (((value >> bit) & 1) === 1) bits.push(bit);
  return bits;
}
