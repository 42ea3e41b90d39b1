// Order q of the field that BN254's coordinates live in; not r, the order of the scalars.
export const COORDINATE_MODULUS =
  21888242871839275222246405745257275088696311157297823662689037894645226208583n;

// Longer strings cannot be below q; refusing them first keeps giant integers from being parsed at all.
const LONGEST_COORDINATE = COORDINATE_MODULUS.toString().length;

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
    BigInt(value) < COORDINATE_MODULUS
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
