import { buildPoseidonReference } from "circomlibjs";

const reference = await buildPoseidonReference();

/** Poseidon of 1 to 16 field elements. */
export function poseidon(...inputs: bigint[]): bigint {
  return reference.F.toObject(reference(inputs));
}

export const DEPTH = 10;

/** The way from a leaf to the root, as the circuit takes it. */
export interface MerklePath {
  readonly positions: bigint[][];
  readonly children: bigint[][];
}

/** A sparse quaternary tree: level 0 holds leaves, and what is missing on a level is the root of an empty subtree. */
export class QuaternaryTree {
  readonly #levels: Map<number, bigint>[];
  readonly #empty: bigint[] = [0n];

  constructor(leaves: ReadonlyMap<number, bigint>) {
    this.#levels = [new Map(leaves)];
    for (let level = 0; level < DEPTH; level++) {
      const empty = this.#empty[level]!;
      this.#empty.push(poseidon(empty, empty, empty, empty));
      const parents = new Set([...this.#levels[level]!.keys()].map((index) => Math.floor(index / 4)));
      this.#levels.push(
        new Map([...parents].map((index) => [index, poseidon(...this.#children(level, index))])),
      );
    }
  }

  get root(): bigint {
    return this.#levels[DEPTH]!.get(0) ?? this.#empty[DEPTH]!;
  }

  path(leafIndex: number): MerklePath {
    const levels = Array.from({ length: DEPTH }, (_, level) => Math.floor(leafIndex / 4 ** level));
    return {
      positions: levels.map((index) => [BigInt(index & 1), BigInt((index >> 1) & 1)]),
      children: levels.map((index, level) => this.#children(level, Math.floor(index / 4))),
    };
  }

  #children(level: number, parent: number): bigint[] {
    return [0, 1, 2, 3].map((child) => this.#levels[level]!.get(4 * parent + child) ?? this.#empty[level]!);
  }
}
