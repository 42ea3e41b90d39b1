import { bn254 } from "@noble/curves/bn254.js";
import { beforeAll, describe, expect, it, vi } from "vitest";

import { BASE_FIELD_MODULUS, FIELD_MODULUS, modularInverse } from "../../../circuits/field.ts";
import { f64x2 } from "../../../prover/groth16/kernel/assembler.ts";
import type { Kernel } from "../../../prover/groth16/kernel/instance.ts";
import {
  balancedLimbs,
  closestToZero,
  LAYOUTS,
  type ArithmeticName,
  type NumberLayout,
} from "../../../prover/groth16/kernel/layout.ts";
import { kernelCounts } from "../../../prover/groth16/kernel/self-test.ts";
import { ARITHMETICS, sequence, startKernel } from "./support/kernel.ts";

const FIELDS = [
  { name: "coordinate", modulus: BASE_FIELD_MODULUS },
  { name: "scalar", modulus: FIELD_MODULUS },
] as const;

// What is left of rounding when the multiple of a modulus is estimated: integers look at their highest limb alone.
const SLACK: Readonly<Record<ArithmeticName, bigint>> = { fused: 40n, integer: 18n };

/** Factors at the edge of what multiplication takes: limbs at the bound, in every pattern of signs that aligns or cancels. */
function edgeLimbs({ limbBits, limbs: count }: NumberLayout): number[][] {
  const widest = 2 ** limbBits;
  const half = widest / 2;
  // The highest limb of a difference of two residues.
  const highest = 2 ** (254 - limbBits * (count - 1));
  const all = (limb: number, last: number, sign: (index: number) => number = () => 1) =>
    Array.from({ length: count }, (_, index) => (index === count - 1 ? last : sign(index) * limb));
  const one = (limb: number, at: number) =>
    Array.from({ length: count }, (_, index) => (index === at ? limb : 0));
  return [
    all(0, 0),
    all(-0, -0),
    one(1, 0),
    one(-1, 0),
    all(widest, highest),
    all(-widest, -highest),
    all(widest, highest, (index) => (index % 2 === 0 ? 1 : -1)),
    all(half, Math.min(half, highest)),
    all(-half, -Math.min(half, highest)),
    all(widest - 1, highest - 1),
    one(highest, count - 1),
    one(half, 0),
    one(-half, 0),
    // Each limb alone, at its bounds: carries begin and end everywhere.
    ...Array.from({ length: count - 1 }, (_, at) => [one(widest, at), one(-half, at)]).flat(),
  ];
}

