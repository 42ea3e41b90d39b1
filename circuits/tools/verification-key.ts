import { readFile } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import { zKey } from "snarkjs";

import {
  MalformedVerificationKeyError,
  parseVerificationKey,
  SkippedCeremonyError,
  type VerificationKey,
} from "../verification-key.ts";
import {
  MalformedFileError,
  MissingFileError,
  PhaseTwoSkippedError,
  VerificationKeyMismatchError,
} from "./errors.ts";

/** The verification key that belongs to a proving key, as snarkjs writes it: with a pairing worked out in advance. */
export async function exportVerificationKey(provingKeyPath: string): Promise<object> {
  return (await zKey.exportVerificationKey(provingKeyPath)) as object;
}

/**
 * Reads a verification key.
 *
 * @param publicSignals Number of public signals that the circuit has.
 * @throws {MissingFileError}, {MalformedFileError}, or {PhaseTwoSkippedError} if δ equals γ: anyone can forge proofs that
 * such a key accepts.
 */
export async function readVerificationKey(path: string, publicSignals: number): Promise<VerificationKey> {
  const json = await readJson(path);
  try {
    return parseVerificationKey(json, publicSignals);
  } catch (error) {
    if (error instanceof SkippedCeremonyError) throw new PhaseTwoSkippedError(path, "δ equals γ");
    if (error instanceof MalformedVerificationKeyError) {
      throw new MalformedFileError(path, `as a verification key it is wrong at ${error.field}`);
    }
    throw error;
  }
}

/** @throws {VerificationKeyMismatchError} unless the file holds exactly the key that belongs to the proving key. */
export async function assertBelongsTo(provingKeyPath: string, path: string): Promise<void> {
  if (!isDeepStrictEqual(await readJson(path), await exportVerificationKey(provingKeyPath))) {
    throw new VerificationKeyMismatchError(path);
  }
}

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new MissingFileError(path, "Restore the artifacts from the repository.", { cause });
  });
  try {
    return JSON.parse(text);
  } catch {
    throw new MalformedFileError(path, "it is not JSON");
  }
}
