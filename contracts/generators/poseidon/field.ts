import { FIELD_MODULUS, modularInverse } from "../../../circuits/field.ts";

/** The field element that an integer, negative ones too, stands for. */
export function reduce(value: bigint): bigint {
  const remainder = value % FIELD_MODULUS;
  return remainder < 0n ? remainder + FIELD_MODULUS : remainder;
}

export function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = reduce(base);
  for (let bits = exponent; bits > 0n; bits >>= 1n) {
    if (bits & 1n) result = (result * square) % FIELD_MODULUS;
    square = (square * square) % FIELD_MODULUS;
  }
  return result;
}

/** @throws {RangeError} for zero. */
export function inverse(value: bigint): bigint {
  if (reduce(value) === 0n) throw new RangeError("Zero has no inverse.");
  return modularInverse(value, FIELD_MODULUS);
}

export function divide(dividend: bigint, divisor: bigint): bigint {
  return reduce(dividend * inverse(divisor));
}

/** Whether there is x with x^(2^exponent) = value. */
function isPower(value: bigint, exponent: bigint): boolean {
  return power(value, (FIELD_MODULUS - 1n) >> exponent) === 1n;
}

/** The square roots of a non-zero value that has any, by Tonelli and Shanks. */
function squareRoots(value: bigint): bigint[] {
  if (!isPower(value, 1n)) return [];
  let [oddPart, twos] = [FIELD_MODULUS - 1n, 0n];
  for (; oddPart % 2n === 0n; oddPart /= 2n) twos++;
  let nonResidue = 2n;
  while (isPower(nonResidue, 1n)) nonResidue++;

  // Invariant: root² = value · error, where error has an order of 2^k with k < order.
  let order = twos;
  let generator = power(nonResidue, oddPart);
  let error = power(value, oddPart);
  let root = power(value, (oddPart + 1n) / 2n);
  while (error !== 1n) {
    let k = 0n;
    for (let square = error; square !== 1n; square = reduce(square * square)) k++;
    const factor = power(generator, 1n << (order - k - 1n));
    order = k;
    generator = reduce(factor * factor);
    error = reduce(error * generator);
    root = reduce(root * factor);
  }
  return [root, FIELD_MODULUS - root];
}

/** A fourth root of a non-zero value, or undefined where it has none. */
export function fourthRoot(value: bigint): bigint | undefined {
  return squareRoots(value).flatMap(squareRoots)[0];
}
