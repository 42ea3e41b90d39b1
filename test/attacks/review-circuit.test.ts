import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { FIELD_MODULUS } from "../../prover/field.ts";
import { compileForTest, REVIEW_SOURCE } from "../circuits/support/compiled-circuit.ts";
import { ConstraintSystem } from "../circuits/support/constraint-system.ts";
import { Forger } from "../circuits/support/forger.ts";
import { inverse, modulo } from "../circuits/support/modular.ts";
import { DEPTH, poseidon } from "../circuits/support/quaternary-tree.ts";
import {
  honestReview,
  leafOf,
  type ReviewInputs,
  SECRET,
  SURGEON,
} from "../circuits/support/review-inputs.ts";
import { calculateWitness } from "../circuits/support/witness.ts";

// An attacker does not use our witness generator: whatever satisfies the constraints can be proven. So these tests build
// whole witnesses for false statements and ask the constraints alone.

let circuit: Awaited<ReturnType<typeof compileForTest>>;
let constraints: ConstraintSystem;
let forger: Forger;

beforeAll(async () => {
  circuit = await compileForTest(REVIEW_SOURCE);
  constraints = await ConstraintSystem.read(circuit.r1cs);
  forger = await Forger.create(REVIEW_SOURCE, circuit.symbols);
});

afterAll(async () => {
  await forger[Symbol.asyncDispose]();
  await circuit[Symbol.asyncDispose]();
});

/** How many constraints refuse the witness that follows from these inputs. */
async function refusals(inputs: ReviewInputs, overrides?: Record<string, bigint>): Promise<number> {
  return constraints.brokenBy(forger.forge(inputs, overrides)).length;
}

/** A position, not in bits, with which the selection formula yields any value at all from children that are not all equal. */
function mixing(children: readonly bigint[], wanted: bigint): bigint[] {
  const [first, second, third, fourth] = children as [bigint, bigint, bigint, bigint];
  if (first !== second) return [modulo((wanted - first) * inverse(second - first)), 0n];
  if (third !== fourth) return [modulo((wanted - third) * inverse(fourth - third)), 1n];
  return [0n, modulo((wanted - first) * inverse(third - first))];
}

/** The honest review, its day well inside its window. */
const honest = honestReview({ closedDay: 20_500n, windowStart: 20_000n, windowEnd: 21_000n });

describe("the forger", () => {
  it("computes the same witness as the circuit's own generator, and the constraints accept it", async () => {
    const forged = forger.forge(honest);
    expect(forged).toEqual(await calculateWitness(circuit.wasm, honest));
    expect(constraints.brokenBy(forged)).toEqual([]);
  });
});

describe("a valid witness with one wire changed", () => {
  it.each([
    ["raised by one", (value: bigint) => value + 1n],
    ["set to an unrelated value", (value: bigint) => modulo(value * 3n + 0x5eedn)],
  ])("is refused for every wire: %s", async (_name, change) => {
    const witness = forger.forge(honest);
    expect(witness).toHaveLength(constraints.wires);

    const free = witness
      .map((value, wire) => ({ wire, value: modulo(change(value)) }))
      .filter(({ wire }) => wire !== 0)
      .filter(({ wire, value }) => !constraints.refusesChange(witness, wire, value))
      .map(({ wire }) => forger.wireNames[wire]);
    expect(free).toEqual([]);
  });
});

