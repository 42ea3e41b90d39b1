import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

import {
  ARTIFACT_NAMES,
  CIRCUIT_NAMES,
  type ArtifactFile,
  type ArtifactManifest,
  type ArtifactName,
  type Ceremony,
  type CircuitManifest,
  type CircuitName,
} from "../../circuits/manifest.ts";
import { parseVerificationKey, type VerificationKey } from "../../circuits/verification-key.ts";
import { AftercareError } from "../errors.ts";

/** What proving and verifying takes of one circuit, checked against the manifest. */
export interface ArtifactsOf<Circuit extends CircuitName> {
  /** Whose artifacts these are: a session made of them proves for this circuit and no other. */
  readonly circuit: Circuit;
  readonly wasm: Uint8Array;
  readonly zkey: Uint8Array;
  readonly verificationKey: VerificationKey;
  readonly ceremony: Ceremony;
}

export type ReviewArtifacts = ArtifactsOf<"review">;
export type ClaimArtifacts = ArtifactsOf<"claim">;

const REMEDY =
  "Do not prove with it: a foreign proving program can leak the secret. Install the release again, or rebuild the artifacts.";

/** A file is not the one that the manifest names. */
export class ArtifactHashMismatchError extends AftercareError {
  override readonly name = "ArtifactHashMismatchError";

  constructor(file: string, expected: string, actual: string) {
    super(`${file} has SHA-256 ${actual}, but the manifest says ${expected}.`, REMEDY, {
      file,
      expected,
      actual,
    });
  }
}

/** A file is shorter or longer than the manifest says. */
export class ArtifactSizeMismatchError extends AftercareError {
  override readonly name = "ArtifactSizeMismatchError";

  constructor(file: string, expected: number, actual: number) {
    super(`${file} has ${actual} bytes, but the manifest says ${expected}.`, REMEDY, {
      file,
      expected,
      actual,
    });
  }
}

/** No circuit was named, or one that there is not: to whoever loads artifacts, or by artifacts that are none. */
export class UnknownCircuitError extends AftercareError {
  override readonly name = "UnknownCircuitError";

  constructor() {
    super(
      "That is no circuit that this version of the library knows.",
      `Name ${CIRCUIT_NAMES.map((name) => `"${name}"`).join(" or ")} to loadArtifacts or fetchArtifacts, and pass on what ` +
        "they give: createProver({ artifacts }).",
    );
  }
}

/**
 * What the manifest says of a circuit, of whose name nobody can be sure at run time.
 *
 * @throws UnknownCircuitError
 */
export function circuitIn({ circuits }: ArtifactManifest, circuit: CircuitName): CircuitManifest {
  if (!CIRCUIT_NAMES.includes(circuit)) throw new UnknownCircuitError();
  return circuits[circuit];
}

/** A file is not where it should be. */
export class ArtifactMissingError extends AftercareError {
  override readonly name = "ArtifactMissingError";

  constructor(file: string, options?: ErrorOptions) {
    super(
      `The proving artifact ${file} could not be read.`,
      "Check the address it is loaded from, or rebuild the artifacts.",
      { file },
      options,
    );
  }
}

/** By the platform, twenty times as fast as JavaScript; browsers have that on secure pages only. */
async function digestOf(content: Uint8Array): Promise<Uint8Array> {
  const { subtle } = globalThis.crypto as Partial<Crypto>;
  return subtle === undefined
    ? sha256(content)
    : new Uint8Array(await subtle.digest("SHA-256", content as Uint8Array<ArrayBuffer>));
}

/** @throws ArtifactSizeMismatchError, ArtifactHashMismatchError */
export async function checkFile(
  { path, sha256: expected, bytes }: ArtifactFile,
  content: Uint8Array,
): Promise<void> {
  if (content.length !== bytes) throw new ArtifactSizeMismatchError(path, bytes, content.length);
  const actual = bytesToHex(await digestOf(content));
  if (actual !== expected) throw new ArtifactHashMismatchError(path, expected, actual);
}

/**
 * Checks a circuit's verification key against its manifest.
 *
 * @throws ArtifactSizeMismatchError, ArtifactHashMismatchError, MalformedVerificationKeyError, SkippedCeremonyError
 */
export async function checkVerificationKey(
  manifest: CircuitManifest,
  file: Uint8Array,
): Promise<VerificationKey> {
  await checkFile(manifest.files.verificationKey, file);
  return readVerificationKey(manifest, file);
}

function readVerificationKey({ publicSignals }: CircuitManifest, file: Uint8Array): VerificationKey {
  const key: unknown = JSON.parse(new TextDecoder().decode(file));
  return parseVerificationKey(key, publicSignals);
}

/** The files of one circuit, and what they are to be held against. */
interface CircuitFiles<Circuit extends CircuitName> {
  readonly circuit: Circuit;
  readonly manifest: ArtifactManifest;
  readonly files: Readonly<Record<ArtifactName, Uint8Array>>;
}

/**
 * Checks the files of a circuit against the manifest, before anything of them is used.
 *
 * @throws UnknownCircuitError, ArtifactSizeMismatchError, ArtifactHashMismatchError, MalformedVerificationKeyError,
 * SkippedCeremonyError
 */
export async function checkArtifacts<Circuit extends CircuitName>(
  given: CircuitFiles<Circuit>,
): Promise<ArtifactsOf<Circuit>> {
  const { files } = circuitIn(given.manifest, given.circuit);
  await Promise.all(ARTIFACT_NAMES.map((name) => checkFile(files[name], given.files[name])));
  return readArtifacts(given);
}

/**
 * What proving takes, from files that have been checked.
 *
 * @throws MalformedVerificationKeyError, SkippedCeremonyError
 */
export function readArtifacts<Circuit extends CircuitName>({
  circuit,
  manifest,
  files: { wasm, zkey, verificationKey },
}: CircuitFiles<Circuit>): ArtifactsOf<Circuit> {
  const expected = manifest.circuits[circuit];
  return {
    circuit,
    wasm,
    zkey,
    verificationKey: readVerificationKey(expected, verificationKey),
    ceremony: expected.ceremony,
  };
}
