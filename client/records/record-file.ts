import { AftercareError } from "../../prover/errors.ts";
import { assertFieldElement } from "../../prover/field.ts";
import type { ReadBundleOptions } from "../../prover/record/index.ts";

/** The opened file does not hold a record in the form that surgeons hand it over in. */
export class MalformedRecordFileError extends AftercareError {
  override readonly name = "MalformedRecordFileError";
}

/** What a sealed record holds. */
export interface RecordFile {
  /** FHIR R4 bundle, as JSON text. */
  readonly bundle: string;
  readonly choices: ReadBundleOptions;
  /** A field element. */
  readonly blinding: bigint;
}

const FILE_VERSION = 1;

export function writeRecordFile({ bundle, choices, blinding }: RecordFile): Uint8Array {
  const file = { version: FILE_VERSION, bundle, choices, blinding: blinding.toString() };
  return new TextEncoder().encode(JSON.stringify(file));
}

/** @throws MalformedRecordFileError, NotAFieldElementError */
export function readRecordFile(bytes: Uint8Array): RecordFile {
  const text = new TextDecoder().decode(bytes);
  const malformed = () =>
    new MalformedRecordFileError(
      "The file opened does not hold a record.",
      "Ask the surgeon to hand it over again.",
    );
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    throw malformed();
  }
  if (typeof file !== "object" || file === null) throw malformed();
  const { version, bundle, choices, blinding } = file as Record<string, unknown>;
  if (version !== FILE_VERSION || typeof bundle !== "string" || typeof blinding !== "string")
    throw malformed();
  if (!/^(0|[1-9][0-9]{0,77})$/.test(blinding)) throw malformed();
  if (typeof choices !== "object" || choices === null) throw malformed();
  const value = BigInt(blinding);
  assertFieldElement("blinding", value);
  return { bundle, choices: choicesOf(choices, malformed), blinding: value };
}

function isListOfTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((member) => typeof member === "string");
}

function choicesOf(choices: object, malformed: () => Error): ReadBundleOptions {
  const texts = new Set(["procedure", "medicinesRoot"]);
  for (const [name, value] of Object.entries(choices)) {
    const isKnown = name === "bills" ? isListOfTexts(value) : texts.has(name) && typeof value === "string";
    if (!isKnown) throw malformed();
  }
  return choices;
}
