// Points of a bucket are added in a tree: a round adds neighbours two by two, all pairs of all buckets at once.
import { GROUPS, type AffinePoint, type Group, type GroupName } from "./curve.ts";
import type { Kernel } from "./kernel/instance.ts";
import { BASE_FIELD_MODULUS } from "../../circuits/field.ts";

// Additions that share one inversion. More would push what they work on out of the processor's cache.
export const BATCH_STEPS = 1024;

// Points whose buckets are added up together, so that their sums stay in the processor's cache.
const GROUP_ENTRIES = 12_288;

/**
 * Points sorted by the bucket that they fall into, as lists in the kernel's memory: those of bucket b begin at
 * entries[starts[b]], and there are counts[b] of them. An entry is an eighth of a point's address, and odd for its negative.
 */
export interface Buckets {
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

/** Points, each with the bucket that it falls into at the same index. Arrays of numbers, since a proof makes half a million of them. */
export interface PlacedPoints {
  readonly entries: Uint32Array;
  readonly buckets: Uint32Array;
}

/** Gathers points with their buckets. */
export class Placing {
  readonly #entries: Uint32Array;
  readonly #buckets: Uint32Array;
  #count = 0;

  /** @param room The most points that there may be. */
  constructor(room: number) {
    this.#entries = new Uint32Array(room);
    this.#buckets = new Uint32Array(room);
  }

  add(entry: number, bucket: number): void {
    this.#entries[this.#count] = entry;
    this.#buckets[this.#count++] = bucket;
  }

  get points(): PlacedPoints {
    return {
      entries: this.#entries.subarray(0, this.#count),
      buckets: this.#buckets.subarray(0, this.#count),
    };
  }
}

export const entryOf = (address: number): number => address / 8;
const addressOf = (entry: number): number => (entry >>> 1) * 16;

/** Adds up the points of buckets, in one kernel and one group. */
export class BucketSums {
  readonly #kernel: Kernel;
  readonly #group: Group;
  readonly #add: Kernel["functions"]["g1Add"];
  readonly #pointBytes: number;
  readonly #pairBytes: number;
  readonly #filling: readonly [number, number];
  /** The range of a limb, and the lowest limbs of 0 and ±p as remainders. */
  readonly #limbRange: number;
  readonly #multiplesOfModulus: readonly number[];

  /** @param filling Entries of two different points, to fill the last step of a batch with. */
  constructor(kernel: Kernel, groupName: GroupName, filling: readonly [number, number]) {
    this.#kernel = kernel;
    this.#group = GROUPS[groupName];
    this.#add = kernel.functions[`${groupName}Add`];
    const { numberBytes, pairBytes, limbBits } = kernel.layout;
    this.#pointBytes = 2 * this.#group.numbersPerCoordinate * numberBytes;
    this.#pairBytes = this.#group.numbersPerCoordinate * pairBytes;
    this.#filling = filling;
    this.#limbRange = 2 ** limbBits;
    this.#multiplesOfModulus = [0n, 1n, -1n].map((factor) =>
      Number(BigInt.asUintN(limbBits, factor * BASE_FIELD_MODULUS)),
    );
  }

  /** Sorts points by their buckets. */
  sort(points: PlacedPoints, bucketCount: number): Buckets {
    const count = points.entries.length;
    const sorted = this.allocate(count, bucketCount);
    const { entries, starts, counts } = this.views(sorted);
    counts.fill(0);
    for (let index = 0; index < count; index++) counts[points.buckets[index]!]!++;
    sumUp(counts, starts);
    counts.fill(0);
    for (let index = 0; index < count; index++) {
      const bucket = points.buckets[index]!;
      entries[starts[bucket]! + counts[bucket]!++] = points.entries[index]!;
    }
    return sorted;
  }

  /** Room for points that are still to be sorted. */
  allocate(entryCount: number, bucketCount: number): Buckets {
    const [entries, starts, counts] = [entryCount, bucketCount, bucketCount].map((length) =>
      this.#kernel.allocate(4 * length),
    ) as [number, number, number];
    return { entries, entryCount, starts, counts, bucketCount };
  }

  views({ entries, entryCount, starts, counts, bucketCount }: Buckets) {
    return {
      entries: this.#kernel.words(entries, entryCount),
      starts: this.#kernel.words(starts, bucketCount),
      counts: this.#kernel.words(counts, bucketCount),
    };
  }