describe.each(ARITHMETICS)("on %s arithmetic", (arithmetic) => {
  const layout = LAYOUTS[arithmetic];
  const { limbBits, montgomeryBits } = layout;
  const half = 2 ** (limbBits - 1);
  const slack = SLACK[arithmetic];
  const edges = edgeLimbs(layout);
  let kernel: Kernel;
  let at: (index: number) => number;

  beforeAll(async () => {
    kernel = await startKernel(arithmetic);
    const pairs = kernel.allocate(8 * layout.pairBytes);
    at = (index) => pairs + index * layout.pairBytes;
  });

  const writeLimbs: Kernel["writeLimbs"] = (...limbs) => kernel.writeLimbs(...limbs);

  /** The value of one lane, and its limbs. */
  function readLane(address: number, lane: 0 | 1): { value: bigint; limbs: number[] } {
    const limbs = kernel.readLimbs(address, lane);
    return { limbs, value: valueOf(limbs) };
  }

  const limbsOf = (value: bigint): number[] => balancedLimbs(value, layout);

  const valueOf = (limbs: readonly number[]): bigint =>
    limbs.reduceRight((sum, limb) => (sum << BigInt(limbBits)) + BigInt(limb), 0n);

  describe.each(FIELDS)("the kernel's $name field", ({ name, modulus }) => {
    const next = sequence(name === "scalar" ? 7n : 11n);
    const values = [
      0n,
      1n,
      -1n,
      2n,
      modulus - 1n,
      modulus >> 1n,
      (modulus >> 1n) + 1n,
      1n << BigInt(layout.limbBits),
      1n << BigInt(layout.limbBits * (layout.limbs - 1)),
    ];
    const randoms = Array.from({ length: 400 }, () => closestToZero(next(modulus), modulus));
    const factors = [...edges, ...[...values, ...randoms].map(limbsOf)];
    const inverseOfR = modularInverse(1n << montgomeryBits, modulus);

    it("multiplies every factor within its bounds, in both lanes", () => {
      const multiply = kernel.functions[`${name}Multiply`];
      for (let first = 0; first < factors.length; first++) {
        for (const distance of [0, 1, 2, 5, 13, 101]) {
          const left = [factors[first]!, factors[(first + 7) % factors.length]!] as const;
          const right = [
            factors[(first + distance) % factors.length]!,
            factors[(first + 3 * distance) % factors.length]!,
          ] as const;
          for (const lane of [0, 1] as const) {
            writeLimbs(at(0), lane, left[lane]);
            writeLimbs(at(1), lane, right[lane]);
          }
          multiply(at(2), at(0), at(1));
          for (const lane of [0, 1] as const) {
            const { value, limbs } = readLane(at(2), lane);
            const exact = valueOf(left[lane]) * valueOf(right[lane]);
            expect(closestToZero(value - exact * inverseOfR, modulus)).toBe(0n);
            // Balanced, and no further from zero than promised.
            expect(limbs.slice(0, -1).every((limb) => Math.abs(limb) <= half)).toBe(true);
            const size = exact < 0n ? -exact : exact;
            expect(value < 0n ? -value : value).toBeLessThanOrEqual(
              (size >> montgomeryBits) + (modulus >> 1n) + (modulus >> slack),
            );
          }
        }
      }
    });

    it("multiplies ten thousand pairs like big integers", () => {
      const multiply = kernel.functions[`${name}Multiply`];
      const random = () => next(2n * modulus) - modulus;
      for (let round = 0; round < 5_000; round++) {
        const lanes = [0, 1].map(() => [random(), random()] as const);
        lanes.forEach(([left, right], lane) => {
          writeLimbs(at(0), lane as 0 | 1, limbsOf(left));
          writeLimbs(at(1), lane as 0 | 1, limbsOf(right));
        });
        multiply(at(2), at(0), at(1));
        lanes.forEach(([left, right], lane) => {
          const { value } = readLane(at(2), lane as 0 | 1);
          expect((value - left * right * inverseOfR) % modulus).toBe(0n);
        });
      }
    });

    it("writes a product over its own factors", () => {
      const [left, right] = [randoms[0]!, randoms[1]!];
      const expected = closestToZero(left * right * inverseOfR, modulus);
      for (const target of [0, 1]) {
        kernel.writePair(at(0), left);
        kernel.writePair(at(1), right);
        kernel.functions[`${name}Multiply`](at(target), at(0), at(1));
        expect(closestToZero(readLane(at(target), 1).value, modulus)).toBe(expected);
      }
    });

    it("reads 32 bytes and writes the residue closest to zero", () => {
      const values = [0n, 1n, modulus - 1n, modulus >> 1n, (modulus >> 1n) + 1n, ...randoms.slice(0, 63)].map(
        (value) => ((value % modulus) + modulus) % modulus,
      );
      const [from, numbers, to] = [
        kernel.allocate(values.length * 32),
        kernel.allocate(values.length * layout.numberBytes),
        kernel.allocate(values.length * 32),
      ];
      const view = new DataView(kernel.bytes(from, values.length * 32).buffer, from);
      values.forEach((value, index) => {
        for (let word = 0; word < 4; word++) {
          view.setBigUint64(32 * index + 8 * word, BigInt.asUintN(64, value >> BigInt(64 * word)), true);
        }
      });
      kernel.writePair(at(0), closestToZero(1n << (2n * montgomeryBits), modulus));
      kernel.functions[`${name}Import`](from, values.length / 2, at(0), numbers);
      values.forEach((value, index) =>
        expect(kernel.readNumber(numbers + index * layout.numberBytes, modulus)).toBe(value),
      );
      kernel.functions[`${name}Export`](numbers, values.length / 2, to);
      const result = new DataView(kernel.bytes(to, values.length * 32).buffer, to);
      values.forEach((value, index) => {
        let written = result.getBigInt64(32 * index + 24, true);
        for (const word of [2, 1, 0]) {
          written = (written << 64n) | result.getBigUint64(32 * index + 8 * word, true);
        }
        expect(closestToZero(written - value, modulus)).toBe(0n);
        // The two residues around p/2 are taken for equally close.
        expect(2n * (written < 0n ? -written : written)).toBeLessThan(modulus + (modulus >> slack));
      });
    });
  });

  describe("the kernel's coordinate field", () => {
    const next = sequence(23n);
    const randoms = Array.from({ length: 200 }, () =>
      closestToZero(next(BASE_FIELD_MODULUS), BASE_FIELD_MODULUS),
    );
    const inverseOfR = modularInverse(1n << montgomeryBits, BASE_FIELD_MODULUS);

    it("squares balanced numbers", () => {
      const balanced = [
        ...edges.filter((limbs) => limbs.every((limb) => Math.abs(limb) <= half)),
        ...randoms.map(limbsOf),
      ];
      for (const limbs of balanced) {
        writeLimbs(at(0), 0, limbs);
        writeLimbs(
          at(0),
          1,
          limbs.map((limb) => -limb),
        );
        kernel.functions.coordinateSquare(at(1), at(0));
        for (const lane of [0, 1] as const) {
          const { value } = readLane(at(1), lane);
          expect(closestToZero(value - valueOf(limbs) ** 2n * inverseOfR, BASE_FIELD_MODULUS)).toBe(0n);
        }
      }
    });

    it("reduces what is a few moduli away to within half of one, balanced", () => {
      for (const value of randoms) {
        for (const multiple of [-6n, -1n, 0n, 1n, 3n, 6n]) {
          kernel.writePair(at(0), value + multiple * BASE_FIELD_MODULUS);
          kernel.functions.coordinateReduce(at(0), at(0));
          const lane = readLane(at(0), 1);
          expect(closestToZero(lane.value, BASE_FIELD_MODULUS)).toBe(value);
          expect(2n * lane.value < BASE_FIELD_MODULUS + (BASE_FIELD_MODULUS >> slack)).toBe(true);
          expect(-2n * lane.value < BASE_FIELD_MODULUS + (BASE_FIELD_MODULUS >> slack)).toBe(true);
          expect(lane.limbs.slice(0, -1).every((limb) => Math.abs(limb) <= half)).toBe(true);
        }
      }
    });

    it("reduces every multiple of the modulus to zeros", () => {
      for (const multiple of [-4n, -1n, 0n, 1n, 2n, 5n]) {
        kernel.writePair(at(0), multiple * BASE_FIELD_MODULUS);
        kernel.functions.coordinateReduce(at(0), at(0));
        expect(readLane(at(0), 0).limbs.every((limb) => limb === 0)).toBe(true);
      }
    });

    it("inverts each lane on its own; zero stays zero", () => {
      const { Fp } = bn254.fields;
      for (const value of [1n, BASE_FIELD_MODULUS - 1n, 2n, ...randoms.slice(0, 20)]) {
        const residue = Fp.create(value);
        const montgomery = closestToZero(residue << montgomeryBits, BASE_FIELD_MODULUS);
        kernel.writePair(at(0), montgomery);
        writeLimbs(at(0), 1, limbsOf(0n));
        kernel.functions.coordinateInvert(at(1), at(0));
        expect(Fp.create(readLane(at(1), 0).value * inverseOfR)).toBe(Fp.inv(residue));
        expect(closestToZero(readLane(at(1), 1).value, BASE_FIELD_MODULUS)).toBe(0n);
      }
    });

    it("passes its own test", () => {
      expect(kernelCounts(kernel)).toBe(true);
    });
  });

  describe("the kernel's extension field", () => {
    const { Fp, Fp2 } = bn254.fields;
    const next = sequence(31n);
    const inverseOfR = modularInverse(1n << montgomeryBits, BASE_FIELD_MODULUS);
    const toMontgomery = (value: bigint) => closestToZero(value << montgomeryBits, BASE_FIELD_MODULUS);
    const corners = [0n, 1n, BASE_FIELD_MODULUS - 1n, BASE_FIELD_MODULUS >> 1n];
    const elements = [
      ...corners.flatMap((c0) => corners.map((c1) => ({ c0, c1 }))),
      ...Array.from({ length: 60 }, () => ({ c0: next(BASE_FIELD_MODULUS), c1: next(BASE_FIELD_MODULUS) })),
    ];

    const write = (index: number, lane: 0 | 1, { c0, c1 }: { c0: bigint; c1: bigint }) => {
      writeLimbs(at(index), lane, limbsOf(toMontgomery(c0)));
      writeLimbs(at(index + 1), lane, limbsOf(toMontgomery(c1)));
    };
    const read = (index: number, lane: 0 | 1) => ({
      c0: Fp.create(readLane(at(index), lane).value * inverseOfR),
      c1: Fp.create(readLane(at(index + 1), lane).value * inverseOfR),
    });

    it("multiplies at the bounds of its limbs, where columns are fullest", () => {
      const modulo = (value: bigint) => Fp.create(value * inverseOfR);
      const widest = edges.filter((limbs) => limbs.filter((limb) => limb !== 0).length > 1);
      const parts = widest.flatMap((first) => widest.map((second) => [first, second] as const));
      parts.forEach(([a, b], index) => {
        const [c, d] = parts[(index * 5 + 2) % parts.length]!;
        [a, b, c, d].forEach((limbs, place) => {
          writeLimbs(at(place), 0, limbs);
          writeLimbs(
            at(place),
            1,
            limbs.map((limb) => -limb),
          );
        });
        kernel.functions.extensionMultiply(at(4), at(0), at(2));
        const [va, vb, vc, vd] = [a, b, c, d].map(valueOf) as [bigint, bigint, bigint, bigint];
        for (const lane of [0, 1] as const) {
          expect(Fp.create(readLane(at(4), lane).value)).toBe(modulo(va * vc - vb * vd));
          expect(Fp.create(readLane(at(5), lane).value)).toBe(modulo(va * vd + vb * vc));
        }
      });
    });

    it("multiplies, squares and inverts like noble, also in place", () => {
      elements.forEach((left, index) => {
        const right = elements[(index * 7 + 3) % elements.length]!;
        write(0, 0, left);
        write(0, 1, right);
        write(2, 0, right);
        write(2, 1, right);
        kernel.functions.extensionMultiply(at(4), at(0), at(2));
        expect(read(4, 0)).toEqual(Fp2.mul(left, right));
        expect(read(4, 1)).toEqual(Fp2.sqr(right));
        kernel.functions.extensionSquare(at(4), at(0));
        expect(read(4, 0)).toEqual(Fp2.sqr(left));
        if (!Fp2.is0(left)) {
          kernel.functions.extensionInvert(at(4), at(0));
          expect(read(4, 0)).toEqual(Fp2.inv(left));
        }
        kernel.functions.extensionMultiply(at(0), at(0), at(2));
        expect(read(0, 0)).toEqual(Fp2.mul(left, right));
      });
    });
  });
});

describe("the test of fused arithmetic", () => {
  it("notices a processor that rounds a multiply-add twice", async () => {
    const twice = vi
      .spyOn(f64x2, "multiplyAdd")
      .mockImplementation((left, right, addend) => f64x2.add(f64x2.multiply(left, right), addend));
    const other = await startKernel("fused");
    twice.mockRestore();
    expect(kernelCounts(other)).toBe(false);
  });
});
