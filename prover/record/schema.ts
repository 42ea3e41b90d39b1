import type { Code } from "./codes.ts";
import type { Currency } from "./currencies.ts";

/** Version of the meaning of the fifteen fields; it is the last of them. */
export const SCHEMA_VERSION = 1;

/** Names of the fields, in the order in which the commitment takes them. Policies use the same names. */
export const FIELD_NAMES = [
  "procedure",
  "codeSystem",
  "diagnosis",
  "surgeryDay",
  "dischargeDay",
  "totalCost",
  "currency",
  "anaesthesiaType",
  "asaClass",
  "complicationGrade",
  "outcome",
  "facility",
  "device",
  "medicinesRootPrefix",
  "schemaVersion",
] as const;

export type FieldName = (typeof FIELD_NAMES)[number];

/** The fields of a record: fifteen integers from 0 to 2⁶⁴ − 1, in the order of {@link FIELD_NAMES}. */
export type RecordFields = readonly bigint[];

/** First integer that no field can hold. */
export const FIELD_LIMIT = 1n << 64n;

/**
 * What a field holds when the record does not state it. It lies above every stated value, so that a policy's
 * "at least III" with an upper bound of V does not hold for a record that says nothing about complications.
 */
export const NOT_STATED = FIELD_LIMIT - 1n;

/** Kinds of anaesthesia, by rising code from 0. "combined" means at least two of the others. */
export const ANAESTHESIA_TYPES = ["none", "local", "sedation", "regional", "general", "combined"] as const;
export type AnaesthesiaType = (typeof ANAESTHESIA_TYPES)[number];

/** Clavien–Dindo grades, by rising code from 0, so that a worse course is a greater number. */
export const COMPLICATION_GRADES = ["none", "I", "II", "IIIa", "IIIb", "IVa", "IVb", "V"] as const;
export type ComplicationGrade = (typeof COMPLICATION_GRADES)[number];

/** Physical status classes of the American Society of Anesthesiologists, I to VI. */
export const ASA_CLASSES = [1, 2, 3, 4, 5, 6] as const;
export type AsaClass = (typeof ASA_CLASSES)[number];

/** A surgery as people read it. `null` means that the record does not state the value. */
export interface SurgeryRecord {
  /** What was done: SNOMED CT, ICD-10-PCS, OPS, OPCS-4, CCAM, CPT or HCPCS Level II. */
  readonly procedure: Code;
  /** Why it was done: SNOMED CT, ICD-10-CM, ICD-10-GM or ICD-10. */
  readonly diagnosis: Code | null;
  /** UTC day on which the surgery began, days since 1970-01-01. */
  readonly surgeryDay: number;
  /** UTC day on which the patient left, not before `surgeryDay`. */
  readonly dischargeDay: number | null;
  /** Hundredths of the currency's unit, for every currency; stated exactly when `currency` is. */
  readonly totalCostCents: bigint | null;
  /** ISO 4217 letters, such as "USD". */
  readonly currency: Currency | null;
  readonly anaesthesiaType: AnaesthesiaType | null;
  readonly asaClass: AsaClass | null;
  readonly complicationGrade: ComplicationGrade | null;
  /** SNOMED CT. */
  readonly outcome: Code | null;
  /** US NPI, or the fingerprint of another identifier. */
  readonly facility: Code | null;
  /** SNOMED CT type, GS1 GTIN, or the fingerprint of another identifier. */
  readonly device: Code | null;
  /** First eight bytes, big-endian, of the plan's medicines root; 0 where the plan has no medicines. */
  readonly medicinesRootPrefix: bigint;
  readonly schemaVersion: typeof SCHEMA_VERSION;
}
