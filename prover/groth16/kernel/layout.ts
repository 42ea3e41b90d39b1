// How numbers lie in memory. Two arithmetics count in limbs of different widths, and share everything else: a number is
// signed limbs of eight bytes, the lowest first; a pair is two numbers in the lanes of vectors, limb by limb.

/**
 * What a kernel counts with: `fused` multiply-adds of WebAssembly's relaxed SIMD in floating point, or the integers of
 * its plain SIMD.
 */
export type ArithmeticName = "fused" | "integer";

/** Numbers of one arithmetic. */
export interface NumberLayout {
  readonly limbBits: number;
  readonly limbs: number;
  /** Bytes of one number in memory. */
  readonly numberBytes: number;
  /** Bytes of two numbers in lanes: limb by limb, the number of lane 0 in front. */
  readonly pairBytes: number;
  /** Values are in Montgomery form: times two to this. */
  readonly montgomeryBits: bigint;
}

const layout = (limbBits: number, limbs: number): NumberLayout => ({
  limbBits,
  limbs,
  numberBytes: 8 * limbs,
  pairBytes: 16 * limbs,
  montgomeryBits: BigInt(limbBits * limbs),
});

export const LAYOUTS: Readonly<Record<ArithmeticName, NumberLayout>> = {
  fused: layout(51, 5),
  integer: layout(29, 9),
};

/** The residue that is closest to zero. */
export function closestToZero(value: bigint, modulus: bigint): bigint {
  const residue = ((value % modulus) + modulus) % modulus;
  return 2n * residue > modulus ? residue - modulus : residue;
}

/** The limbs of a value, all but the last at most half a limb's range away from zero. */
export function balancedLimbs(value: bigint, { limbBits, limbs: count }: NumberLayout): number[] {
  const range = 1n << BigInt(limbBits);
  const limbs: number[] = [];
  let rest = value;
  for (let index = 0; index < count - 1; index++) {
    const limb = closestToZero(rest, range);
    limbs.push(Number(limb));
    rest = (rest - limb) / range;
  }
  return [...limbs, Number(rest)];
}
