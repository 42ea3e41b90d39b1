import { readFile, writeFile } from "node:fs/promises";
import { isAbsolute, join, normalize } from "node:path";

import { InvalidManifestError, MissingFileError } from "./errors.ts";
import type { PowersOfTau } from "./powers-of-tau.ts";

/** One artifact: its path relative to the manifest, its SHA-256 (64 hex digits) and its length in bytes. */
export interface ArtifactFile {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** What the artifacts of one circuit are and what they were made from. */
export interface CircuitArtifacts {
  /** "development": made by one person, must not guard anything of value. */
  readonly ceremony: "development" | "public";
  readonly constraints: number;
  readonly publicSignals: number;
  readonly domainSize: number;
  readonly r1csSha256: string;
  readonly ptau: PowersOfTau;
  readonly files: Readonly<Record<ArtifactName, ArtifactFile>>;
}

export interface Manifest {
  readonly version: 1;
  readonly circuits: Readonly<Record<string, CircuitArtifacts>>;
}

export const ARTIFACT_NAMES = ["wasm", "zkey", "verificationKey"] as const;
export type ArtifactName = (typeof ARTIFACT_NAMES)[number];

export function manifestPath(artifactsFolder: string): string {
  return join(artifactsFolder, "manifest.json");
}

/** @throws {MissingFileError} or {InvalidManifestError} */
export async function readManifest(artifactsFolder: string): Promise<Manifest> {
  const path = manifestPath(artifactsFolder);
  const json = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new MissingFileError(
      path,
      "Make artifacts with `circuits setup`, or pass their folder with --artifacts.",
      {
        cause,
      },
    );
  });
  return parseManifest(json, path);
}

export async function writeManifest(artifactsFolder: string, manifest: Manifest): Promise<void> {
  await writeFile(manifestPath(artifactsFolder), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** @throws {InvalidManifestError} naming the field that is wrong. */
export function artifactsOf(
  manifest: Manifest,
  circuitName: string,
  artifactsFolder: string,
): CircuitArtifacts {
  const artifacts = Object.hasOwn(manifest.circuits, circuitName)
    ? manifest.circuits[circuitName]
    : undefined;
  if (artifacts === undefined) {
    throw new InvalidManifestError(
      manifestPath(artifactsFolder),
      `it has no artifacts of the circuit "${circuitName}"`,
    );
  }
  return artifacts;
}

/**
 * Reads a manifest from JSON.
 *
 * @param path Named in errors only.
 * @throws {InvalidManifestError} naming the field that is wrong.
 */
export function parseManifest(json: string, path: string): Manifest {
  const refuse = (problem: string): never => {
    throw new InvalidManifestError(path, problem);
  };
  const asObject = (value: unknown, field: string): Record<string, unknown> =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : refuse(`${field} is not an object`);
  const asCount = (value: unknown, field: string): number =>
    typeof value === "number" && Number.isSafeInteger(value) && value > 0
      ? value
      : refuse(`${field} is not a positive whole number`);
  const asHex = (value: unknown, field: string, digits: number): string =>
    typeof value === "string" && value.length === digits && /^[0-9a-f]+$/.test(value)
      ? value
      : refuse(`${field} is not ${digits} lower-case hex digits`);
  const asPathInside = (value: unknown, field: string): string =>
    typeof value === "string" && value !== "" && !isAbsolute(value) && !normalize(value).startsWith("..")
      ? value
      : refuse(`${field} is not a path inside the artifacts' folder`);

  const asFile = (value: unknown, field: string): ArtifactFile => {
    const file = asObject(value, field);
    return {
      path: asPathInside(file.path, `${field}.path`),
      sha256: asHex(file.sha256, `${field}.sha256`, 64),
      bytes: asCount(file.bytes, `${field}.bytes`),
    };
  };
  const asArtifacts = (value: unknown, field: string): CircuitArtifacts => {
    const circuit = asObject(value, field);
    const ptau = asObject(circuit.ptau, `${field}.ptau`);
    const files = asObject(circuit.files, `${field}.files`);
    const { ceremony } = circuit;
    return {
      ceremony:
        ceremony === "development" || ceremony === "public"
          ? ceremony
          : refuse(`${field}.ceremony is neither "development" nor "public"`),
      constraints: asCount(circuit.constraints, `${field}.constraints`),
      publicSignals: asCount(circuit.publicSignals, `${field}.publicSignals`),
      domainSize: asCount(circuit.domainSize, `${field}.domainSize`),
      r1csSha256: asHex(circuit.r1csSha256, `${field}.r1csSha256`, 64),
      ptau: {
        name: typeof ptau.name === "string" ? ptau.name : refuse(`${field}.ptau.name is not a text`),
        blake2b512: asHex(ptau.blake2b512, `${field}.ptau.blake2b512`, 128),
      },
      files: {
        wasm: asFile(files.wasm, `${field}.files.wasm`),
        zkey: asFile(files.zkey, `${field}.files.zkey`),
        verificationKey: asFile(files.verificationKey, `${field}.files.verificationKey`),
      },
    };
  };

  let content: unknown;
  try {
    content = JSON.parse(json);
  } catch {
    return refuse("it is not JSON");
  }
  const manifest = asObject(content, "the manifest");
  if (manifest.version !== 1) refuse("its version is not 1");
  const circuits = asObject(manifest.circuits, "circuits");
  return {
    version: 1,
    circuits: Object.fromEntries(
      Object.entries(circuits).map(([name, value]) => [name, asArtifacts(value, `circuits.${name}`)]),
    ),
  };
}
