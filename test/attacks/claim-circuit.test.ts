import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { FIELD_MODULUS } from "../../prover/field.ts";
import {
  type ClaimInputs,
  CLAIM_SECRET,
  CLAUSES,
  COVERAGE_DEPTH,
  coverageTreeAround,
  FIELDS,
  honestClaim,
  LARGEST,
  ofSecret,
  programHashOf,
  SCOPE,
  SLOTS,
  SURGERY_DAY,
  type TestClause,
} from "../circuits/support/claim-inputs.ts";
import { CLAIM_SOURCE, compileForTest } from "../circuits/support/compiled-circuit.ts";
import { ConstraintSystem } from "../circuits/support/constraint-system.ts";
import { Forger } from "../circuits/support/forger.ts";
import { inverse, modulo } from "../circuits/support/modular.ts";
import { DEPTH, poseidon } from "../circuits/support/quaternary-tree.ts";
import { calculateWitness } from "../circuits/support/witness.ts";

// As for the review circuit: whole witnesses for false statements, built without the circuit's own checks. Only the
// constraints can refuse them.

let circuit: Awaited<ReturnType<typeof compileForTest>>;
let constraints: ConstraintSystem;
let forger: Forger;

beforeAll(async () => {
  circuit = await compileForTest(CLAIM_SOURCE);
  constraints = await ConstraintSystem.read(circuit.r1cs);
  forger = await Forger.create(CLAIM_SOURCE, circuit.symbols);
});

afterAll(async () => {
  await forger[Symbol.asyncDispose]();
  await circuit[Symbol.asyncDispose]();
});

/** How many constraints refuse the witness that follows from these inputs. */
function refusals(inputs: ClaimInputs, overrides?: Record<string, bigint>): number {
  return constraints.brokenBy(forger.forge(inputs, overrides)).length;
}

