import { AftercareError } from "./errors.ts";
import { BASE_FIELD_MODULUS, FIELD_MODULUS } from "./field.ts";
import { COORDINATE_BYTES, G1_BYTES, G2_BYTES, integerAt } from "./points.ts";
import { readSections } from "./sections.ts";

/** A proving key is not a Groth16 key over BN254 that this version can read. */
export class MalformedProvingKeyError extends AftercareError {
  override readonly name = "MalformedProvingKeyError";
  /** What is wrong, as a clause: "it is cut short". */
  readonly problem: string;

  constructor(problem: string) {
    super(`The proving key is malformed: ${problem}.`, "Load the key with loadArtifacts or fetchArtifacts.", {
      problem,
    });
    this.problem = problem;
  }
}

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
  contributions: 10,
} as const;

const GROTH16 = 1;

// The header: length of q, q, length of r, r, then three counts and six points.
const SIZES_AT = 2 * (4 + COORDINATE_BYTES);
const POINTS_AT = SIZES_AT + 12;
const HEADER_BYTES = POINTS_AT + 3 * G1_BYTES + 3 * G2_BYTES;

/** The constraint system of a key: its matrices A and B. */
export interface ConstraintMatrices {
  readonly variables: number;
  /** Size of the proving domain, a power of two. */
  readonly domainSize: number;
  /** Eleven words for each entry: matrix (0 is A, 1 is B), row, variable, and eight of the value times 2^512. */
  readonly coefficients: Uint32Array<ArrayBuffer>;
}

/** The header's points, encoded as `decodeCoordinates` reads them. */
interface HeaderPoints {
  readonly alpha1: Uint8Array;
  readonly beta1: Uint8Array;
  readonly beta2: Uint8Array;
  readonly gamma2: Uint8Array;
  readonly delta1: Uint8Array;
  readonly delta2: Uint8Array;
}

/** A Groth16 proving key (.zkey), its points as views into the file. */
export interface ProvingKey extends ConstraintMatrices, HeaderPoints {
  readonly publicSignals: number;
  /** Encoded points, one for each variable; b1 and b2 are the same in the two groups. */
  readonly a: Uint8Array;
  readonly b1: Uint8Array;
  readonly b2: Uint8Array;
  /** One for each variable that is not public. */
  readonly private: Uint8Array;
  /** One for each element of the domain. */
  readonly quotient: Uint8Array;
  /** The record of phase 2, which no prover needs; empty where a file has none. */
  readonly contributions: Uint8Array;
}

function readHeader(header: Uint8Array) {
  if (
    integerAt(header, 4) !== BASE_FIELD_MODULUS ||
    integerAt(header, 8 + COORDINATE_BYTES) !== FIELD_MODULUS
  ) {
    throw new MalformedProvingKeyError("it is not over BN254");
  }
  const [variables, publicSignals, domainSize] = [0, 4, 8].map((offset) =>
    viewOf(header).getUint32(SIZES_AT + offset, true),
  ) as [number, number, number];
  if (domainSize === 0 || (domainSize & (domainSize - 1)) !== 0) {
    throw new MalformedProvingKeyError("its domain is not a power of two");
  }
  return { variables, publicSignals, domainSize, ...readPoints(header) };
}

function readPoints(header: Uint8Array): HeaderPoints {
  let position = POINTS_AT;
  const take = (bytes: number): Uint8Array => {
    position += bytes;
    return header.subarray(position - bytes, position);
  };
  return {
    alpha1: take(G1_BYTES),
    beta1: take(G1_BYTES),
    beta2: take(G2_BYTES),
    gamma2: take(G2_BYTES),
    delta1: take(G1_BYTES),
    delta2: take(G2_BYTES),
  };
}

/**
 * Reads a proving key.
 *
 * @param file Not copied: the key's points stay views into it.
 * @throws MalformedProvingKeyError
 */
export function parseProvingKey(file: Uint8Array): ProvingKey {
  const sections = readSections({
    content: file,
    magic: "zkey",
    malformed: (problem) => new MalformedProvingKeyError(problem),
  });
  const section = (name: keyof typeof SECTIONS, length?: number): Uint8Array => {
    const content = sections.get(SECTIONS[name]);
    if (content === undefined || (length !== undefined && content.length !== length)) {
      throw new MalformedProvingKeyError(`section ${SECTIONS[name]} is missing or has the wrong length`);
    }
    return content;
  };
  if (viewOf(section("protocol", 4)).getUint32(0, true) !== GROTH16) {
    throw new MalformedProvingKeyError("it is not for Groth16");
  }
  const header = readHeader(section("header", HEADER_BYTES));
  const { variables, publicSignals, domainSize } = header;
  return {
    ...header,
    coefficients: readCoefficients(section("coefficients")),
    a: section("a", variables * G1_BYTES),
    b1: section("b1", variables * G1_BYTES),
    b2: section("b2", variables * G2_BYTES),
    private: section("private", (variables - publicSignals - 1) * G1_BYTES),
    quotient: section("quotient", domainSize * G1_BYTES),
    contributions: sections.get(SECTIONS.contributions) ?? new Uint8Array(0),
  };
}

function readCoefficients(section: Uint8Array): Uint32Array<ArrayBuffer> {
  if (section.length < 4 || section.length !== 4 + viewOf(section).getUint32(0, true) * COEFFICIENT_BYTES) {
    throw new MalformedProvingKeyError(`section ${SECTIONS.coefficients} has the wrong length`);
  }
  // A copy, since words have to lie at multiples of four.
  return new Uint32Array(new Uint8Array(section.subarray(4)).buffer);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
