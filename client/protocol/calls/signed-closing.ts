import type { Terms } from "../terms.ts";

/** A patient's acceptance of the record, signed. */
export interface SignedClosing {
  readonly terms: Terms;
  readonly recordCommitment: bigint;
  readonly deadline: bigint;
  readonly patientSignature: string;
}
