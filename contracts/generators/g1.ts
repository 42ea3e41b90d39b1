/** Order p of BN254's base field, in which the coordinates of points lie. */
export const BASE_FIELD_MODULUS =
  21888242871839275222246405745257275088696311157297823662689037894645226208583n;

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
  // Fermat: d^(p − 2) is the inverse of d.
  let inverse = 1n;
  let square = reduce(divisor);
  for (let bits = BASE_FIELD_MODULUS - 2n; bits > 0n; bits >>= 1n) {
    if (bits & 1n) inverse = reduce(inverse * square);
    square = reduce(square * square);
  }
  return reduce(dividend * inverse);
}