const honest = honestClaim();
const slots = Array.from({ length: SLOTS }, (_, slot) => slot);

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
  ])("is refused for every wire: %s", (_name, change) => {
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

describe("a record that does not satisfy the program", () => {
  it.each<[string, TestClause[]]>([
    ["its only clause is false", [{ field: 9, lowest: 4n, highest: 7n }]],
    ["the field lies one below", [{ field: 9, lowest: 4n, highest: LARGEST }]],
    ["the field lies one above", [{ field: 9, lowest: 0n, highest: 2n }]],
    ["a negated clause has the field inside", [{ field: 9, lowest: 3n, highest: 3n, not: true }]],
    [
      "the first of two groups is false",
      [
        { field: 0, lowest: 0n, highest: 0n },
        { field: 9, lowest: 3n, highest: 3n },
      ],
    ],
    [
      "the last of two groups is false",
      [
        { field: 9, lowest: 3n, highest: 3n },
        { field: 0, lowest: 0n, highest: 0n },
      ],
    ],
    [
      "both clauses of a group are false",
      [
        { field: 0, lowest: 0n, highest: 0n },
        { field: 1, lowest: 0n, highest: 0n, or: true },
        { field: 9, lowest: 3n, highest: 3n },
      ],
    ],
    [
      "the eighth clause is false",
      slots.map((slot) => ({ field: 9, lowest: slot === 7 ? 4n : 3n, highest: 7n })),
    ],
  ])("is refused by one constraint: %s", (_name, clauses) => {
    expect(refusals(honestClaim({ clauses }))).toBe(1);
  });

  it("is refused if the interval is turned round", () => {
    expect(refusals(honestClaim({ clauses: [{ field: 9, lowest: 7n, highest: 0n }] }))).toBe(1);
  });

  it("is refused if only a group before holds what a later group asks for", () => {
    const clauses: TestClause[] = [
      { field: 9, lowest: 3n, highest: 3n },
      { field: 9, lowest: 4n, highest: 4n, or: true },
      { field: 9, lowest: 5n, highest: 5n },
      { field: 9, lowest: 6n, highest: 6n, or: true },
    ];
    expect(refusals(honestClaim({ clauses }))).toBe(1);
  });
});

describe("another program under the hash of the policy", () => {
  /** A claim for a program that the record satisfies, under the hash of one that it does not. */
  function disguised(demanded: TestClause[], proven: TestClause[]): ClaimInputs {
    return { ...honestClaim({ clauses: proven }), programHash: programHashOf(demanded) };
  }
  const demanded: TestClause[] = [
    { field: 9, lowest: 5n, highest: 7n },
    { field: 6, lowest: 978n, highest: 978n, or: true },
    { field: 0, lowest: 1n, highest: LARGEST },
  ];

  it.each<[string, TestClause[]]>([
    ["a clause is skipped", [demanded[2]!]],
    ["a lower bound is lowered", demanded.with(0, { field: 9, lowest: 3n, highest: 7n })],
    ["an upper bound is raised", demanded.with(1, { field: 6, lowest: 978n, highest: LARGEST, or: true })],
    ["another field is compared", demanded.with(0, { field: 7, lowest: 4n, highest: 7n })],
    ["a clause is negated", demanded.with(0, { field: 9, lowest: 5n, highest: 7n, not: true })],
    ["two groups are joined", demanded.with(2, { ...demanded[2]!, or: true })],
    ["the clauses come in another order", [demanded[2]!, demanded[0]!, demanded[1]!]],
    ["a clause is added as an alternative", [...demanded, { ...demanded[2]!, or: true }]],
    ["every slot is unused", []],
  ])("is refused: %s", (_name, proven) => {
    expect(refusals(disguised(demanded, proven))).toBeGreaterThan(0);
  });

  it.each(slots)("is refused if slot %i alone differs in any part", (slot) => {
    const { lowerBounds, upperBounds, indexBits, negated, startsGroup } = honest;
    const bits = indexBits[slot]!;
    const forgeries: Partial<ClaimInputs>[] = [
      { lowerBounds: lowerBounds.with(slot, lowerBounds[slot]! + 1n) },
      { upperBounds: upperBounds.with(slot, upperBounds[slot]! - 1n) },
      { negated: negated.with(slot, 1n - negated[slot]!) },
      ...bits.map((bit, index) => ({ indexBits: indexBits.with(slot, bits.with(index, 1n - bit)) })),
      ...(slot === 0 ? [] : [{ startsGroup: startsGroup.with(slot - 1, 1n - startsGroup[slot - 1]!) }]),
    ];
    for (const forgery of forgeries) expect(refusals({ ...honest, ...forgery })).toBeGreaterThan(0);
  });
});

/** The hash of whatever program the inputs hold, flags that are no bits included. */
function hashOf({ lowerBounds, upperBounds, indexBits, negated, startsGroup }: ClaimInputs): bigint {
  const words = upperBounds.map((upperBound, slot) => {
    const index = indexBits[slot]!.reduce((sum, bit, position) => sum + (bit << BigInt(position)), 0n);
    const flags = index + 16n * negated[slot]! + 32n * (slot === 0 ? 1n : startsGroup[slot - 1]!);
    return modulo(upperBound + (flags << 128n));
  });
  return poseidon(...lowerBounds.map(modulo), ...words);
}

describe("other parts read out of the same words", () => {
  const shift = 2n ** 128n;

  it.each<[string, bigint, (inputs: ClaimInputs) => Partial<ClaimInputs>]>([
    ["field 8 for field 9", 1n, ({ indexBits }) => ({ indexBits: indexBits.with(0, [0n, 0n, 0n, 1n]) })],
    ["field 13 for field 9", -4n, ({ indexBits }) => ({ indexBits: indexBits.with(0, [1n, 0n, 1n, 1n]) })],
    ["the clause negated", -16n, ({ negated }) => ({ negated: negated.with(0, 1n) })],
  ])("are refused, since the upper bound has to move: %s", (_name, moved, change) => {
    const claim = honestClaim({ clauses: [{ field: 9, lowest: 0n, highest: 2n }] });
    const upperBounds = claim.upperBounds.with(0, claim.upperBounds[0]! + moved * shift);
    const forged = { ...claim, upperBounds, ...change(claim) };
    expect(hashOf(forged)).toBe(claim.programHash);
    expect(refusals(forged)).toBeGreaterThan(0);
  });

  it("are refused if they join two groups", () => {
    const clauses: TestClause[] = [
      { field: 9, lowest: 3n, highest: 3n },
      { field: 9, lowest: 5n, highest: 5n },
    ];
    const claim = honestClaim({ clauses });
    const upperBounds = claim.upperBounds.with(1, claim.upperBounds[1]! + 32n * shift);
    const forged = { ...claim, upperBounds, startsGroup: claim.startsGroup.with(0, 0n) };
    expect(hashOf(forged)).toBe(claim.programHash);
    expect(refusals(forged)).toBeGreaterThan(0);
  });

  it("are refused if an index is no bits and mixes fields: by nothing but the bits' own constraints", () => {
    // Index bits 1 - 2b, b, 0, 1 still sum up to field 9, but give a mixture of the fields 8 to 11.
    const b = 7n;
    const low = modulo(1n - 2n * b);
    const [at8, at9, at10, at11] = FIELDS.slice(8, 12) as [bigint, bigint, bigint, bigint];
    const ofFirst = at8 + low * (at9 - at8);
    const ofSecond = at10 + low * (at11 - at10);
    const mixture = modulo(ofFirst + b * (ofSecond - ofFirst));

    const claim = honestClaim({ clauses: [{ field: 9, lowest: mixture, highest: mixture }] });
    const forged = { ...claim, indexBits: claim.indexBits.with(0, [low, b, 0n, 1n]) };
    expect(hashOf(forged)).toBe(claim.programHash);
    expect(refusals(forged)).toBe(2);
  });

  it("are refused if a group starts by halves so that a clause can be negated: by nothing but that flag's constraint", () => {
    const clauses: TestClause[] = [
      { field: 9, lowest: 3n, highest: 3n },
      { field: 9, lowest: 5n, highest: 5n },
    ];
    const claim = honestClaim({ clauses });
    const forged = {
      ...claim,
      negated: claim.negated.with(1, 1n),
      startsGroup: claim.startsGroup.with(0, inverse(2n)),
    };
    expect(hashOf(forged)).toBe(claim.programHash);
    expect(refusals(forged)).toBe(1);
  });

  it("are refused if a clause is negated by halves so that a group need not start: by nothing but that flag's constraint", () => {
    const clauses: TestClause[] = [
      { field: 9, lowest: 3n, highest: 3n },
      { field: 9, lowest: 5n, highest: 5n },
    ];
    const claim = honestClaim({ clauses });
    // 16 · 2 = 32. The second clause then counts as 2, but its group was met by the first.
    const forged = {
      ...claim,
      negated: claim.negated.with(1, 2n),
      startsGroup: claim.startsGroup.with(0, 0n),
    };
    expect(hashOf(forged)).toBe(claim.programHash);
    expect(refusals(forged)).toBe(1);
  });
});

describe("a comparison answered falsely", () => {
  it("cannot hide in a bit: whichever bit takes up the difference, its own constraint refuses it", () => {
    const claim = honestClaim({ clauses: [{ field: 9, lowest: 5n, highest: 7n }] });
    const wire = (pattern: RegExp): number => forger.wireNames.findIndex((name) => pattern.test(name));
    // "3 is at least 5", and all that follows from it.
    let lying = forger.forge(claim);
    for (const name of [
      /Clause_\w+\[0\]\.isFromLowerBound$/,
      /Clause_\w+\[0\]\.isInside$/,
      /Program_\w+\.holds\[0\]$/,
    ]) {
      lying = lying.with(wire(name), 1n);
    }
    // The answer stands for 2^64 of the sum; the bit that has no wire of its own takes that up.
    expect(constraints.brokenBy(lying)).toHaveLength(1);

    const comparison = /Clause_\w+\[0\]\.IsAtMost64_\w+\.bits\[(\d+)\]$/;
    const [first] = forger.wireNames.filter((name) => comparison.test(name));
    const component = first!.slice(0, first!.lastIndexOf("["));
    const bits = [...forger.wireNames.entries()].filter(([, name]) => name.startsWith(component));
    const refusalsByBit = bits.map(([bit, name]) => {
      const weight = 2n ** (64n - BigInt(comparison.exec(name)![1]!));
      return constraints.brokenBy(lying.with(bit, modulo(lying[bit]! - weight))).length;
    });
    expect(refusalsByBit).toEqual(Array.from({ length: 63 }, () => 1));
  });

  it.each<[string, TestClause, bigint]>([
    ["a lower bound past 64 bits", { field: 9, lowest: 2n ** 65n, highest: 2n ** 65n }, 3n],
    ["a field of 65 bits and more", { field: 9, lowest: 0n, highest: LARGEST }, 2n ** 65n],
    [
      "a field that is a negative number far from 0",
      { field: 9, lowest: 0n, highest: 1n, not: true },
      FIELD_MODULUS - 2n ** 64n - 1n,
    ],
    [
      "a field near the field's order that would wrap",
      { field: 9, lowest: LARGEST, highest: LARGEST },
      FIELD_MODULUS - 5n,
    ],
  ])("is impossible for %s", (_name, clause, value) => {
    expect(refusals(honestClaim({ clauses: [clause], fields: FIELDS.with(9, value) }))).toBeGreaterThan(0);
  });

  it("is not needed for a field just outside 64 bits: it compares as the integer that it is", () => {
    const inside = { field: 9, lowest: 1n, highest: 100n };
    for (const value of [FIELD_MODULUS - 1n, 2n ** 64n]) {
      const fields = FIELDS.with(9, value);
      expect(refusals(honestClaim({ clauses: [inside], fields }))).toBe(1);
      expect(refusals(honestClaim({ clauses: [{ ...inside, not: true }], fields }))).toBe(0);
    }
  });
});

describe("another record", () => {
  it.each(FIELDS.map((_, field) => field))("is refused: field %i changed after closing", (field) => {
    // No clause looks at most of them; the commitment does.
    const fields = honest.fields.with(field, honest.fields[field]! + 1n);
    expect(refusals({ ...honest, fields })).toBeGreaterThan(0);
  });

  it("is refused: another blinding value", () => {
    expect(refusals({ ...honest, blinding: honest.blinding + 1n })).toBeGreaterThan(0);
  });

  it("is refused: a better record of another surgery under the same root", () => {
    const poor = honestClaim({ fields: FIELDS.with(9, 0n).with(10, 0n) });
    expect(refusals(poor)).toBeGreaterThan(0);
    expect(refusals({ ...poor, fields: honest.fields, blinding: honest.blinding })).toBeGreaterThan(0);
  });
});

describe("a surgery that is not the patient's", () => {
  it("is refused without its secret", () => {
    const secret = CLAIM_SECRET + 1n;
    const { nullifier } = ofSecret(secret, SCOPE);
    expect(refusals({ ...honest, secret, nullifier })).toBeGreaterThan(0);
  });

  it("is refused if surgeon and day are not those of the leaf", () => {
    expect(refusals({ ...honest, surgeonDay: honest.surgeonDay + 1n })).toBeGreaterThan(0);
  });

  it("is refused under another root, and under none", () => {
    expect(refusals({ ...honest, root: honest.root + 1n })).toBeGreaterThan(0);
    expect(refusals({ ...honest, root: 0n })).toBeGreaterThan(0);
  });

  it.each(Array.from({ length: DEPTH }, (_, level) => level))(
    "is refused on a path forged at level %i",
    (level) => {
      const [low, high] = honest.positions[level] as [bigint, bigint];
      const moved = honest.positions.with(level, [1n - low, high]);
      const unrelated = honest.children.with(level, [11n, 12n, 13n, 14n]);
      expect(refusals({ ...honest, positions: moved })).toBeGreaterThan(0);
      expect(refusals({ ...honest, children: unrelated })).toBeGreaterThan(0);
    },
  );

  it("cannot be mixed out of children: only the bit's own constraint refuses it", () => {
    const forged = honestClaim({ secret: 99n });
    const [first, second] = honest.children[0] as [bigint, bigint];
    const leaf = forged.children[0]![Number(forged.positions[0]![0]! + 2n * forged.positions[0]![1]!)]!;
    const low = modulo((leaf - first) * inverse(second - first));
    const { root, children } = honest;
    const positions = honest.positions.with(0, [low, 0n]);
    expect(refusals({ ...forged, root, children, positions })).toBe(1);
  });
});

describe("a coverage that does not cover", () => {
  it("is refused: another person's", () => {
    expect(refusals(honestClaim({ coveredSecret: CLAIM_SECRET + 1n }))).toBeGreaterThan(0);
  });

  it("is refused: the same surgery's in another scope", () => {
    const { coverageCommitment } = ofSecret(CLAIM_SECRET, SCOPE + 1n);
    const leaf = poseidon(coverageCommitment, honest.coveredFrom, honest.coveredUntil);
    expect(refusals({ ...honest, ...coverageTreeAround(leaf, 1_234) })).toBeGreaterThan(0);
  });

  it.each<[string, bigint, bigint]>([
    ["it begins the day after the surgery", 20_501n, 20_700n],
    ["it ended the day before the surgery", 20_300n, 20_499n],
    ["it ends before it begins, around the surgery", 20_700n, 20_300n],
    ["it begins more than 65,535 days before", FIELD_MODULUS - 45_036n, 20_700n],
    ["it ends more than 65,535 days after", 20_300n, 86_036n],
  ])("is refused: %s", (_name, coveredFrom, coveredUntil) => {
    expect(refusals(honestClaim({ coveredFrom, coveredUntil }))).toBeGreaterThan(0);
  });

  it("counts on its first and its last day", () => {
    const [day] = [FIELDS[SURGERY_DAY]!];
    expect(refusals(honestClaim({ coveredFrom: day, coveredUntil: day }))).toBe(0);
  });

  it("is refused: its days stretched after the insurer added it", () => {
    const late = honestClaim({ coveredFrom: 20_501n });
    expect(refusals({ ...late, coveredFrom: 20_300n })).toBeGreaterThan(0);
  });

  it("is refused under another root, and under none", () => {
    expect(refusals({ ...honest, coverageRoot: honest.coverageRoot + 1n })).toBeGreaterThan(0);
    expect(refusals({ ...honest, coverageRoot: 0n })).toBeGreaterThan(0);
  });

  it.each(Array.from({ length: COVERAGE_DEPTH }, (_, level) => level))(
    "is refused on a path forged at level %i",
    (level) => {
      for (const bit of [0, 1, 2]) {
        const bits = honest.coveragePositions[level]!;
        const moved = bits.with(bit, 1n - bits[bit]!);
        const coveragePositions = honest.coveragePositions.with(level, moved);
        expect(refusals({ ...honest, coveragePositions })).toBeGreaterThan(0);
      }
      const unrelated = [11n, 12n, 13n, 14n, 15n, 16n, 17n, 18n];
      const coverageChildren = honest.coverageChildren.with(level, unrelated);
      expect(refusals({ ...honest, coverageChildren })).toBeGreaterThan(0);
    },
  );

  it.each([0, 1, 2])(
    "cannot be mixed out of children by bit %i: only the bit's own constraint refuses it",
    (bit) => {
      const forged = honestClaim({
        coveredSecret: CLAIM_SECRET,
        coveredFrom: 20_499n,
        coveredUntil: 20_501n,
      });
      const leaf = poseidon(ofSecret(CLAIM_SECRET, SCOPE).coverageCommitment, 20_499n, 20_501n);
      const siblings = honest.coverageChildren[0]!;
      const [first, partner] = [siblings[0]!, siblings[2 ** bit]!];
      const position = [0n, 0n, 0n].with(bit, modulo((leaf - first) * inverse(partner - first)));
      const { coverageRoot, coverageChildren } = honest;
      const coveragePositions = honest.coveragePositions.with(0, position);
      expect(refusals({ ...forged, coverageRoot, coverageChildren, coveragePositions })).toBe(1);
    },
  );

  it("cannot be an inner node of the insurer's tree", () => {
    const raised = {
      ...honest,
      coveragePositions: [...honest.coveragePositions.slice(1), [0n, 0n, 0n]],
      coverageChildren: [
        ...honest.coverageChildren.slice(1),
        [honest.coverageRoot, 0n, 0n, 0n, 0n, 0n, 0n, 0n],
      ],
      coverageRoot: poseidon(honest.coverageRoot, 0n, 0n, 0n, 0n, 0n, 0n, 0n),
    };
    expect(refusals(raised)).toBeGreaterThan(0);
  });
});

describe("a second claim on one surgery", () => {
  it.each<[string, bigint]>([
    ["the nullifier plus one", honest.nullifier + 1n],
    ["zero", 0n],
    ["the nullifier of another scope", ofSecret(CLAIM_SECRET, SCOPE + 1n).nullifier],
    ["the coverage commitment", ofSecret(CLAIM_SECRET, SCOPE).coverageCommitment],
    ["the nullifier of the review", poseidon(CLAIM_SECRET, 1n)],
    ["the patient commitment", poseidon(CLAIM_SECRET, 0n)],
  ])("is refused: %s", (_name, nullifier) => {
    expect(refusals({ ...honest, nullifier })).toBeGreaterThan(0);
  });

  it("is refused in another scope than the nullifier's", () => {
    expect(refusals({ ...honest, scope: SCOPE + 1n })).toBeGreaterThan(0);
  });

  it("shows the same nullifier under two policies of one scope, and others under two scopes", () => {
    const second = honestClaim({ clauses: CLAUSES.slice(0, 3) });
    expect(refusals(second)).toBe(0);
    expect(second.programHash).not.toBe(honest.programHash);
    expect(second.nullifier).toBe(honest.nullifier);

    const elsewhere = honestClaim({ scope: SCOPE + 1n });
    expect(refusals(elsewhere)).toBe(0);
    expect(elsewhere.nullifier).not.toBe(honest.nullifier);
  });
});
