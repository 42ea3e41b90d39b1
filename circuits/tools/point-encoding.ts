/** Order q of BN254's base field, in which the coordinates of points lie. */
export const BASE_FIELD_MODULUS =
  21888242871839275222246405745257275088696311157297823662689037894645226208583n;

export const COORDINATE_BYTES = 32;
/** Bytes of a point in G1 (x, y) and in G2 (two parts of x, two parts of y). */
export const G1_BYTES = 2 * COORDINATE_BYTES;
export const G2_BYTES = 4 * COORDINATE_BYTES;

/** 2^256 modulo q: proving keys hold each coordinate times this (Montgomery form), little-endian. */
const MONTGOMERY_FACTOR = 2n ** 256n % BASE_FIELD_MODULUS;
/** Its inverse, by Fermat's little theorem. */
const MONTGOMERY_INVERSE = power(MONTGOMERY_FACTOR, BASE_FIELD_MODULUS - 2n);

/** The generator (1, 2) of G1, as proving keys encode it. */
export const ENCODED_G1_GENERATOR = Buffer.concat(
  [1n, 2n].map((coordinate) =>
    bigEndianBytes((coordinate * MONTGOMERY_FACTOR) % BASE_FIELD_MODULUS).reverse(),
  ),
);

export function littleEndianInteger(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString("hex")}`);
}

/**
 * Turns points from the encoding of proving keys into the one that contributions are hashed in: big-endian, out of
 * Montgomery form, and in G2 the imaginary part of a coordinate in front of the real one.
 *
 * @param partsPerCoordinate 1 for points of G1, 2 for points of G2.
 */
export function toHashedEncoding(points: Uint8Array, partsPerCoordinate: 1 | 2): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < points.length; at += COORDINATE_BYTES) {
    const residue = littleEndianInteger(points.subarray(at, at + COORDINATE_BYTES));
    parts.push(bigEndianBytes((residue * MONTGOMERY_INVERSE) % BASE_FIELD_MODULUS));
  }
  const coordinates: Buffer[] = [];
  for (let first = 0; first < parts.length; first += partsPerCoordinate) {
    coordinates.push(...parts.slice(first, first + partsPerCoordinate).reverse());
  }
  return Buffer.concat(coordinates);
}

function bigEndianBytes(coordinate: bigint): Buffer {
  return Buffer.from(coordinate.toString(16).padStart(2 * COORDINATE_BYTES, "0"), "hex");
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % BASE_FIELD_MODULUS;
    square = (square * square) % BASE_FIELD_MODULUS;
  }
  return result;
}
