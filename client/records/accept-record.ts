import { AftercareError } from "../../prover/errors.ts";
import { parseBundle, recordCommitment, type SurgeryRecord } from "../../prover/record/index.ts";
import { readRecordFile } from "./record-file.ts";
import { open } from "./sealing.ts";

/** The record that a surgeon hands over is not the one she committed to on chain. */
export class RecordMismatchError extends AftercareError {
  override readonly name = "RecordMismatchError";
}

/** A record as the patient accepted it, with what is needed to prove things about it later. */
export interface AcceptedRecord {
  readonly record: SurgeryRecord;
  readonly recordCommitment: bigint;
  readonly blinding: bigint;
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
  const { bundle, choices, blinding } = readRecordFile(await open(sealed, ageIdentity));
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
