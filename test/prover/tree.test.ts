import { buildPoseidon } from "circomlibjs";
import { describe, expect, it } from "vitest";

import { NotAnAddressError } from "../../prover/address.ts";
import { FIELD_MODULUS, NotAFieldElementError } from "../../prover/field.ts";
import { IntegerOutOfRangeError } from "../../prover/integers.ts";
import {
  LeafNotInTreeError,
  leafOf,
  MalformedPathError,
  PathMismatchError,
  rootOf,
  surgeonDayOf,
  SurgeryTree,
  TREE_ARITY,
  TREE_DEPTH,
  TreeFullError,
} from "../../prover/tree/index.ts";
import leafVectors from "../../fixtures/vectors/leaf.json" with { type: "json" };
import treeVectors from "../../fixtures/vectors/tree.json" with { type: "json" };

const LEAVES = treeVectors.leaves.map(BigInt);

describe("a leaf", () => {
  it.each(leafVectors)("of $surgeon on day $closedDay is that of the vectors", (vector) => {
    expect(surgeonDayOf(vector.surgeon, vector.closedDay).toString()).toBe(vector.surgeonDay);
    const closed = {
      patientCommitment: BigInt(vector.patientCommitment),
      surgeon: vector.surgeon,
      closedDay: vector.closedDay,
      recordCommitment: BigInt(vector.recordCommitment),
    };
    expect(leafOf(closed).toString()).toBe(vector.leaf);
    expect(leafOf({ ...closed, surgeon: vector.surgeon.toLowerCase() }).toString()).toBe(vector.leaf);
  });

  const [vector] = leafVectors;
  const closed = { patientCommitment: 1n, surgeon: vector!.surgeon, closedDay: 20_000, recordCommitment: 2n };

  it.each([-1, 65_536, 1.5, Number.NaN])("has no day %d", (closedDay) => {
    expect(() => leafOf({ ...closed, closedDay })).toThrow(IntegerOutOfRangeError);
  });

  it.each([
    "",
    "0x",
    "0x12",
    `${closed.surgeon}00`,
    closed.surgeon.slice(2),
    closed.surgeon.replace("C", "c"),
  ])("has no surgeon “%s”", (surgeon) => {
    expect(() => leafOf({ ...closed, surgeon })).toThrow(NotAnAddressError);
  });

  it("takes field elements only", () => {
    expect(() => leafOf({ ...closed, patientCommitment: FIELD_MODULUS })).toThrow(NotAFieldElementError);
    expect(() => leafOf({ ...closed, recordCommitment: -1n })).toThrow(NotAFieldElementError);
  });
});

