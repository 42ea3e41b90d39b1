import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import {
  MalformedManifestError,
  parseManifest,
  type ArtifactManifest,
  type CircuitName,
} from "../../circuits/manifest.ts";
import type { VerificationKey } from "../../circuits/verification-key.ts";
import { startPairing } from "../groth16/pairing/pairing.ts";
import {
  ArtifactMissingError,
  checkArtifacts,
  checkVerificationKey,
  circuitIn,
  type ArtifactsOf,
} from "./check.ts";

const OWN_ARTIFACTS = fileURLToPath(new URL("../../circuits/artifacts/", import.meta.url));

async function read(directory: string, path: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(join(directory, path)));
  } catch (cause) {
    throw new ArtifactMissingError(path, { cause });
  }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new MalformedManifestError("the top", "JSON");
  }
}

/**
 * The manifest in a directory of artifacts.
 *
 * @throws ArtifactMissingError, MalformedManifestError
 */
export async function loadManifest(directory: string = OWN_ARTIFACTS): Promise<ArtifactManifest> {
  return parseManifest(parseJson(await read(directory, "manifest.json")));
}

/**
 * Loads a circuit's artifacts from a directory and checks them against the manifest beside them.
 *
 * @param directory Where `manifest.json` is; the artifacts of this release if left out.
 * @throws ArtifactMissingError, MalformedManifestError, and the errors of checkArtifacts
 */
export async function loadArtifacts<Circuit extends CircuitName>(
  circuit: Circuit,
  directory: string = OWN_ARTIFACTS,
): Promise<ArtifactsOf<Circuit>> {
  // Every use of the artifacts needs it, and the disk can be read meanwhile. What is wrong with it shows when it is used.
  startPairing().catch(() => {});
  const manifest = await loadManifest(directory);
  const { files } = circuitIn(manifest, circuit);
  const [wasm, zkey, verificationKey] = await Promise.all([
    read(directory, files.wasm.path),
    read(directory, files.zkey.path),
    read(directory, files.verificationKey.path),
  ]);
  return checkArtifacts({ circuit, manifest, files: { wasm, zkey, verificationKey } });
}

/**
 * Loads a circuit's verification key alone: all that a verifier needs, in a fraction of the time.
 *
 * @param directory Where `manifest.json` is; the artifacts of this release if left out.
 * @throws ArtifactMissingError, MalformedManifestError, UnknownCircuitError, and the errors of checkVerificationKey
 */
export async function loadVerificationKey(
  circuit: CircuitName,
  directory: string = OWN_ARTIFACTS,
): Promise<VerificationKey> {
  const manifest = circuitIn(await loadManifest(directory), circuit);
  return checkVerificationKey(manifest, await read(directory, manifest.files.verificationKey.path));
}
