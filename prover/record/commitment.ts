import { poseidon16 } from "poseidon-lite/poseidon16";

import { FIELD_MODULUS, assertFieldElement } from "../field.ts";
import { assertFields, encodeRecord } from "./fields.ts";
import type { RecordFields, SurgeryRecord } from "./schema.ts";

function isFields(record: SurgeryRecord | RecordFields): record is RecordFields {
  return Array.isArray(record);
}

/**
 * Commits to a record: `Poseidon16(field₀ … field₁₄, blinding)`.
 *
 * @param record A record, or its fifteen fields as `encodeRecord` gives them.
 * @param blinding A field element that only those who may open the commitment know; see {@link randomBlinding}.
 * @throws InvalidRecordError where a field is outside the schema; NotAFieldElementError for the blinding.
 */
export function recordCommitment(record: SurgeryRecord | RecordFields, blinding: bigint): bigint {
  const fields = isFields(record) ? record : encodeRecord(record);
  assertFields(fields);
  assertFieldElement("blinding", blinding);
  return poseidon16([...fields, blinding]);
}

/**
 * A uniform random field element. Without it anyone could try the few plausible records against a commitment.
 *
 * Draws 254 bits and rejects what is not below r (about one draw in four): reducing instead would favour small values.
 */
export function randomBlinding(): bigint {
  for (;;) {
    const bytes = crypto.getRandomValues(new Uint8Array(32));
    const candidate = bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n) >> 2n;
    if (candidate < FIELD_MODULUS) return candidate;
  }
}