describe("a forged path", () => {
  it("cannot lead to another root", async () => {
    expect(await refusals({ ...honest, root: honest.root + 1n })).toBeGreaterThan(0);
    expect(await refusals({ ...honest, root: 0n })).toBeGreaterThan(0);
  });

  it.each(Array.from({ length: DEPTH }, (_, level) => level))(
    "cannot hold other children at level %i",
    async (level) => {
      const unrelated = [11n, 12n, 13n, 14n];
      expect(await refusals({ ...honest, children: honest.children.with(level, unrelated) })).toBeGreaterThan(
        0,
      );
    },
  );

  it("cannot bring a surgery that was never closed under the root", async () => {
    const invented = { ...honest, secret: 99n, nullifier: poseidon(99n, 1n) };
    expect(await refusals(invented)).toBeGreaterThan(0);
  });

  it.each(Array.from({ length: DEPTH }, (_, level) => level))(
    "cannot name another position at level %i",
    async (level) => {
      const [low, high] = honest.positions[level] as [bigint, bigint];
      for (const position of [
        [1n - low, high],
        [low, 1n - high],
        [1n - low, 1n - high],
      ]) {
        expect(
          await refusals({ ...honest, positions: honest.positions.with(level, position) }),
        ).toBeGreaterThan(0);
      }
    },
  );

  it("cannot present an inner node as a leaf", async () => {
    // One level higher than it is: the path starts at the leaf's parent and ends in a made-up level above the root.
    const parent = poseidon(...honest.children[0]!);
    const raised = {
      ...honest,
      positions: [...honest.positions.slice(1), [0n, 0n]],
      children: [...honest.children.slice(1), [honest.root, 0n, 0n, 0n]],
      root: poseidon(honest.root, 0n, 0n, 0n),
    };
    expect(raised.children[0]).toContain(parent);
    expect(await refusals(raised)).toBeGreaterThan(0);
  });

  it("cannot present a leaf as the root", async () => {
    const leaf = leafOf(SECRET, SURGEON, honest.closedDay, honest.recordCommitment);
    expect(await refusals({ ...honest, root: leaf })).toBeGreaterThan(0);
  });
});

describe("a selector that is not a bit", () => {
  /** A surgery that nobody closed, by a surgeon of the attacker's choice. */
  const invented = {
    ...honest,
    secret: 99n,
    nullifier: poseidon(99n, 1n),
    recordCommitment: 5n,
  };
  const leaf = leafOf(invented.secret, invented.surgeon, invented.closedDay, invented.recordCommitment);
  const [first, second, third] = honest.children[0] as [bigint, bigint, bigint];

  it("would let any leaf be proven by its low bit, and only the bit's own constraint refuses it", async () => {
    const low = modulo((leaf - first) * inverse(second - first));
    const forged = { ...invented, positions: honest.positions.with(0, [low, 0n]) };
    expect(await refusals(forged)).toBe(1);
  });

  it("would let any leaf be proven by its high bit, and only the bit's own constraint refuses it", async () => {
    const high = modulo((leaf - first) * inverse(third - first));
    const forged = { ...invented, positions: honest.positions.with(0, [0n, high]) };
    expect(await refusals(forged)).toBe(1);
  });

  it.each(Array.from({ length: DEPTH }, (_, level) => level))("is refused at level %i", async (level) => {
    // The same trick on a higher level: hang an invented subtree into the tree.
    const subtree = Array.from({ length: level }, () => [0n, 0n]);
    let node = leaf;
    const children = subtree.map(() => {
      const siblings = [node, 0n, 0n, 0n];
      node = poseidon(...siblings);
      return siblings;
    });
    const position = mixing(honest.children[level]!, node);
    const forged = {
      ...invented,
      positions: [...subtree, position, ...honest.positions.slice(level + 1)],
      children: [...children, ...honest.children.slice(level)],
    };
    expect(await refusals(forged)).toBe(1);
  });

  it.each([2n, 3n, FIELD_MODULUS - 1n])("is refused when it is %i", async (value) => {
    const [low, high] = honest.positions[0] as [bigint, bigint];
    expect(await refusals({ ...honest, positions: honest.positions.with(0, [value, high]) })).toBeGreaterThan(
      0,
    );
    expect(await refusals({ ...honest, positions: honest.positions.with(0, [low, value]) })).toBeGreaterThan(
      0,
    );
  });
});

