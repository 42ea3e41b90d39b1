import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import {
  type ArtifactManifest,
  type CircuitManifest,
  MalformedManifestError,
  parseUnfinishedManifest,
} from "../manifest.ts";
import { InvalidManifestError, MissingFileError } from "./errors.ts";

/** A manifest of the circuits that have artifacts so far. */
export type Manifest = ArtifactManifest<string>;

export function manifestPath(artifactsFolder: string): string {
  return join(artifactsFolder, "manifest.json");
}

/** @throws {MissingFileError}, or {InvalidManifestError} naming the field that is wrong. */
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
  try {
    return parseUnfinishedManifest(JSON.parse(json));
  } catch (error) {
    if (error instanceof SyntaxError) throw new InvalidManifestError(path, "it is not JSON");
    if (error instanceof MalformedManifestError) {
      throw new InvalidManifestError(path, `${error.field} is not ${error.expected}`);
    }
    throw error;
  }
}

export async function writeManifest(artifactsFolder: string, manifest: Manifest): Promise<void> {
  await writeFile(manifestPath(artifactsFolder), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** @throws {InvalidManifestError} where the manifest lacks the circuit. */
export function artifactsOf(
  manifest: Manifest,
  circuitName: string,
  artifactsFolder: string,
): CircuitManifest {
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
