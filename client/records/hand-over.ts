import { AftercareError } from "../../prover/errors.ts";
import {
  recordCommitment,
  randomBlinding,
  type ReadBundleOptions,
  type SurgeryRecord,
} from "../../prover/record/index.ts";
import { writeRecordFile } from "./record-file.ts";
import { seal } from "./sealing.ts";

/** A record as the surgeon hands it over. */
export interface HandedOverRecord {
  readonly record: SurgeryRecord;
  readonly recordCommitment: bigint;
  /** age file for patient and surgeon. */
  readonly sealed: Uint8Array;
}

/** A record was to be sealed to nobody. */
export class NoRecipientError extends AftercareError {
  override readonly name = "NoRecipientError";
}

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
  // Loaded when it is needed: a surgeon who only accepts and answers does without the validator's definitions.
  const { parseValidBundle } = await import("../../prover/record/fhir-validation.ts");
  const record = parseValidBundle(bundle, choices);
  const blinding = randomBlinding();
  const file = writeRecordFile({ bundle, choices, blinding });
  return {
    record,
    recordCommitment: recordCommitment(record, blinding),
    sealed: await seal(file, recipients),
  };
}
