import { BASE_FIELD_MODULUS, modularInverse } from "./field.ts";

// Longer strings cannot be below q; refusing them first keeps giant integers from being parsed at all.
const LONGEST_COORDINATE = BASE_FIELD_MODULUS.toString().length;

/** A point of G1: x, y and "1", as decimal strings. */
export type G1Coordinates = readonly [string, string, "1"];

/** A point of G2: x, y and one, each an extension field element "real, imaginary", as decimal strings. */
export type G2Coordinates = readonly [
  readonly [string, string],
  readonly [string, string],
  readonly ["1", "0"],
];

function isCoordinate(value: unknown): value is string {
  return (
    typeof value === "string" &&
    value.length <= LONGEST_COORDINATE &&
    // Canonical, so that a point has exactly one spelling.
    /^(0|[1-9][0-9]*)$/.test(value) &&
    BigInt(value) < BASE_FIELD_MODULUS
  );
}

function parseExtensionElement(value: unknown): readonly [string, string] | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const [real, imaginary] = value as unknown[];
  return isCoordinate(real) && isCoordinate(imaginary) ? [real, imaginary] : undefined;
}

/** The coordinates of an affine point of G1 from untrusted JSON; not yet whether it is on the curve. */
export function parseG1(value: unknown): G1Coordinates | undefined {
  if (!Array.isArray(value) || value.length !== 3) return undefined;
  const [x, y, one] = value as unknown[];
  return isCoordinate(x) && isCoordinate(y) && one === "1" ? [x, y, one] : undefined;
}

/** The coordinates of an affine point of G2 from untrusted JSON; not yet whether it is on the curve. */
export function parseG2(value: unknown): G2Coordinates | undefined {
  if (!Array.isArray(value) || value.length !== 3) return undefined;
  const x = parseExtensionElement(value[0]);
  const y = parseExtensionElement(value[1]);
  const one = parseExtensionElement(value[2]);
  if (x === undefined || y === undefined || one?.[0] !== "1" || one[1] !== "0") return undefined;
  return [x, y, ["1", "0"]];
}

/** Bytes of one encoded coordinate, or of one part of a coordinate of G2. */
export const COORDINATE_BYTES = 32;
/** Bytes of an encoded point in G1 (x, y) and in G2 (two parts of x, two parts of y). */
export const G1_BYTES = 2 * COORDINATE_BYTES;
export const G2_BYTES = 4 * COORDINATE_BYTES;

/** Proving keys hold each coordinate times 2^256 modulo q (Montgomery form), little-endian. */
const ENCODING_INVERSE = modularInverse(1n << 256n, BASE_FIELD_MODULUS);

/** The integer that 32 bytes hold, little-endian. */
export function integerAt(bytes: Uint8Array, at: number): bigint {
  let value = 0n;
  for (let index = COORDINATE_BYTES - 1; index >= 0; index--) {
    value = (value << 8n) | BigInt(bytes[at + index]!);
  }
  return value;
}

/** The coordinates of points as proving keys encode them, one after another; in G2 the real part of each first. */
export function decodeCoordinates(encoded: Uint8Array): bigint[] {
  return Array.from(
    { length: encoded.length / COORDINATE_BYTES },
    (_, index) => (integerAt(encoded, index * COORDINATE_BYTES) * ENCODING_INVERSE) % BASE_FIELD_MODULUS,
  );
}