describe("a day outside the window", () => {
  it.each<[string, Partial<ReviewInputs>]>([
    ["the window begins the day after", { windowStart: 20_501n }],
    ["the window ended the day before", { windowEnd: 20_499n }],
    ["the window begins long after", { windowStart: 65_535n, windowEnd: 65_535n }],
    ["the window ended long before", { windowStart: 0n, windowEnd: 0n }],
    ["the window is reversed around the day", { windowStart: 21_000n, windowEnd: 20_000n }],
    ["the window begins before day 0", { windowStart: FIELD_MODULUS - 1n }],
    [
      "the window begins at a day past 2^16 that wraps",
      { windowStart: FIELD_MODULUS - 45_000n, windowEnd: 20_500n },
    ],
    ["the window ends past day 65,535", { windowEnd: 65_536n }],
    ["the window ends at -1", { windowEnd: FIELD_MODULUS - 1n }],
  ])("is refused: %s", async (_name, change) => {
    expect(await refusals({ ...honest, ...change })).toBeGreaterThan(0);
  });

  it("is refused for a leaf whose day is past 65,535, even if the window follows it", async () => {
    const late = honestReview({ closedDay: 65_536n, windowStart: 65_000n, windowEnd: 66_000n });
    expect(await refusals(late)).toBeGreaterThan(0);
    expect(await refusals({ ...late, windowEnd: 65_535n })).toBeGreaterThan(0);
  });

  it("cannot hide in a bit: whichever bit takes up the difference, its own constraint refuses it", async () => {
    // day - windowStart is -1. The forger's bits sum up to 0; here each bit in turn makes up for the missing -1.
    const dayBefore = forger.forge({ ...honest, windowStart: honest.closedDay + 1n });
    const bits = [...forger.wireNames.entries()].filter(([, name]) => /DayInWindow.*out\[\d+\]$/.test(name));
    const refusalsByBit = bits.map(([wire, name]) => {
      const weight = 2n ** BigInt(/(\d+)\]$/.exec(name)![1]!);
      return constraints.brokenBy(dayBefore.with(wire, modulo(dayBefore[wire]! - inverse(weight)))).length;
    });

    expect(Math.min(...refusalsByBit)).toBe(1);
    // 15 of the difference's 16 bits have a wire; the last one is expressed by the others, and took the -1 to begin with.
    expect(refusalsByBit.filter((count) => count === 1)).toHaveLength(15);
    expect(constraints.brokenBy(dayBefore)).toHaveLength(1);
  });
});

describe("another surgeon", () => {
  it("is refused", async () => {
    expect(await refusals({ ...honest, surgeon: 0xbadn })).toBeGreaterThan(0);
  });

  it("is refused when surgeon and day are shifted so that the leaf stays the same", async () => {
    const up = { ...honest, surgeon: SURGEON + 2n ** 160n, closedDay: honest.closedDay - 1n };
    const down = { ...honest, surgeon: modulo(SURGEON - 2n ** 160n), closedDay: honest.closedDay + 1n };
    // Everything else about them holds: only the sum of the surgeon's 160 bits differs.
    expect(await refusals(up)).toBe(1);
    expect(await refusals(down)).toBe(1);
  });
});

describe("a second nullifier for one surgery", () => {
  it.each<[string, bigint]>([
    ["the nullifier plus one", honest.nullifier + 1n],
    ["zero", 0n],
    ["the commitment itself", poseidon(SECRET, 0n)],
    ["a nullifier of the claims' domain", poseidon(SECRET, 2n)],
  ])("is refused: %s", async (_name, nullifier) => {
    expect(await refusals({ ...honest, nullifier })).toBeGreaterThan(0);
  });

  it("is refused when it belongs to another secret", async () => {
    const secret = SECRET + 1n;
    expect(await refusals({ ...honest, secret, nullifier: poseidon(secret, 1n) })).toBeGreaterThan(0);
  });
});
