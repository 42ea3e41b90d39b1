import { AftercareError } from "../errors.ts";

/** Where a circuit's keys come from. Development keys were made by one party and must not guard anything of value. */
export type Ceremony = "development" | "public";

/** One file of a circuit, relative to the manifest. */
export interface ArtifactFile {
  readonly path: string;
  /** SHA-256, 64 lower-case hex digits. */
  readonly sha256: string;
  readonly bytes: number;
}

/** The files that proving and verifying one circuit takes. */
export interface ArtifactFiles {
  readonly wasm: ArtifactFile;
  readonly zkey: ArtifactFile;
  readonly verificationKey: ArtifactFile;
}

export interface CircuitManifest {
  readonly ceremony: Ceremony;
  readonly constraints: number;
  readonly publicSignals: number;
  /** Size of the proving domain, a power of two. */
  readonly domainSize: number;
  readonly r1csSha256: string;
  /** The powers-of-tau file that the setup started from. */
  readonly ptau: { readonly name: string; readonly blake2b512: string };
  readonly files: ArtifactFiles;
}

/** Circuits that have artifacts. */
export type CircuitName = "review" | "claim";

/** circuits/artifacts/manifest.json */
export interface ArtifactManifest {
  readonly version: 1;
  readonly circuits: Readonly<Record<CircuitName, CircuitManifest>>;
}

/** A manifest is not one that this version understands. */
export class MalformedManifestError extends AftercareError {
  override readonly name = "MalformedManifestError";

  constructor(field: string) {
    super(
      `The artifact manifest is malformed at ${field}.`,
      "Use the manifest of the same release as this library.",
      { field },
    );
  }
}

// Relative and without "..": joined to a directory or an address, it stays inside.
const FILE_PATH = /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/;
const SHA256 = /^[0-9a-f]{64}$/;
const BLAKE2B512 = /^[0-9a-f]{128}$/;

/** Reads the fields of one JSON object, and names the field that is not what it should be. */
class JsonObject {
  readonly #value: object;
  readonly #path: string;

  constructor(value: unknown, path: string) {
    if (typeof value !== "object" || value === null) throw new MalformedManifestError(path);
    this.#value = value;
    this.#path = path;
  }

  object(field: string): JsonObject {
    return new JsonObject(this.#own(field), this.#at(field));
  }

  text(field: string, pattern: RegExp): string {
    const value = this.#own(field);
    if (typeof value !== "string" || !pattern.test(value)) throw new MalformedManifestError(this.#at(field));
    return value;
  }

  count(field: string): number {
    const value = this.#own(field);
    if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 1) {
      throw new MalformedManifestError(this.#at(field));
    }
    return value;
  }

  #own(field: string): unknown {
    return Object.hasOwn(this.#value, field) ? Reflect.get(this.#value, field) : undefined;
  }

  #at(field: string): string {
    return this.#path === "" ? field : `${this.#path}.${field}`;
  }
}

function readFile(file: JsonObject): ArtifactFile {
  return {
    path: file.text("path", FILE_PATH),
    sha256: file.text("sha256", SHA256),
    bytes: file.count("bytes"),
  };
}

function readCircuit(circuit: JsonObject): CircuitManifest {
  const files = circuit.object("files");
  const ptau = circuit.object("ptau");
  return {
    ceremony: circuit.text("ceremony", /^(development|public)$/) === "public" ? "public" : "development",
    constraints: circuit.count("constraints"),
    publicSignals: circuit.count("publicSignals"),
    domainSize: circuit.count("domainSize"),
    r1csSha256: circuit.text("r1csSha256", SHA256),
    ptau: { name: ptau.text("name", /^.+$/), blake2b512: ptau.text("blake2b512", BLAKE2B512) },
    files: {
      wasm: readFile(files.object("wasm")),
      zkey: readFile(files.object("zkey")),
      verificationKey: readFile(files.object("verificationKey")),
    },
  };
}

/**
 * Reads a manifest from JSON.
 *
 * @throws MalformedManifestError
 */
export function parseManifest(value: unknown): ArtifactManifest {
  const manifest = new JsonObject(value, "");
  if (manifest.count("version") !== 1) throw new MalformedManifestError("version");
  const circuits = manifest.object("circuits");
  return {
    version: 1,
    circuits: {
      review: readCircuit(circuits.object("review")),
      claim: readCircuit(circuits.object("claim")),
    },
  };
}
