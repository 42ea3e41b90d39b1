import type { Terms } from "../terms.ts";

/** A patient's acceptance of the record, signed. */
export interface SignedClosing {
  terms: Terms;
  recordCommitment: bigint;
  deadline: bigint;
  patientSignature: string;
}
