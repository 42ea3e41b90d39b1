import { BASE_FIELD_MODULUS, modularInverse } from "../../../circuits/field.ts";

/** A point of G1 other than infinity: y² = x³ + 3. */
export interface Point {
  readonly x: bigint;
  readonly y: bigint;
}

/** The sum of two points; undefined stands for infinity. */
export function add(left: Point | undefined, right: Point | undefined): Point | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  if (left.x === right.x && reduce(left.y + right.y) === 0n) return undefined;
  // The slope of the line through both, or of the tangent.
  const slope =
    left.x === right.x
      ? divide(3n * left.x * left.x, 2n * left.y)
      : divide(right.y - left.y, right.x - left.x);
  const x = reduce(slope * slope - left.x - right.x);
  return { x, y: reduce(slope * (left.x - x) - left.y) };
}

/** The multiple of a point by doubling and adding. */
export function multiply(point: Point, scalar: bigint): Point | undefined {
  let sum: Point | undefined;
  let doubled: Point | undefined = point;
  for (let bits = scalar; bits > 0n; bits >>= 1n) {
    if (bits & 1n) sum = add(sum, doubled);
    doubled = add(doubled, doubled);
  }
  return sum;
}

export function reduce(value: bigint): bigint {
  const remainder = value % BASE_FIELD_MODULUS;
  return remainder < 0n ? remainder + BASE_FIELD_MODULUS : remainder;
}

function divide(dividend: bigint, divisor: bigint): bigint {
  return reduce(dividend * modularInverse(divisor, BASE_FIELD_MODULUS));
}
