import { poseidon4 } from "poseidon-lite/poseidon4";

import { AftercareError } from "../errors.ts";
import { assertFieldElement } from "../field.ts";

/** Children of each inner node. */
export const TREE_ARITY = 4;

/** Levels between a leaf and the root: 4¹⁰ = 1,048,576 leaves. */
export const TREE_DEPTH = 10;

/** How a leaf reaches the root, from the leaf's level up. */
export interface MerklePath {
  /** Index of the leaf, from 0. */
  readonly leafIndex: number;
  /** For each of the 10 levels the node's place among its siblings, 0 to 3. */
  readonly positions: number[];
  /** For each of the 10 levels all four children of the node above, in order, the path's own node among them. */
  readonly children: bigint[][];
}

/** A path is not one of the surgery tree: a wrong number of levels or children, or positions that contradict its index. */
export class MalformedPathError extends AftercareError {
  override readonly name = "MalformedPathError";

  constructor(problem: string) {
    super(`The Merkle path is malformed: ${problem}.`, "Take the path from SurgeryTree.path().", { problem });
  }
}

/** A path does not contain the node that it should lead to the root. */
export class PathMismatchError extends AftercareError {
  override readonly name = "PathMismatchError";

  constructor(level: number) {
    super(
      `The Merkle path does not belong to this leaf: level ${level} holds another node in its place.`,
      "Take the path of the leaf's own index, from a tree that already contains the leaf.",
      { level },
    );
  }
}

function assertShape(path: MerklePath): void {
  const { leafIndex, positions, children } = path;
  if (!Array.isArray(positions) || positions.length !== TREE_DEPTH) {
    throw new MalformedPathError(`it does not have ${TREE_DEPTH} positions`);
  }
  if (!Array.isArray(children) || children.length !== TREE_DEPTH) {
    throw new MalformedPathError(`it does not have children for ${TREE_DEPTH} levels`);
  }
  let index = 0;
  for (const [level, position] of positions.entries()) {
    if (!Number.isInteger(position) || position < 0 || position >= TREE_ARITY) {
      throw new MalformedPathError(`the position at level ${level} is not 0 to ${TREE_ARITY - 1}`);
    }
    index += position * TREE_ARITY ** level;
  }
  if (index !== leafIndex) throw new MalformedPathError("its positions contradict its leaf index");
}

/**
 * The root that a path gives for a leaf.
 *
 * @param leaf A field element.
 * @throws MalformedPathError, PathMismatchError, NotAFieldElementError
 */
export function rootOf(leaf: bigint, path: MerklePath): bigint {
  assertFieldElement("leaf", leaf);
  assertShape(path);
  return path.children.reduce((node, children, level) => {
    if (!Array.isArray(children) || children.length !== TREE_ARITY) {
      throw new MalformedPathError(`level ${level} does not have ${TREE_ARITY} children`);
    }
    for (const child of children) assertFieldElement(`child at level ${level}`, child);
    if (children[path.positions[level]!] !== node) throw new PathMismatchError(level);
    return poseidon4(children);
  }, leaf);
}