  /** Adds up the points of each bucket; what is left is one point for each bucket that is neither empty nor sums to infinity. */
  onePointPerBucket(buckets: Buckets): PlacedPoints {
    const kernel = this.#kernel;
    const sums = kernel.allocate(buckets.bucketCount * this.#pointBytes);
    const placing = new Placing(buckets.bucketCount);
    for (const range of this.#groupsOf(buckets)) {
      // Sums of a group are needed until its last round; the one that is left of each bucket is moved out of their way.
      kernel.temporarily(() => {
        for (let pairs = this.#pairsIn(buckets, range); pairs > 0; pairs = this.#pairsIn(buckets, range)) {
          this.#addNeighbours(buckets, range, pairs);
        }
        const { entries, starts, counts } = this.views(buckets);
        const memory = kernel.memory();
        for (let bucket = range.first; bucket < range.end; bucket++) {
          if (counts[bucket] === 0) continue;
          const to = sums + bucket * this.#pointBytes;
          const entry = entries[starts[bucket]!]!;
          memory.copyWithin(to, addressOf(entry), addressOf(entry) + this.#pointBytes);
          placing.add(entryOf(to) | (entry & 1), bucket);
        }
      });
    }
    return placing.points;
  }

  #groupsOf(buckets: Buckets): Range[] {
    const { counts } = this.views(buckets);
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
    const { counts } = this.views(buckets);
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
      const { entries, starts, counts } = this.views(buckets);
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
    const lowestLimb = this.#kernel.lowestLimbs();
    for (let pair = 0; pair < 2 * steps; pair++) {
      const [one, other] = [
        lowestLimb(addressOf(list[2 * pair]!)),
        lowestLimb(addressOf(list[2 * pair + 1]!)),
      ];
      if (!this.#mayShareX(one, other)) continue;
      const [first, second] = [this.read(list[2 * pair]!), this.read(list[2 * pair + 1]!)];
      const half = this.#group.numbersPerCoordinate;
      if (!first!.slice(0, half).every((number, index) => number === second![index])) continue;
      exceptions.push({ at: to + pair * this.#pointBytes, sum: this.#group.sum([first, second]) });
      list.set(this.#filling, 2 * pair);
    }
    this.#add(listAt, steps, scratch, to);
    return exceptions.flatMap(({ at, sum }) => {
      if (sum === undefined) return [entryOf(at)];
      sum.forEach((number, index) =>
        this.#kernel.writeNumber(at + index * this.#kernel.layout.numberBytes, number, BASE_FIELD_MODULUS),
      );
      return [];
    });
  }

  /**
   * Whether the lowest limbs of two points leave it open that their x are equal. Coordinates are kept as the residue closest
   * to zero, of which there is one, but for two around half the modulus that rounding does not tell apart.
   */
  #mayShareX(first: number, second: number): boolean {
    const difference = Math.abs(first - second) % this.#limbRange;
    return this.#multiplesOfModulus.includes(difference);
  }

  /** The point of an entry, its sign heeded. */
  read(entry: number): AffinePoint {
    const numbers = Array.from({ length: 2 * this.#group.numbersPerCoordinate }, (_, index) =>
      this.#kernel.readNumber(addressOf(entry) + index * this.#kernel.layout.numberBytes, BASE_FIELD_MODULUS),
    );
    return (entry & 1) === 1 ? this.#group.negative(numbers) : numbers;
  }

  /** Takes entries out, and closes the gaps. */
  #remove(buckets: Buckets, { first, end }: Range, removed: ReadonlySet<number>): void {
    const { entries, starts, counts } = this.views(buckets);
    for (let bucket = first; bucket < end; bucket++) {
      const start = starts[bucket]!;
      const end = start + counts[bucket]!;
      let write = start;
      for (let read = start; read < end; read++) {
        const entry = entries[read]!;
        if (!removed.has(entry)) entries[write++] = entry;
      }
      counts[bucket] = write - start;
    }
  }
}

/** Where each bucket starts if one follows the other. */
export function sumUp(counts: Uint32Array, starts: Uint32Array): void {
  let start = 0;
  for (let bucket = 0; bucket < counts.length; bucket++) {
    starts[bucket] = start;
    start += counts[bucket]!;
  }
}
