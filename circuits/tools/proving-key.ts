import { MalformedFileError, PhaseTwoSkippedError } from "./errors.ts";
import {
  type KeyContribution,
  parseContributions,
  SHORTEST_CONTRIBUTIONS_SECTION,
} from "./key-contributions.ts";
import {
  BASE_FIELD_MODULUS,
  COORDINATE_BYTES,
  ENCODED_G1_GENERATOR,
  G1_BYTES,
  G2_BYTES,
  littleEndianInteger,
} from "./point-encoding.ts";
import { readSections, requireSection } from "./sections.ts";

const HEADER_SECTION = 2;
const CONTRIBUTIONS_SECTION = 10;

// The header: n8q, q, n8r, r, wires, public signals, domain size, then α₁ β₁ β₂ γ₂ δ₁ δ₂.
const SIZES_AT = 2 * (4 + COORDINATE_BYTES);
const GAMMA2_AT = SIZES_AT + 12 + 2 * G1_BYTES + G2_BYTES;
const DELTA1_AT = GAMMA2_AT + G2_BYTES;
const DELTA2_AT = DELTA1_AT + G1_BYTES;
const HEADER_BYTES = DELTA2_AT + G2_BYTES;

/** The parts of a Groth16 proving key (.zkey) that tell its size and where it comes from. */
export interface ProvingKey {
  readonly path: string;
  readonly publicSignals: number;
  readonly domainSize: number;
  /** Points in the file's own encoding: good for comparison only. */
  readonly gamma2: Buffer;
  readonly delta1: Buffer;
  readonly delta2: Buffer;
  readonly contributions: readonly KeyContribution[];
}

/** @throws {MissingFileError} or {MalformedFileError} for anything but a Groth16 key over BN254. */
export async function readProvingKey(path: string): Promise<ProvingKey> {
  const sections = await readSections(path, "zkey");
  const header = requireSection(sections, path, HEADER_SECTION, HEADER_BYTES);
  const baseField = littleEndianInteger(header.subarray(4, 4 + COORDINATE_BYTES));
  if (baseField !== BASE_FIELD_MODULUS) throw new MalformedFileError(path, "it is not a key over BN254");
  const contributions = requireSection(sections, path, CONTRIBUTIONS_SECTION, SHORTEST_CONTRIBUTIONS_SECTION);
  return {
    path,
    publicSignals: header.readUInt32LE(SIZES_AT + 4),
    domainSize: header.readUInt32LE(SIZES_AT + 8),
    gamma2: header.subarray(GAMMA2_AT, DELTA1_AT),
    delta1: header.subarray(DELTA1_AT, DELTA2_AT),
    delta2: header.subarray(DELTA2_AT, HEADER_BYTES),
    contributions: parseContributions(contributions, path),
  };
}

/**
 * Refuses a proving key whose δ is still γ.
 *
 * Setup starts with γ and δ at the generators, and only contributions move δ. While the two are equal, the term of the
 * public signals and the term that the prover chooses freely can be traded for each other, and anyone can write down a
 * proof of any statement without a witness.
 *
 * @throws {PhaseTwoSkippedError}
 */
export function assertPhaseTwoInProvingKey(key: ProvingKey): void {
  if (key.delta2.equals(key.gamma2)) throw new PhaseTwoSkippedError(key.path, "δ equals γ in G2");
  // The key holds γ in G2 only, and it is the generator; so in G1, δ is compared with the generator.
  if (key.delta1.equals(ENCODED_G1_GENERATOR)) throw new PhaseTwoSkippedError(key.path, "δ equals γ in G1");
}
