import { poseidon8 } from "poseidon-lite/poseidon8";

import { AftercareError } from "../errors.ts";
import { assertFieldElement } from "../field.ts";
import { assertInteger } from "../integers.ts";
import { MalformedPathError, PathMismatchError } from "../tree/merkle-path.ts";

/** Children of each inner node. */
export const COVERAGE_TREE_ARITY = 8;

/** Levels between a leaf and the root: 8⁴ = 4,096 coverages. */
export const COVERAGE_TREE_DEPTH = 4;

const CAPACITY = COVERAGE_TREE_ARITY ** COVERAGE_TREE_DEPTH;

/** How a coverage reaches the root, from the leaf's level up. */
export interface CoveragePath {
  /** Index of the leaf, 0 to 4,095. */
  readonly leafIndex: number;
  /** For each of the 4 levels all eight children of the node above, in order, the path's own node among them. */
  readonly children: readonly (readonly bigint[])[];
}

/** The tree holds 4,096 coverages already. */
export class CoverageTreeFullError extends AftercareError {
  override readonly name = "CoverageTreeFullError";

  constructor() {
    super(
      `The coverage tree is full with ${CAPACITY} coverages.`,
      "Publish a further policy with a salt of its own.",
      {
        capacity: CAPACITY,
      },
    );
  }
}

/** A coverage is not in the insurer's tree. */
export class CoverageNotInTreeError extends AftercareError {
  override readonly name = "CoverageNotInTreeError";

  constructor() {
    super(
      "The coverage is not in the insurer's tree.",
      "Ask the insurer to add it, or read the tree again: it is made of all CoverageChanged events of the policy.",
    );
  }
}

/** The node's place among its siblings on a level, 0 to 7. */
export function coveragePosition(leafIndex: number, level: number): number {
  return Math.floor(leafIndex / COVERAGE_TREE_ARITY ** level) % COVERAGE_TREE_ARITY;
}

/** An insurer's octal Poseidon tree of coverages. Empty leaves are zero. */
export class CoverageTree {
  readonly #leaves: bigint[] = [];
  /** Nodes of each level up to the last one that is not empty; undefined after a change. */
  #levels: bigint[][] | undefined;

  /** @throws NotAFieldElementError, CoverageTreeFullError */
  static fromLeaves(leaves: Iterable<bigint>): CoverageTree {
    const tree = new CoverageTree();
    tree.put(0, [...leaves]);
    return tree;
  }

  /** Places up to the last leaf. */
  get size(): number {
    return this.#leaves.length;
  }

  get root(): bigint {
    return this.#node(COVERAGE_TREE_DEPTH, 0);
  }

  /**
   * Sets the leaves from `firstIndex` on, in the order of the policy book's events. Places that were skipped stay empty.
   *
   * @throws NotAFieldElementError, IntegerOutOfRangeError, CoverageTreeFullError
   */
  put(firstIndex: number, leaves: readonly bigint[]): void {
    assertInteger("firstIndex", firstIndex, 0, CAPACITY - 1);
    if (firstIndex + leaves.length > CAPACITY) throw new CoverageTreeFullError();
    for (const leaf of leaves) assertFieldElement("leaf", leaf);
    while (this.#leaves.length < firstIndex) this.#leaves.push(0n);
    this.#leaves.splice(firstIndex, leaves.length, ...leaves);
    this.#levels = undefined;
  }

  /** Whether this leaf is in the tree; an empty place is none. */
  has(leaf: bigint): boolean {
    return leaf !== 0n && this.#leaves.includes(leaf);
  }

  /**
   * The path of a leaf to the current root.
   *
   * @throws CoverageNotInTreeError
   */
  path(leaf: bigint): CoveragePath {
    if (!this.has(leaf)) throw new CoverageNotInTreeError();
    const leafIndex = this.#leaves.indexOf(leaf);
    const children = Array.from({ length: COVERAGE_TREE_DEPTH }, (_, level) =>
      this.#childrenOf(level + 1, Math.floor(leafIndex / COVERAGE_TREE_ARITY ** (level + 1))),
    );
    return { leafIndex, children };
  }

  #childrenOf(level: number, index: number): bigint[] {
    const first = index * COVERAGE_TREE_ARITY;
    return Array.from({ length: COVERAGE_TREE_ARITY }, (_, child) => this.#node(level - 1, first + child));
  }

  #node(level: number, index: number): bigint {
    return this.#hashed()[level]![index] ?? EMPTY_NODES[level]!;
  }

  #hashed(): bigint[][] {
    if (this.#levels === undefined) {
      const levels = [this.#leaves];
      for (let level = 1; level <= COVERAGE_TREE_DEPTH; level++) {
        const below = levels[level - 1]!;
        const width = Math.ceil(below.length / COVERAGE_TREE_ARITY);
        levels.push(Array.from({ length: width }, (_, index) => parentOf(below, level, index)));
      }
      this.#levels = levels;
    }
    return this.#levels;
  }
}

function parentOf(below: readonly bigint[], level: number, index: number): bigint {
  const first = index * COVERAGE_TREE_ARITY;
  const empty = EMPTY_NODES[level - 1]!;
  return poseidon8(Array.from({ length: COVERAGE_TREE_ARITY }, (_, child) => below[first + child] ?? empty));
}

/** Root of an empty subtree at each level, from an empty leaf up to an empty tree. */
const EMPTY_NODES = [0n];
for (let level = 1; level <= COVERAGE_TREE_DEPTH; level++) EMPTY_NODES.push(parentOf([], level, 0));

/**
 * The root that a path gives for a coverage's leaf.
 *
 * @throws MalformedPathError, PathMismatchError, NotAFieldElementError
 */
export function coverageRootOf(leaf: bigint, { leafIndex, children }: CoveragePath): bigint {
  assertFieldElement("leaf", leaf);
  assertInteger("leafIndex", leafIndex, 0, CAPACITY - 1);
  if (!Array.isArray(children) || children.length !== COVERAGE_TREE_DEPTH) {
    throw new MalformedPathError(`it does not have children for ${COVERAGE_TREE_DEPTH} levels`);
  }
  return (children as readonly bigint[][]).reduce((node, siblings, level) => {
    if (!Array.isArray(siblings) || siblings.length !== COVERAGE_TREE_ARITY) {
      throw new MalformedPathError(`level ${level} does not have ${COVERAGE_TREE_ARITY} children`);
    }
    for (const child of siblings) assertFieldElement(`child at level ${level}`, child);
    if (siblings[coveragePosition(leafIndex, level)] !== node) throw new PathMismatchError(level);
    return poseidon8(siblings);
  }, leaf);
}
