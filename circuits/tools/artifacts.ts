import { copyFile, mkdir, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import {
  type ArtifactFile,
  type ArtifactName,
  type Ceremony,
  type CircuitManifest,
  type PowersOfTau,
} from "../manifest.ts";
import type { Circuit } from "./circuits.ts";
import type { CompiledCircuit } from "./compiler.ts";
import { sha256OfFile } from "./digest.ts";
import { MissingFileError } from "./errors.ts";
import { type Manifest, readManifest, writeManifest } from "./manifest.ts";
import { readConstraintSystemSize } from "./r1cs.ts";
import { exportVerificationKey } from "./verification-key.ts";

/** What artifacts are made from. */
export interface FinishedKey {
  readonly ceremony: Ceremony;
  readonly provingKey: string;
  readonly powersOfTau: PowersOfTau;
}

/** Paths of a circuit's artifacts, relative to the artifacts' folder. */
function artifactPaths(circuit: Circuit): Record<ArtifactName, string> {
  return {
    wasm: `${circuit.name}/${circuit.name}.wasm`,
    zkey: `${circuit.name}/${circuit.name}.zkey`,
    verificationKey: `${circuit.name}/${circuit.name}.vkey.json`,
  };
}

/** Writes wasm, zkey, verification key and, last, the circuit's entry in the manifest. */
export async function publishArtifacts(
  circuit: Circuit,
  compiled: CompiledCircuit,
  key: FinishedKey,
  artifactsFolder: string,
): Promise<CircuitManifest> {
  const paths = artifactPaths(circuit);
  const absolute = (name: ArtifactName): string => join(artifactsFolder, paths[name]);
  const describe = async (name: ArtifactName): Promise<ArtifactFile> => ({
    path: paths[name],
    sha256: await sha256OfFile(absolute(name)),
    bytes: (await stat(absolute(name))).size,
  });

  await mkdir(dirname(absolute("zkey")), { recursive: true });
  await copyFile(compiled.wasm, absolute("wasm"));
  await copyFile(key.provingKey, absolute("zkey"));
  const verificationKey = await exportVerificationKey(key.provingKey);
  await writeFile(absolute("verificationKey"), `${JSON.stringify(verificationKey, null, 2)}\n`);

  const { constraints, publicSignals, domainSize } = await readConstraintSystemSize(compiled.r1cs);
  const artifacts: CircuitManifest = {
    ceremony: key.ceremony,
    constraints,
    publicSignals,
    domainSize,
    r1csSha256: await sha256OfFile(compiled.r1cs),
    ptau: key.powersOfTau,
    files: {
      wasm: await describe("wasm"),
      zkey: await describe("zkey"),
      verificationKey: await describe("verificationKey"),
    },
  };
  const manifest = await readManifestOrEmpty(artifactsFolder);
  await writeManifest(artifactsFolder, {
    version: 1,
    circuits: { ...manifest.circuits, [circuit.name]: artifacts },
  });
  return artifacts;
}

/** The first setup of all finds no manifest. A malformed one is still refused: it may hold other circuits. */
async function readManifestOrEmpty(artifactsFolder: string): Promise<Manifest> {
  try {
    return await readManifest(artifactsFolder);
  } catch (error) {
    if (error instanceof MissingFileError) return { version: 1, circuits: {} };
    throw error;
  }
}
