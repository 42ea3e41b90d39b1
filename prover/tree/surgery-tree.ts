import { poseidon4 } from "poseidon-lite/poseidon4";

import { AftercareError } from "../errors.ts";
import { assertFieldElement } from "../field.ts";
import { TREE_ARITY, TREE_DEPTH, type MerklePath } from "./merkle-path.ts";

const CAPACITY = TREE_ARITY ** TREE_DEPTH;

/** The tree holds 4¹⁰ leaves already. */
export class TreeFullError extends AftercareError {
  override readonly name = "TreeFullError";

  constructor() {
    super(`The tree is full with ${CAPACITY} leaves.`, "Begin a new tree, as the contract does.", {
      capacity: CAPACITY,
    });
  }
}

/** No leaf was appended under this index yet. */
export class LeafNotInTreeError extends AftercareError {
  override readonly name = "LeafNotInTreeError";

  constructor(size: number) {
    super(
      `The tree has no leaf at this index; it has ${size} leaves.`,
      "Bring the tree up to date: a surgery enters it with the first flush after its closing.",
      { size },
    );
  }
}

/** Root of an empty subtree at each level, from an empty leaf (zero) up to an empty tree. */
const EMPTY_NODES = [0n];
for (let level = 0; level < TREE_DEPTH; level++) {
  const child = EMPTY_NODES[level]!;
  EMPTY_NODES.push(poseidon4([child, child, child, child]));
}

/**
 * The append-only quaternary Poseidon tree of CLOSED surgeries, as the contract keeps it.
 *
 * Appending costs no hash. The next root or path hashes what has changed since the last one, so that n
 * appended leaves cost about n/3 hashes, and one leaf at a time costs ten.
 */
export class SurgeryTree {
  /** Nodes of each level up to the last one that is not empty; `#levels[0]` are the leaves. */
  readonly #levels: bigint[][] = Array.from({ length: TREE_DEPTH + 1 }, () => []);
  /** Leaves that the levels above already account for. */
  #hashedLeaves = 0;

  /** @throws NotAFieldElementError, TreeFullError */
  static fromLeaves(leaves: Iterable<bigint>): SurgeryTree {
    const tree = new SurgeryTree();
    for (const leaf of leaves) tree.append(leaf);
    return tree;
  }

  get size(): number {
    return this.#level(0).length;
  }

  get root(): bigint {
    this.#hashNewLeaves();
    return this.#node(TREE_DEPTH, 0);
  }

  /**
   * What the next flush passes to the contract: the complete nodes whose group of four is not complete, in order, the leaves'
   * level first. At most three of each level; empty for a tree without leaves, and for a full one.
   */
  get frontier(): bigint[] {
    this.#hashNewLeaves();
    return this.#levels.slice(0, TREE_DEPTH).flatMap((nodes, level) => {
      const complete = Math.floor(this.size / TREE_ARITY ** level);
      return nodes.slice(complete - (complete % TREE_ARITY), complete);
    });
  }

  /**
   * Adds a leaf after the last one and returns its index.
   *
   * @throws NotAFieldElementError, TreeFullError
   */
  append(leaf: bigint): number {
    assertFieldElement("leaf", leaf);
    if (this.size === CAPACITY) throw new TreeFullError();
    return this.#level(0).push(leaf) - 1;
  }

  /**
   * The path of a leaf to the current root, in arrays of the caller's own.
   *
   * @throws LeafNotInTreeError
   */
  path(leafIndex: number): MerklePath {
    if (!Number.isInteger(leafIndex) || leafIndex < 0 || leafIndex >= this.size) {
      throw new LeafNotInTreeError(this.size);
    }
    this.#hashNewLeaves();
    const positions: number[] = [];
    const children: bigint[][] = [];
    let index = leafIndex;
    for (let level = 0; level < TREE_DEPTH; level++) {
      positions.push(index % TREE_ARITY);
      index = Math.floor(index / TREE_ARITY);
      children.push(this.#childrenOf(level + 1, index));
    }
    return { leafIndex, positions, children };
  }

  #hashNewLeaves(): void {
    if (this.#hashedLeaves === this.size) return;
    let firstChanged = this.#hashedLeaves;
    for (let level = 1; level <= TREE_DEPTH; level++) {
      firstChanged = Math.floor(firstChanged / TREE_ARITY);
      const width = Math.ceil(this.#level(level - 1).length / TREE_ARITY);
      for (let index = firstChanged; index < width; index++) {
        this.#level(level)[index] = poseidon4(this.#childrenOf(level, index));
      }
    }
    this.#hashedLeaves = this.size;
  }

  #childrenOf(level: number, index: number): bigint[] {
    const first = index * TREE_ARITY;
    return Array.from({ length: TREE_ARITY }, (_, child) => this.#node(level - 1, first + child));
  }

  #node(level: number, index: number): bigint {
    return this.#level(level)[index] ?? EMPTY_NODES[level]!;
  }

  #level(level: number): bigint[] {
    return this.#levels[level]!;
  }
}
