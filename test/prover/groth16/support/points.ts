import { bn254 } from "@noble/curves/bn254.js";

import { BASE_FIELD_MODULUS } from "../../../../circuits/field.ts";
import type { AffinePoint } from "../../../../prover/groth16/curve.ts";

const G1 = bn254.G1.Point;
const G2 = bn254.G2.Point;

/** A group of noble's, with its points' coordinates as plain lists. */
export interface ReferenceGroup<Point> {
  readonly generator: Point;
  readonly infinity: Point;
  times(point: Point, scalar: bigint): Point;
  add(left: Point, right: Point): Point;
  negate(point: Point): Point;
  coordinates(point: Point): AffinePoint;
}

type G1Point = InstanceType<typeof G1>;
type G2Point = InstanceType<typeof G2>;

export const referenceG1: ReferenceGroup<G1Point> = {
  generator: G1.BASE,
  infinity: G1.ZERO,
  times: (point, scalar) => point.multiplyUnsafe(scalar),
  add: (left, right) => left.add(right),
  negate: (point) => point.negate(),
  coordinates: (point) => {
    if (point.is0()) return undefined;
    const { x, y } = point.toAffine();
    return [x, y];
  },
};

export const referenceG2: ReferenceGroup<G2Point> = {
  generator: G2.BASE,
  infinity: G2.ZERO,
  times: (point, scalar) => point.multiplyUnsafe(scalar),
  add: (left, right) => left.add(right),
  negate: (point) => point.negate(),
  coordinates: (point) => {
    if (point.is0()) return undefined;
    const { x, y } = point.toAffine();
    return [x.c0, x.c1, y.c0, y.c1];
  },
};

/** A point as proving keys hold it: coordinates times 2^256, 32 bytes each, little-endian; zeros for infinity. */
export function encoded(point: AffinePoint, coordinates: number): Uint8Array {
  return Uint8Array.from({ length: coordinates * 32 }, (_, at) => {
    const number = point?.[Math.floor(at / 32)] ?? 0n;
    const residue = (number << 256n) % BASE_FIELD_MODULUS;
    return Number((residue >> BigInt(8 * (at % 32))) & 0xffn);
  });
}
