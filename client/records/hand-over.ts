import { AftercareError } from "../../prover/errors.ts";
import { assertFieldElement } from "../../prover/field.ts";
import {
  parseBundle,
  recordCommitment,
  randomBlinding,
  type ReadBundleOptions,
  type SurgeryRecord,
} from "../../prover/record/index.ts";
import { open, seal } from "./sealing.ts";

/** The record that a surgeon hands over is not the one she committed to on chain. */
export class RecordMismatchError extends AftercareError {
  override readonly name = "RecordMismatchError";
}

/** The opened file does not hold a record in the form of {@link handOver}. */
export class MalformedRecordFileError extends AftercareError {
  override readonly name = "MalformedRecordFileError";
}

/** A record as the surgeon hands it over. */
export interface HandedOverRecord {
  record: SurgeryRecord;
  recordCommitment: bigint;
  /** age file for patient and surgeon. */
  sealed: Uint8Array;
}

/** A record as the patient accepted it, with what is needed to prove things about it later. */
export interface AcceptedRecord {
  record: SurgeryRecord;
  recordCommitment: bigint;
  blinding: bigint;
}

/** A record was to be sealed to nobody. */
export class NoRecipientError extends AftercareError {
  override readonly name = "NoRecipientError";
}

const FILE_VERSION = 1;

/**
 * Reads the surgery from a FHIR bundle (JSON text), commits to it, and seals bundle, choices and blinding to patient and surgeon.
 *
 * @throws NoRecipientError, InvalidRecipientError, and the errors of `parseBundle`
 */
export async function handOver(
  bundle: string,
  recipients: readonly string[],
  choices: ReadBundleOptions = {},
): Promise<HandedOverRecord> {
  if (recipients.length === 0) {
    throw new NoRecipientError(
      "Nobody could open this record.",
      "Seal it to the patient and to the surgeon.",
    );
  }
  // Loaded here, so that patients, who never read foreign bundles, do without the validator's definitions.
  const { parseValidBundle } = await import("../../prover/record/fhir-validation.ts");
  const record = parseValidBundle(bundle, choices);
  const blinding = randomBlinding();
  const file = JSON.stringify({ version: FILE_VERSION, bundle, choices, blinding: blinding.toString() });
  return {
    record,
    recordCommitment: recordCommitment(record, blinding),
    sealed: await seal(new TextEncoder().encode(file), recipients),
  };
}

/**
 * Opens a sealed record and checks it against the commitment on chain.
 * A patient signs the closing only after this: the signature accepts the record.
 */
export async function acceptRecord(
  sealed: Uint8Array,
  ageIdentity: string,
  committed: bigint,
): Promise<AcceptedRecord> {
  const { bundle, choices, blinding } = parseFile(new TextDecoder().decode(await open(sealed, ageIdentity)));
  const record = parseBundle(bundle, choices);
  const commitment = recordCommitment(record, blinding);
  if (commitment !== committed) {
    throw new RecordMismatchError(
      "The record handed over is not the one the surgeon committed to.",
      "Do not close. Ask the surgeon for the record of this surgery.",
    );
  }
  return { record, recordCommitment: commitment, blinding };
}

function parseFile(text: string): { bundle: string; choices: ReadBundleOptions; blinding: bigint } {
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

function choicesOf(choices: object, malformed: () => Error): ReadBundleOptions {
  const known = new Set(["procedure", "medicinesRoot"]);
  for (const [name, value] of Object.entries(choices)) {
    if (!known.has(name) || typeof value !== "string") throw malformed();
  }
  return choices;
}
