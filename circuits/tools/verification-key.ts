import { readFile } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import { zKey } from "snarkjs";

import {
  MalformedFileError,
  MissingFileError,
  PhaseTwoSkippedError,
  VerificationKeyMismatchError,
} from "./errors.ts";

/** x, y and z of a point, decimal; z is "1". */
export type G1Point = readonly [string, string, string];
/** x, y and z of a point, each as real and imaginary part, decimal. */
export type G2Point = readonly [
  readonly [string, string],
  readonly [string, string],
  readonly [string, string],
];

/** A Groth16 verification key as snarkjs writes it. */
export interface VerificationKey {
  readonly protocol: "groth16";
  readonly curve: "bn128";
  readonly nPublic: number;
  readonly vk_alpha_1: G1Point;
  readonly vk_beta_2: G2Point;
  readonly vk_gamma_2: G2Point;
  readonly vk_delta_2: G2Point;
  /** One point for the constant 1 and one for each public signal. */
  readonly IC: readonly G1Point[];
}

/** The verification key that belongs to a proving key. */
export async function exportVerificationKey(provingKeyPath: string): Promise<VerificationKey> {
  return (await zKey.exportVerificationKey(provingKeyPath)) as VerificationKey;
}

/** @throws {MissingFileError} or {MalformedFileError} */
export async function readVerificationKey(path: string): Promise<VerificationKey> {
  const json = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new MissingFileError(path, "Restore the artifacts from the repository.", { cause });
  });
  try {
    return JSON.parse(json) as VerificationKey;
  } catch {
    throw new MalformedFileError(path, "it is not JSON");
  }
}

/** @throws {PhaseTwoSkippedError} if δ equals γ: anyone can forge proofs that such a key accepts. */
export function assertPhaseTwoInVerificationKey(key: VerificationKey, path: string): void {
  if (isDeepStrictEqual(key.vk_delta_2, key.vk_gamma_2)) throw new PhaseTwoSkippedError(path, "δ equals γ");
}

/** @throws {VerificationKeyMismatchError} unless the key is exactly the one that belongs to the proving key. */
export async function assertBelongsTo(
  provingKeyPath: string,
  key: VerificationKey,
  path: string,
): Promise<void> {
  if (!isDeepStrictEqual(key, await exportVerificationKey(provingKeyPath)))
    throw new VerificationKeyMismatchError(path);
}
