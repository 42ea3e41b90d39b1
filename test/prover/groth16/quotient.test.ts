import { beforeAll, describe, expect, it } from "vitest";

import { FIELD_MODULUS as r, modularInverse } from "../../../circuits/field.ts";
import { MalformedProvingKeyError, type ConstraintMatrices } from "../../../circuits/proving-key.ts";
import { closestToZero } from "../../../prover/groth16/kernel/layout.ts";
import type { Kernel } from "../../../prover/groth16/kernel/instance.ts";
import { QuotientPolynomial } from "../../../prover/groth16/quotient.ts";
import { ARITHMETICS, sequence, startKernel } from "./support/kernel.ts";

let kernel: Kernel;

interface Entry {
  readonly matrix: 0 | 1;
  readonly row: number;
  readonly variable: number;
  readonly value: bigint;
}

const words = (value: bigint): number[] =>
  Array.from({ length: 8 }, (_, word) => Number((value >> BigInt(32 * word)) & 0xffffffffn));

function matricesOf(variables: number, domainSize: number, entries: readonly Entry[]): ConstraintMatrices {
  return {
    variables,
    domainSize,
    coefficients: Uint32Array.from(
      entries.flatMap(({ matrix, row, variable, value }) => [
        matrix,
        row,
        variable,
        ...words((value << 512n) % r),
      ]),
    ),
  };
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) result = (result * result * (bit === "1" ? base : 1n)) % r;
  return result;
}

/** The polynomial of lowest degree through values on a domain, evaluated at a point: Lagrange's formula, term by term. */
function interpolated(values: readonly bigint[], root: bigint, point: bigint): bigint {
  const domain = values.map((_, index) => power(root, BigInt(index)));
  return values.reduce((sum, value, index) => {
    const [numerator, denominator] = domain.reduce(
      ([above, below], other, position) =>
        position === index
          ? [above, below]
          : [(above * (point - other)) % r, (below * (domain[index]! - other)) % r],
      [1n, 1n] as [bigint, bigint],
    );
    return (sum + value * numerator * modularInverse(denominator, r)) % r;
  }, 0n);
}

/** A·B − C at the points between the domain's, each from its definition. */
function reference(matrices: readonly Entry[], domainSize: number, witness: readonly bigint[]): bigint[] {
  const largest = power(5n, (r - 1n) >> 28n);
  const rootOf = (order: number) => power(largest, (1n << 28n) / BigInt(order));
  const rows = (matrix: 0 | 1) =>
    Array.from({ length: domainSize }, (_, row) =>
      matrices
        .filter((entry) => entry.matrix === matrix && entry.row === row)
        .reduce((sum, { variable, value }) => (sum + value * witness[variable]!) % r, 0n),
    );
  const [a, b] = [rows(0), rows(1)];
  const c = a.map((value, row) => (value * b[row]!) % r);
  const root = rootOf(domainSize);
  return a.map((_, index) => {
    const point = power(rootOf(2 * domainSize), BigInt(2 * index + 1));
    const [atA, atB, atC] = [a, b, c].map((values) => interpolated(values, root, point));
    return closestToZero(atA! * atB! - atC!, r);
  });
}

function compute(matrices: ConstraintMatrices, witness: readonly bigint[]): bigint[] {
  const elements = new Uint8Array(Uint32Array.from(witness.flatMap(words)).buffer);
  const scalars = new QuotientPolynomial(kernel, matrices).scalars(elements);
  return Array.from({ length: matrices.domainSize }, (_, index) => {
    let value = 0n;
    for (let word = 7; word >= 0; word--) value = (value << 32n) | BigInt(scalars[8 * index + word]!);
    return BigInt.asIntN(256, value);
  });
}

describe.each(ARITHMETICS)("the scalars of the quotient on %s arithmetic", (arithmetic) => {
  beforeAll(async () => {
    kernel = await startKernel(arithmetic);
  });

  it.each([2, 8, 16])("are those of the definition on a domain of %i", (domainSize) => {
    const next = sequence(BigInt(domainSize));
    const variables = 7;
    // Rows of no entry, of one matrix only, and of many; the same variable twice; the edges of the field.
    const entries: Entry[] = [
      { matrix: 0, row: 0, variable: 0, value: 1n },
      { matrix: 1, row: 0, variable: 1, value: r - 1n },
      { matrix: 1, row: 0, variable: 1, value: 2n },
      ...Array.from({ length: 5 * domainSize }, (_, index): Entry => ({
        matrix: index % 3 === 0 ? 1 : 0,
        row: Number(next(BigInt(domainSize))),
        variable: Number(next(BigInt(variables))),
        value: next(r),
      })),
    ];
    const matrices = matricesOf(variables, domainSize, entries);
    for (const witness of [
      Array.from({ length: variables }, () => next(r)),
      [1n, 0n, r - 1n, r >> 1n, (r >> 1n) + 1n, 1n, r - 2n],
      Array.from({ length: variables }, () => 0n),
    ]) {
      expect(compute(matrices, witness)).toEqual(reference(entries, domainSize, witness));
    }
  });

  it("do not depend on witnesses before", () => {
    const next = sequence(99n);
    const entries = Array.from({ length: 20 }, (_, index): Entry => ({
      matrix: index % 2 === 0 ? 0 : 1,
      row: index % 4,
      variable: index % 5,
      value: next(r),
    }));
    const quotient = new QuotientPolynomial(kernel, matricesOf(5, 4, entries));
    const witnesses = [0, 1].map(
      () => new Uint8Array(Uint32Array.from(Array.from({ length: 5 }, () => next(r)).flatMap(words)).buffer),
    );
    const first = quotient.scalars(witnesses[0]!);
    quotient.scalars(witnesses[1]!);
    expect(quotient.scalars(witnesses[0]!)).toEqual(first);
  });

  it.each<[string, Entry]>([
    ["a row beyond the domain", { matrix: 0, row: 4, variable: 0, value: 1n }],
    ["a variable that there is not", { matrix: 1, row: 0, variable: 3, value: 1n }],
    ["a third matrix", { matrix: 2 as 1, row: 0, variable: 0, value: 1n }],
  ])("are refused for %s", (_, entry) => {
    expect(() => new QuotientPolynomial(kernel, matricesOf(3, 4, [entry]))).toThrow(MalformedProvingKeyError);
  });
});
