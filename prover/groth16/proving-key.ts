import { AftercareError } from "../errors.ts";
import { FIELD_MODULUS } from "../field.ts";
import type { AffinePoint } from "./curve.ts";
import { modularInverse } from "./kernel/field.ts";
import { COORDINATE_MODULUS } from "./points.ts";

/** A proving key is not a Groth16 key over BN254 that this version can read. */
export class MalformedProvingKeyError extends AftercareError {
  override readonly name = "MalformedProvingKeyError";

  constructor(problem: string) {
    super(`The proving key is malformed: ${problem}.`, "Load the key with loadArtifacts or fetchArtifacts.", {
      problem,
    });
  }
}

const COORDINATE_BYTES = 32;
const G1_BYTES = 2 * COORDINATE_BYTES;
const G2_BYTES = 4 * COORDINATE_BYTES;

// One entry of the matrices: which of them, row, variable, and the value.
const COEFFICIENT_BYTES = 12 + COORDINATE_BYTES;

const SECTIONS = {
  protocol: 1,
  header: 2,
  coefficients: 4,
  a: 5,
  b1: 6,
  b2: 7,
  private: 8,
  quotient: 9,
} as const;

const GROTH16 = 1;

/** The constraint system of a key: its matrices A and B. */
export interface ConstraintMatrices {
  readonly variables: number;
  /** Size of the proving domain, a power of two. */
  readonly domainSize: number;
  /** Eleven words for each entry: matrix (0 is A, 1 is B), row, variable, and eight of the value times 2^512. */
  readonly coefficients: Uint32Array<ArrayBuffer>;
}

/** The sections of a Groth16 proving key (.zkey), as views into it. */
export interface ProvingKey extends ConstraintMatrices {
  readonly publicSignals: number;
  readonly alpha1: AffinePoint;
  readonly beta1: AffinePoint;
  readonly beta2: AffinePoint;
  /** Encoded points. */
  readonly delta1: Uint8Array;
  readonly delta2: Uint8Array;
  /** Encoded points, one for each variable; b1 and b2 are the same in the two groups. */
  readonly a: Uint8Array;
  readonly b1: Uint8Array;
  readonly b2: Uint8Array;
  /** One for each variable that is not public. */
  readonly private: Uint8Array;
  /** One for each element of the domain. */
  readonly quotient: Uint8Array;
}

/** Reads a little-endian integer. */
function integerAt(bytes: Uint8Array, at: number): bigint {
  let value = 0n;
  for (let index = COORDINATE_BYTES - 1; index >= 0; index--) {
    value = (value << 8n) | BigInt(bytes[at + index]!);
  }
  return value;
}

const ENCODING_INVERSE = modularInverse(1n << 256n, COORDINATE_MODULUS);

/** Reads the container that .zkey files are: numbered sections, each with its length in front. */
function readSections(file: Uint8Array): ReadonlyMap<number, Uint8Array> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < 12 || new TextDecoder().decode(file.subarray(0, 4)) !== "zkey") {
    throw new MalformedProvingKeyError('it does not begin with "zkey"');
  }
  const sections = new Map<number, Uint8Array>();
  let position = 12;
  for (let remaining = view.getUint32(8, true); remaining > 0; remaining--) {
    if (position + 12 > file.length) throw new MalformedProvingKeyError("it is cut short");
    const number = view.getUint32(position, true);
    const start = position + 12;
    const end = start + Number(view.getBigUint64(position + 4, true));
    if (end > file.length) throw new MalformedProvingKeyError("it is cut short");
    if (sections.has(number)) throw new MalformedProvingKeyError(`section ${number} is there twice`);
    sections.set(number, file.subarray(start, end));
    position = end;
  }
  return sections;
}

/** @throws MalformedProvingKeyError */
export function readProvingKey(file: Uint8Array): ProvingKey {
  const sections = readSections(file);
  const section = (name: keyof typeof SECTIONS, length?: number): Uint8Array => {
    const content = sections.get(SECTIONS[name]);
    if (content === undefined || (length !== undefined && content.length !== length)) {
      throw new MalformedProvingKeyError(`section ${SECTIONS[name]} is missing or has the wrong length`);
    }
    return content;
  };
  const words = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (words(section("protocol", 4)).getUint32(0, true) !== GROTH16) {
    throw new MalformedProvingKeyError("it is not for Groth16");
  }

  const sizesAt = 2 * (4 + COORDINATE_BYTES);
  const header = section("header", sizesAt + 12 + 3 * G1_BYTES + 3 * G2_BYTES);
  if (
    integerAt(header, 4) !== COORDINATE_MODULUS ||
    integerAt(header, 8 + COORDINATE_BYTES) !== FIELD_MODULUS
  ) {
    throw new MalformedProvingKeyError("it is not over BN254");
  }
  const [variables, publicSignals, domainSize] = [0, 4, 8].map((offset) =>
    words(header).getUint32(sizesAt + offset, true),
  ) as [number, number, number];
  if (domainSize === 0 || (domainSize & (domainSize - 1)) !== 0) {
    throw new MalformedProvingKeyError("its domain is not a power of two");
  }

  let position = sizesAt + 12;
  const point = (bytes: number): AffinePoint => {
    const coordinates = Array.from(
      { length: bytes / COORDINATE_BYTES },
      (_, index) =>
        (integerAt(header, position + index * COORDINATE_BYTES) * ENCODING_INVERSE) % COORDINATE_MODULUS,
    );
    position += bytes;
    return coordinates;
  };
  const alpha1 = point(G1_BYTES);
  const beta1 = point(G1_BYTES);
  const beta2 = point(G2_BYTES);
  // γ, which only verification needs.
  position += G2_BYTES;
  const delta1 = header.subarray(position, position + G1_BYTES);
  const delta2 = header.subarray(position + G1_BYTES, position + G1_BYTES + G2_BYTES);

  const coefficients = section("coefficients");
  if (coefficients.length !== 4 + words(coefficients).getUint32(0, true) * COEFFICIENT_BYTES) {
    throw new MalformedProvingKeyError("section 4 has the wrong length");
  }
  return {
    variables,
    publicSignals,
    domainSize,
    alpha1,
    beta1,
    beta2,
    delta1,
    delta2,
    // A copy, since words have to lie at multiples of four.
    coefficients: new Uint32Array(new Uint8Array(coefficients.subarray(4)).buffer),
    a: section("a", variables * G1_BYTES),
    b1: section("b1", variables * G1_BYTES),
    b2: section("b2", variables * G2_BYTES),
    private: section("private", (variables - publicSignals - 1) * G1_BYTES),
    quotient: section("quotient", domainSize * G1_BYTES),
  };
}

/** Which of the encoded points are not at infinity, which is encoded as zeros. */
export function finitePoints(encoded: Uint8Array, pointBytes: number): number[] {
  const finite: number[] = [];
  for (let index = 0; (index + 1) * pointBytes <= encoded.length; index++) {
    let at = index * pointBytes;
    const end = at + pointBytes;
    while (at < end && encoded[at] === 0) at++;
    if (at < end) finite.push(index);
  }
  return finite;
}
