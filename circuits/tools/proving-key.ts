import { isDeepStrictEqual } from "node:util";

import { decodeCoordinates } from "../points.ts";
import { MalformedProvingKeyError, parseProvingKey, type ProvingKey } from "../proving-key.ts";
import { readBinaryFile } from "./binary-file.ts";
import { MalformedFileError, PhaseTwoSkippedError } from "./errors.ts";
import { type KeyContribution, parseContributions } from "./key-contributions.ts";

const G1_GENERATOR = [1n, 2n];

/** The file of a proving key, and the phase 2 that it records. */
export interface ProvingKeyFile {
  readonly path: string;
  readonly key: ProvingKey;
  readonly contributions: readonly KeyContribution[];
}

/** @throws {MissingFileError} or {MalformedFileError} for anything but a Groth16 key over BN254. */
export async function readProvingKey(path: string): Promise<ProvingKeyFile> {
  const content = await readBinaryFile(path);
  try {
    const key = parseProvingKey(content);
    return { path, key, contributions: parseContributions(Buffer.from(key.contributions), path) };
  } catch (error) {
    if (error instanceof MalformedProvingKeyError) throw new MalformedFileError(path, error.problem);
    throw error;
  }
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
export function assertPhaseTwoInProvingKey({ path, key }: ProvingKeyFile): void {
  if (isDeepStrictEqual(decodeCoordinates(key.delta2), decodeCoordinates(key.gamma2))) {
    throw new PhaseTwoSkippedError(path, "δ equals γ in G2");
  }
  // The key holds γ in G2 only, and it is the generator; so in G1, δ is compared with the generator.
  if (isDeepStrictEqual(decodeCoordinates(key.delta1), G1_GENERATOR)) {
    throw new PhaseTwoSkippedError(path, "δ equals γ in G1");
  }
}
