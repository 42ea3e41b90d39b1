import { beforeAll, describe, expect, it } from "vitest";

import { FIELD_MODULUS } from "../../../prover/field.ts";
import { G1, G2, type AffinePoint, type GroupName } from "../../../prover/groth16/curve.ts";
import { FixedBases } from "../../../prover/groth16/fixed-bases.ts";
import type { Kernel } from "../../../prover/groth16/kernel/instance.ts";
import { signedScalars } from "../../../prover/groth16/signed-scalars.ts";
import { ARITHMETICS, sequence, startKernel } from "./support/kernel.ts";
import { encoded, referenceG1, referenceG2, type ReferenceGroup } from "./support/points.ts";

let kernel: Kernel;

const r = FIELD_MODULUS;

function encodedScalars(scalars: readonly bigint[]): Uint8Array {
  return Uint8Array.from({ length: 32 * scalars.length }, (_, at) =>
    Number((scalars[Math.floor(at / 32)]! >> BigInt(8 * (at % 32))) & 0xffn),
  );
}

function groupSpecification<Point>(
  groupName: GroupName,
  reference: ReferenceGroup<Point>,
  coordinates: number,
  seed: bigint,
) {
  const next = sequence(seed);
  const point = (scalar: bigint) => reference.times(reference.generator, scalar);
  const random = () => point(next(r - 1n) + 1n);

  /** Compares the sum with noble's, without a table of multiples and with one, and says what it was. */
  function check(points: readonly Point[], scalars: readonly bigint[], windowBits?: number): AffinePoint {
    const bases = new FixedBases(
      kernel,
      groupName,
      Buffer.concat(points.map((base) => encoded(reference.coordinates(base), coordinates))),
      windowBits,
    );
    const expected = points.reduce(
      (sum, base, index) => reference.add(sum, reference.times(base, scalars[index]!)),
      reference.infinity,
    );
    const signed = signedScalars(kernel, encodedScalars(scalars));
    const sum = bases.sum(signed);
    expect(sum).toEqual(reference.coordinates(expected));
    bases.fillTable(windowBits);
    expect(bases.sum(signed)).toEqual(sum);
    return sum;
  }

  it("hold for random points and scalars, whatever the window", () => {
    const points = Array.from({ length: 40 }, random);
    const scalars = points.map(() => next(r));
    for (const windowBits of [undefined, 2, 5, 8, 13, 16]) check(points, scalars, windowBits);
  });

  it("hold at the edges of the scalars", () => {
    const scalars = [
      0n,
      1n,
      2n,
      r - 1n,
      r - 2n,
      r >> 1n,
      (r >> 1n) + 1n,
      1n << 253n,
      (1n << 128n) - 1n,
      127n,
      128n,
      129n,
    ];
    const points = scalars.map(random);
    for (const windowBits of [4, 7, 8, 13]) check(points, scalars, windowBits);
    scalars.forEach((scalar, index) => check([points[index]!], [scalar]));
  });

  it("pass over points at infinity", () => {
    const points = [reference.infinity, random(), reference.infinity, random(), random(), reference.infinity];
    check(
      points,
      points.map(() => next(r)),
    );
    expect(check([reference.infinity], [5n])).toBeUndefined();
    expect(check([], [])).toBeUndefined();
  });

  it("hold where points are equal, opposite, or cancel", () => {
    const [p, q] = [random(), random()];
    const opposite = reference.negate(p);
    const scalar = next(r);
    expect(check([p, opposite], [scalar, scalar])).toBeUndefined();
    expect(check([p, p], [scalar, r - scalar])).toBeUndefined();
    check([p, p], [scalar, scalar]);
    check([p, opposite, q], [scalar, scalar, scalar]);
    check([p, p, p, p, opposite, q, q, opposite], [7n, 7n, 7n, 7n, 7n, 7n, 7n, 7n]);
    check([p, p, q, opposite, p], [1n, 1n, 1n, 1n, 0n]);
    // Sums of sums that are equal or opposite again.
    check([p, q, q, p, opposite, reference.negate(q)], [3n, 3n, 3n, 3n, 3n, 3n]);
  });

  it("hold where the same point comes many times in one batch", () => {
    const p = random();
    const points = Array.from({ length: 33 }, (_, index) => (index % 4 === 3 ? reference.negate(p) : p));
    check(
      points,
      points.map(() => 1n),
    );
    const scalar = next(r);
    check(
      points,
      points.map(() => scalar),
      6,
    );
  });

  it("hold where a multiple of one point is another", () => {
    // With windows of eight bits, the table holds 2^8·p twice, and digits of both fall into one bucket. One was read from
    // the key, the other computed: the residues of their x have to be the same all the same.
    for (let round = 0; round < 30; round++) {
      const p = random();
      check([p, reference.times(p, 256n)], [256n, 1n], 8);
      check([p, reference.times(p, 256n)], [256n, r - 1n], 8);
    }
  });

  it("do not depend on what was summed before", () => {
    const points = Array.from({ length: 9 }, random);
    const bases = new FixedBases(
      kernel,
      groupName,
      Buffer.concat(points.map((base) => encoded(reference.coordinates(base), coordinates))),
    );
    const scalars = signedScalars(kernel, encodedScalars(points.map(() => next(r))));
    const others = signedScalars(kernel, encodedScalars(points.map(() => next(r))));
    const first = bases.sum(scalars);
    bases.sum(others);
    expect(bases.sum(scalars)).toEqual(first);
    bases.fillTable();
    bases.fillTable();
    bases.sum(others);
    expect(bases.sum(scalars)).toEqual(first);
  });
}

describe.each(ARITHMETICS)("sums over fixed points on %s arithmetic", (arithmetic) => {
  beforeAll(async () => {
    kernel = await startKernel(arithmetic);
  });

  describe("in G1", () => groupSpecification("g1", referenceG1, 2, 3n));
  describe("in G2", () => groupSpecification("g2", referenceG2, 4, 5n));
});

function curveSpecification<Point>(group: typeof G1, reference: ReferenceGroup<Point>) {
  const point = (scalar: bigint) => reference.times(reference.generator, scalar);
  const [p, q] = [point(123_456_789n), point(987_654_321n)];
  const at = reference.coordinates.bind(reference);

  it("adds, doubles and cancels like noble", () => {
    for (const [left, right] of [
      [p, q],
      [p, p],
      [p, reference.negate(p)],
      [p, reference.infinity],
      [reference.infinity, reference.infinity],
    ] as const) {
      expect(group.sum([at(left), at(right)])).toEqual(at(reference.add(left, right)));
    }
    expect(group.negative(at(p))).toEqual(at(reference.negate(p)));
    expect(group.negative(undefined)).toBeUndefined();
  });

  it("multiplies like noble", () => {
    for (const scalar of [0n, 1n, 2n, r - 1n, (1n << 200n) + 5n]) {
      const expected = reference.add(reference.times(p, scalar), reference.times(q, 77n));
      expect(
        group.sumOfProducts([
          { point: at(p), scalar },
          { point: at(q), scalar: 77n },
        ]),
      ).toEqual(at(expected));
    }
    expect(group.sumOfBits([at(p), undefined, at(q), at(p)])).toEqual(
      at(reference.add(reference.times(p, 9n), reference.times(q, 4n))),
    );
  });
}

describe("G1 in big integers", () => curveSpecification(G1, referenceG1));
describe("G2 in big integers", () => curveSpecification(G2, referenceG2));
