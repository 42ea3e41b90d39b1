import { bn254 } from "@noble/curves/bn254.js";
import { beforeAll, describe, expect, it } from "vitest";

import { FIELD_MODULUS } from "../../../circuits/field.ts";
import { G1, G2, type FinitePoint } from "../../../prover/groth16/curve.ts";
import type { Kernel } from "../../../prover/groth16/kernel/instance.ts";
import { inSubgroup, productIsOne } from "../../../prover/groth16/pairing/kernel-pairing.ts";
import type { Pair, Pairing } from "../../../prover/groth16/pairing/pairing.ts";
import { snarkjsPairing } from "../../../prover/groth16/pairing/snarkjs-pairing.ts";
import { ARITHMETICS, sequence, startKernel } from "./support/kernel.ts";

const { x, y } = bn254.G1.Point.BASE.toAffine();
const ofTwist = bn254.G2.Point.BASE.toAffine();
const FIRST: FinitePoint = [x, y];
const SECOND: FinitePoint = [ofTwist.x.c0, ofTwist.x.c1, ofTwist.y.c0, ofTwist.y.c1];

const first = (scalar: bigint): FinitePoint => G1.sumOfProducts([{ point: FIRST, scalar }])!;
const second = (scalar: bigint): FinitePoint => G2.sumOfProducts([{ point: SECOND, scalar }])!;
const pair = (left: bigint, right: bigint): Pair => ({ first: first(left), second: second(right) });

// Points on the twist's curve: at x = 1, and what is left of it when it is multiplied by r, which is of an order that r has no part of.
const OUTSIDE: FinitePoint = [
  1n,
  0n,
  18278151005453108793778860132295291098363647455926340152056652516292830556603n,
  5912654199736721486680175016176231956195085055698687135131307249486702594212n,
];
const OF_COFACTOR: FinitePoint = G2.sumOfProducts([{ point: OUTSIDE, scalar: FIELD_MODULUS }])!;

const PAIRINGS: readonly (readonly [string, () => Promise<Pairing>])[] = [
  ...ARITHMETICS.map(
    (arithmetic) =>
      [
        `on the ${arithmetic} kernel`,
        async (): Promise<Pairing> => {
          const kernel: Kernel = await startKernel(arithmetic);
          return {
            inSubgroup: (points) => inSubgroup(kernel, points),
            productIsOne: (pairs) => productIsOne(kernel, pairs),
          };
        },
      ] as const,
  ),
  ["on snarkjs", snarkjsPairing],
];

describe.each(PAIRINGS)("the pairing %s", (_, start) => {
  let pairing: Pairing;

  beforeAll(async () => {
    pairing = await start();
  });

  it("takes a product to one where the exponents add up to zero, and nowhere else", async () => {
    const below = sequence(7n);
    for (let round = 0; round < 4; round++) {
      const [a, b, c] = [below(FIELD_MODULUS), below(FIELD_MODULUS), below(FIELD_MODULUS)];
      const closing = (FIELD_MODULUS - ((a * b + c) % FIELD_MODULUS)) % FIELD_MODULUS;
      expect(await pairing.productIsOne([pair(a, b), pair(c, 1n), pair(closing, 1n)])).toBe(true);
      expect(await pairing.productIsOne([pair(a, b), pair(c, 1n), pair(closing + 1n, 1n)])).toBe(false);
      expect(await pairing.productIsOne([pair(a, b), pair(c, 1n)])).toBe(false);
    }
  });

  it("is not degenerate: the generators' pairing is not one", async () => {
    expect(await pairing.productIsOne([pair(1n, 1n)])).toBe(false);
    expect(await pairing.productIsOne([])).toBe(true);
  });

  it.each([1, 2, 3, 4, 5])("counts each of %i pairs once", async (count) => {
    const pairs = Array.from({ length: count }, (_, index) => pair(BigInt(index + 2), 3n));
    const sum = pairs.reduce((total, _, index) => total + 3n * BigInt(index + 2), 0n);
    expect(await pairing.productIsOne([...pairs, pair(FIELD_MODULUS - sum, 1n)])).toBe(true);
    expect(await pairing.productIsOne([...pairs.slice(1), pair(FIELD_MODULUS - sum, 1n)])).toBe(false);
  });

  it("knows points of the twist that are not of order r, in whichever place they stand", () => {
    const inside = [SECOND, second(2n), second(FIELD_MODULUS - 1n), second(123_456_789n)];
    for (let count = 1; count <= inside.length; count++) {
      expect(pairing.inSubgroup(inside.slice(0, count))).toBe(true);
      for (let place = 0; place < count; place++) {
        for (const outside of [OUTSIDE, OF_COFACTOR, G2.sum([OF_COFACTOR, SECOND])!]) {
          expect(pairing.inSubgroup(inside.slice(0, count).with(place, outside))).toBe(false);
        }
      }
    }
  });
});

it.each(ARITHMETICS)(
  "a walk that loses its way is nowhere, and so in no subgroup, on the %s kernel",
  async (arithmetic) => {
    // Not on the twist: each addition meets the point that it starts from, and leaves zeros, which would equal anything times zero.
    expect(inSubgroup(await startKernel(arithmetic), [[0n, 0n, 1n, 0n]])).toBe(false);
  },
);

it("the condition for the subgroup lets nothing else pass, whatever the point's order", () => {
  const t = 4965661367192848881n;
  const q = 36n * t ** 4n + 36n * t ** 3n + 24n * t ** 2n + 6n * t + 1n;
  const trace = 6n * t ** 2n + 1n;
  // f(ψ) = ψ³ − ψ² + ψ + 6t + 2, reduced by ψ² = trace·ψ − q to slope·ψ + constant; its norm is the resultant.
  const slope = trace ** 2n - q - trace + 1n;
  const constant = -trace * q + q + 6n * t + 2n;
  const resultant = slope ** 2n * q + slope * constant * trace + constant ** 2n;
  const order = FIELD_MODULUS * (2n * q - FIELD_MODULUS);
  expect(greatestCommonDivisor(resultant, order)).toBe(FIELD_MODULUS);
  expect(q).toBe(bn254.fields.Fp.ORDER);
});

it("the last power is a multiple of (q¹² − 1)/r that r does not divide", () => {
  const t = 4965661367192848881n;
  const q = bn254.fields.Fp.ORDER;
  const digits = [
    -36n * t ** 3n - 30n * t ** 2n - 18n * t - 2n,
    -36n * t ** 3n - 18n * t ** 2n - 12n * t + 1n,
    6n * t ** 2n + 1n,
    1n,
  ];
  const hard = digits.reduce((sum, digit, index) => sum + digit * q ** BigInt(index), 0n);
  expect(hard * FIELD_MODULUS).toBe(q ** 4n - q ** 2n + 1n);
});

function greatestCommonDivisor(left: bigint, right: bigint): bigint {
  let [a, b] = [left < 0n ? -left : left, right];
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}