describe("the surgery tree", () => {
  it.each(treeVectors.trees)(
    "of $size leaves has the root and the paths of the vectors",
    ({ size, root, paths }) => {
      const tree = SurgeryTree.fromLeaves(LEAVES.slice(0, size));
      expect(tree.size).toBe(size);
      expect(tree.root.toString()).toBe(root);
      for (const expected of paths) {
        const path = tree.path(expected.leafIndex);
        expect({ ...path, children: path.children.map((children) => children.map(String)) }).toEqual(
          expected,
        );
        expect(rootOf(LEAVES[expected.leafIndex]!, path)).toBe(tree.root);
      }
    },
  );

  it("is the same whether it grows leaf by leaf, in pieces or at once", () => {
    const byLeaf = SurgeryTree.fromLeaves([]);
    const inPieces = SurgeryTree.fromLeaves([]);
    for (const [index, leaf] of LEAVES.entries()) {
      expect(byLeaf.append(leaf)).toBe(index);
      expect(byLeaf.root).toBe(SurgeryTree.fromLeaves(LEAVES.slice(0, index + 1)).root);
      inPieces.append(leaf);
      if (index % 7 === 0) expect(inPieces.root).toBe(byLeaf.root);
    }
    expect(inPieces.root).toBe(byLeaf.root);
  });

  it("agrees with circomlibjs for random sizes and leaves", async () => {
    const poseidon = await buildPoseidon();
    const hash = (...inputs: bigint[]) => poseidon.F.toObject(poseidon(inputs));
    const random = () => BigInt(`0x${crypto.randomUUID().replaceAll("-", "")}`) ** 2n % FIELD_MODULUS;
    const subtreeRoot = (leaves: readonly bigint[], depth: number): bigint => {
      if (depth === 0) return leaves[0] ?? 0n;
      const quarter = 4 ** (depth - 1);
      const child = (which: number) =>
        subtreeRoot(leaves.slice(which * quarter, (which + 1) * quarter), depth - 1);
      return leaves.length === 0 ? emptyRoot(depth) : hash(child(0), child(1), child(2), child(3));
    };
    const emptyRoot = (depth: number): bigint => {
      if (depth === 0) return 0n;
      const below = emptyRoot(depth - 1);
      return hash(below, below, below, below);
    };
    for (let round = 0; round < 8; round++) {
      const leaves = Array.from({ length: Math.floor(Math.random() * 90) }, random);
      expect(SurgeryTree.fromLeaves(leaves).root).toBe(subtreeRoot(leaves, TREE_DEPTH));
    }
  });

  it("has the frontier that leads on to the same root without the leaves", () => {
    expect(SurgeryTree.fromLeaves([]).frontier).toEqual([]);
    for (const size of [1, 3, 4, 5, 15, 16, 21, 63, 64]) {
      const leaves = Array.from({ length: size }, (_, index) => BigInt(index) + 1n);
      const tree = SurgeryTree.fromLeaves(leaves);
      // Put back at its place, each node is the root of as many leaves as it stands for.
      const waiting = [0, 1, 2, 3].flatMap((level) => {
        const width = TREE_ARITY ** level;
        const complete = Math.floor(size / width);
        return Array.from({ length: complete % TREE_ARITY }, (_, place) => {
          const first = (complete - (complete % TREE_ARITY) + place) * width;
          return SurgeryTree.fromLeaves(leaves.slice(first, first + width)).path(0).children[level]![0];
        });
      });
      expect(tree.frontier).toEqual(waiting);
      tree.append(99n);
      expect(tree.frontier).not.toEqual(waiting);
    }
  });

  it("grows by ten thousand leaves in seconds, because it hashes nothing twice", () => {
    const leaves = Array.from({ length: 10_000 }, (_, index) => BigInt(index + 1));
    const started = performance.now();
    const tree = SurgeryTree.fromLeaves(leaves);
    const { root } = tree;
    // Hashing each leaf's whole path anew would take 100,000 hashes, this takes 3,340.
    expect(performance.now() - started).toBeLessThan(15_000);
    expect(rootOf(5_000n, tree.path(4_999))).toBe(root);
  });

  it("takes 4¹⁰ leaves and not one more", () => {
    const tree = SurgeryTree.fromLeaves({
      *[Symbol.iterator]() {
        for (let index = 0; index < 4 ** TREE_DEPTH; index++) yield 1n;
      },
    });
    expect(() => tree.append(1n)).toThrow(TreeFullError);
    expect(tree.size).toBe(4 ** TREE_DEPTH);
  });

  it("refuses leaves that are not field elements and stays as it was", () => {
    const tree = SurgeryTree.fromLeaves(LEAVES);
    const before = tree.root;
    for (const leaf of [-1n, FIELD_MODULUS, 2n ** 10_000n]) {
      expect(() => tree.append(leaf)).toThrow(NotAFieldElementError);
    }
    expect(tree.root).toBe(before);
    expect(tree.size).toBe(LEAVES.length);
  });

  it.each([-1, 100, 1.5, Number.NaN])("has no path for leaf %d of 100", (leafIndex) => {
    expect(() => SurgeryTree.fromLeaves(LEAVES).path(leafIndex)).toThrow(LeafNotInTreeError);
  });

  it("keeps its nodes from whoever changes an array outside", () => {
    const leaves = [...LEAVES];
    const tree = SurgeryTree.fromLeaves(leaves);
    const before = tree.root;
    const path = tree.path(42);
    path.children[0]![0] = 1n;
    path.positions[0] = 3;
    leaves[0] = 1n;
    expect(tree.root).toBe(before);
    expect(rootOf(LEAVES[42]!, tree.path(42))).toBe(before);
    expect(leaves.slice(1)).toEqual(LEAVES.slice(1));
  });
});

describe("a path", () => {
  const tree = SurgeryTree.fromLeaves(LEAVES);
  const leaf = LEAVES[42]!;
  const path = () => tree.path(42);

  it("of another leaf leads nowhere", () => {
    expect(() => rootOf(leaf, tree.path(41))).toThrow(PathMismatchError);
    expect(() => rootOf(leaf + 1n, path())).toThrow(PathMismatchError);
  });

  it.each(Array.from({ length: TREE_DEPTH - 1 }, (_, level) => level))(
    "with one sibling altered at level %i does not reach the level above",
    (level) => {
      const altered = path();
      const sibling = (altered.positions[level]! + 1) % 4;
      altered.children[level]![sibling] = altered.children[level]![sibling]! + 1n;
      expect(() => rootOf(leaf, altered)).toThrow(PathMismatchError);
    },
  );

  it("with a sibling altered below the root leads to another root", () => {
    const altered = path();
    altered.children[9]![3] = 1n;
    expect(rootOf(leaf, altered)).not.toBe(tree.root);
  });

  type Path = ReturnType<SurgeryTree["path"]>;
  it.each<[string, (path: { -readonly [Part in keyof Path]: Path[Part] }) => void]>([
    ["too few levels of children", (malformed) => malformed.children.pop()],
    ["too many positions", (malformed) => malformed.positions.push(0)],
    ["five children", (malformed) => malformed.children[4]!.push(0n)],
    ["a position of 4", (malformed) => (malformed.positions[2] = 4)],
    ["a position of −1", (malformed) => (malformed.positions[2] = -1)],
    ["another leaf index", (malformed) => (malformed.leafIndex = 41)],
  ])("with %s is malformed", (_, spoil) => {
    const malformed = path();
    spoil(malformed);
    expect(() => rootOf(leaf, malformed)).toThrow(MalformedPathError);
  });

  it("with a child that is no field element is refused", () => {
    const malformed = path();
    malformed.children[3]![(malformed.positions[3]! + 1) % 4] = FIELD_MODULUS;
    expect(() => rootOf(leaf, malformed)).toThrow(NotAFieldElementError);
  });
});
