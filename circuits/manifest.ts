import { AftercareError } from "./errors.ts";

/** Where a circuit's keys come from. Development keys were made by one party and must not guard anything of value. */
export type Ceremony = "development" | "public";

/** One file of a circuit. */
export interface ArtifactFile {
  /** Relative to the manifest, with slashes. */
  readonly path: string;
  /** SHA-256, 64 lower-case hex digits. */
  readonly sha256: string;
  readonly bytes: number;
}

export const ARTIFACT_NAMES = ["wasm", "zkey", "verificationKey"] as const;
export type ArtifactName = (typeof ARTIFACT_NAMES)[number];

/** A powers-of-tau file (phase 1) as manifests and transcripts name it. */
export interface PowersOfTau {
  readonly name: string;
  /** 128 lower-case hex digits. */
  readonly blake2b512: string;
}

/** What the artifacts of one circuit are, and what they were made from. */
export interface CircuitManifest {
  readonly ceremony: Ceremony;
  readonly constraints: number;
  readonly publicSignals: number;
  /** Size of the proving domain, a power of two. */
  readonly domainSize: number;
  readonly r1csSha256: string;
  /** The powers-of-tau file that the setup started from. */
  readonly ptau: PowersOfTau;
  /** The files that proving and verifying take. */
  readonly files: Readonly<Record<ArtifactName, ArtifactFile>>;
}

/** Circuits that a release has artifacts of. */
export const CIRCUIT_NAMES = ["review", "claim"] as const;
export type CircuitName = (typeof CIRCUIT_NAMES)[number];

/** `circuits/artifacts/manifest.json`. A release's has every circuit; one in the making may have any. */
export interface ArtifactManifest<Name extends string = CircuitName> {
  readonly version: 1;
  readonly circuits: Readonly<Record<Name, CircuitManifest>>;
}

/** A manifest is not one that this version understands. */
export class MalformedManifestError extends AftercareError {
  override readonly name = "MalformedManifestError";
  readonly field: string;
  readonly expected: string;

  /** @param expected What should be there, as in "a whole number above zero". */
  constructor(field: string, expected: string) {
    super(
      `The artifact manifest is malformed at ${field}.`,
      "Use the manifest of the same release as this library.",
      { field, expected },
    );
    this.field = field;
    this.expected = expected;
  }
}

interface Form {
  readonly pattern: RegExp;
  readonly expected: string;
}

// Relative and without "..": joined to a directory or an address, it stays inside.
const FILE_PATH: Form = {
  pattern: /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/,
  expected: "a path inside the artifacts' folder",
};
const SHA256: Form = { pattern: /^[0-9a-f]{64}$/, expected: "64 lower-case hex digits" };
const BLAKE2B512: Form = { pattern: /^[0-9a-f]{128}$/, expected: "128 lower-case hex digits" };
const CEREMONY: Form = { pattern: /^(development|public)$/, expected: '"development" or "public"' };
const FILE_NAME: Form = { pattern: /^.+$/, expected: "a file's name" };

/** Reads the fields of one JSON object, and names the field that is not what it should be. */
class JsonObject {
  readonly #value: object;
  readonly #path: string;

  constructor(value: unknown, path: string) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new MalformedManifestError(path === "" ? "the top" : path, "an object");
    }
    this.#value = value;
    this.#path = path;
  }

  get fields(): string[] {
    return Object.keys(this.#value);
  }

  object(field: string): JsonObject {
    return new JsonObject(this.#own(field), this.#at(field));
  }

  text(field: string, { pattern, expected }: Form): string {
    const value = this.#own(field);
    if (typeof value !== "string" || !pattern.test(value)) {
      throw new MalformedManifestError(this.#at(field), expected);
    }
    return value;
  }

  count(field: string): number {
    const value = this.#own(field);
    if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 1) {
      throw new MalformedManifestError(this.#at(field), "a whole number above zero");
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
    ceremony: circuit.text("ceremony", CEREMONY) as Ceremony,
    constraints: circuit.count("constraints"),
    publicSignals: circuit.count("publicSignals"),
    domainSize: circuit.count("domainSize"),
    r1csSha256: circuit.text("r1csSha256", SHA256),
    ptau: { name: ptau.text("name", FILE_NAME), blake2b512: ptau.text("blake2b512", BLAKE2B512) },
    files: {
      wasm: readFile(files.object("wasm")),
      zkey: readFile(files.object("zkey")),
      verificationKey: readFile(files.object("verificationKey")),
    },
  };
}

function readCircuits(value: unknown): JsonObject {
  const manifest = new JsonObject(value, "");
  if (manifest.count("version") !== 1) throw new MalformedManifestError("version", "1");
  return manifest.object("circuits");
}

/**
 * Reads a release's manifest from JSON: one with every circuit. Circuits that this version does not know are left out.
 *
 * @throws MalformedManifestError
 */
export function parseManifest(value: unknown): ArtifactManifest {
  const circuits = readCircuits(value);
  return {
    version: 1,
    circuits: {
      review: readCircuit(circuits.object("review")),
      claim: readCircuit(circuits.object("claim")),
    },
  };
}

/**
 * Reads a manifest in the making from JSON: with the circuits that it has, whichever they are.
 *
 * @throws MalformedManifestError
 */
export function parseUnfinishedManifest(value: unknown): ArtifactManifest<string> {
  const circuits = readCircuits(value);
  return {
    version: 1,
    circuits: Object.fromEntries(circuits.fields.map((name) => [name, readCircuit(circuits.object(name))])),
  };
}
