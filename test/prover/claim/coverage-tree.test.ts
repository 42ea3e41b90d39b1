import { describe, expect, it } from "vitest";

import {
  CoverageNotInTreeError,
  coverageRootOf,
  CoverageTree,
  CoverageTreeFullError,
  IntegerOutOfRangeError,
  MalformedPathError,
  NotAFieldElementError,
  PathMismatchError,
  FIELD_MODULUS,
} from "../../../prover/index.ts";
import { poseidon } from "../../circuits/support/quaternary-tree.ts";

/** The root of 4,096 places, hashed level by level with the reference implementation. */
function referenceRoot(leaves: readonly bigint[]): bigint {
  let nodes = [...leaves];
  let empty = 0n;
  for (let level = 0; level < 4; level++) {
    const padded = [...nodes, ...Array.from({ length: (8 - (nodes.length % 8)) % 8 }, () => empty)];
    const parents: bigint[] = [];
    for (let first = 0; first < padded.length; first += 8)
      parents.push(poseidon(...padded.slice(first, first + 8)));
    empty = poseidon(...Array.from({ length: 8 }, () => empty));
    nodes = parents.length === 0 ? [empty] : parents;
  }
  return nodes[0]!;
}

const leaves = Array.from({ length: 75 }, (_, index) => BigInt(1_000 + index));

describe("an insurer's tree", () => {
  it.each([0, 1, 7, 8, 9, 64, 65, 75])("has the root of the reference with %i leaves", (count) => {
    expect(CoverageTree.fromLeaves(leaves.slice(0, count)).root).toBe(referenceRoot(leaves.slice(0, count)));
  });

  it.each([0, 7, 8, 63, 64, 74])("leads leaf %i to its root", (index) => {
    const tree = CoverageTree.fromLeaves(leaves);
    const path = tree.path(leaves[index]!);
    expect(path.leafIndex).toBe(index);
    expect(coverageRootOf(leaves[index]!, path)).toBe(tree.root);
  });

  it("is the same however its leaves came", () => {
    const tree = new CoverageTree();
    tree.put(0, leaves.slice(0, 10));
    expect(tree.root).toBe(CoverageTree.fromLeaves(leaves.slice(0, 10)).root);
    tree.put(10, leaves.slice(10));
    tree.put(3, [5n]);
    expect(tree.size).toBe(75);
    expect(tree.root).toBe(CoverageTree.fromLeaves(leaves.with(3, 5n)).root);
  });

  it("leaves skipped places empty, and finds no coverage there", () => {
    const tree = new CoverageTree();
    tree.put(4_095, [9n]);
    expect(coverageRootOf(9n, tree.path(9n))).toBe(tree.root);
    expect(() => tree.path(0n)).toThrow(CoverageNotInTreeError);
    expect(() => tree.path(10n)).toThrow(CoverageNotInTreeError);
  });

  it("holds 4,096 coverages and no more", () => {
    const tree = new CoverageTree();
    expect(() => tree.put(4_090, leaves)).toThrow(CoverageTreeFullError);
    expect(() => tree.put(4_096, [])).toThrow(IntegerOutOfRangeError);
    expect(() => tree.put(0, [FIELD_MODULUS])).toThrow(NotAFieldElementError);
    expect(tree.size).toBe(0);
  });
});

describe("a path", () => {
  const tree = CoverageTree.fromLeaves(leaves);
  const path = tree.path(1_070n);

  it("of another leaf, or at another place, is refused", () => {
    expect(() => coverageRootOf(1_069n, path)).toThrow(PathMismatchError);
    expect(() => coverageRootOf(1_070n, { ...path, leafIndex: 69 })).toThrow(PathMismatchError);
  });

  it("of another shape is refused", () => {
    const { children } = path;
    expect(() => coverageRootOf(1_070n, { ...path, children: children.slice(1) })).toThrow(
      MalformedPathError,
    );
    const short = children.with(1, children[1]!.slice(1));
    expect(() => coverageRootOf(1_070n, { ...path, children: short })).toThrow(MalformedPathError);
    expect(() => coverageRootOf(1_070n, { ...path, leafIndex: 4_096 })).toThrow(IntegerOutOfRangeError);
    const aliased = children.with(2, children[2]!.with(5, FIELD_MODULUS));
    expect(() => coverageRootOf(1_070n, { ...path, children: aliased })).toThrow(NotAFieldElementError);
  });
});
