import { CODE_SYSTEMS, unpackCode } from "./codes.ts";
import { currencyOf } from "./currencies.ts";
import { formatDay, LAST_DAY } from "./days.ts";
import { ASA_NUMERALS, describeCode } from "./describe.ts";
import { FIELD_CODE_SYSTEMS } from "./fields.ts";
import {
  ANAESTHESIA_TYPES,
  COMPLICATION_GRADES,
  NOT_STATED,
  SCHEMA_VERSION,
  type FieldName,
} from "./schema.ts";

function code(field: bigint): string | undefined {
  const known = unpackCode(field);
  return known && describeCode(known);
}

function day(field: bigint): string | undefined {
  return field > BigInt(LAST_DAY) ? undefined : formatDay(Number(field));
}

function systemTitle(field: bigint): string | undefined {
  const system = FIELD_CODE_SYSTEMS.procedure.find((known) => CODE_SYSTEMS[known].tag === field);
  return system && CODE_SYSTEMS[system].title;
}

function oneOf(texts: readonly string[], first = 0n): (field: bigint) => string | undefined {
  // An index beyond the list, or before it, finds nothing.
  return (field) => texts[Number(field - first)];
}

function hundredths(field: bigint): string {
  return `${field / 100n}.${(field % 100n).toString().padStart(2, "0")}`;
}

function medicinesRootPrefix(field: bigint): string {
  return field === 0n ? "none" : `0x${field.toString(16).padStart(16, "0")}…`;
}

/** What each field is called, and how one integer of it reads; undefined for what the schema does not allow. */
const FIELDS: Readonly<
  Record<FieldName, readonly [label: string, read: (field: bigint) => string | undefined]>
> = {
  procedure: ["Procedure", code],
  codeSystem: ["Code system of the procedure", systemTitle],
  diagnosis: ["Diagnosis", code],
  surgeryDay: ["Surgery", day],
  dischargeDay: ["Discharge", day],
  totalCost: ["Total cost", hundredths],
  currency: ["Currency", (field) => currencyOf(Number(field))],
  anaesthesiaType: ["Anaesthesia", oneOf(ANAESTHESIA_TYPES)],
  asaClass: ["ASA class", oneOf(ASA_NUMERALS, 1n)],
  complicationGrade: ["Complications (Clavien–Dindo)", oneOf(COMPLICATION_GRADES)],
  outcome: ["Outcome", code],
  facility: ["Facility", code],
  device: ["Device", code],
  medicinesRootPrefix: ["Medicines root", medicinesRootPrefix],
  schemaVersion: ["Schema", (field) => (field === BigInt(SCHEMA_VERSION) ? `version ${field}` : undefined)],
};

/** A field's name for people, such as "ASA class". */
export function fieldLabel(name: FieldName): string {
  return FIELDS[name][0];
}

/**
 * One field of a record for people. Says so where the record does not state it, or holds what the schema does not allow.
 *
 * @param field From 0 to 2⁶⁴ − 1, as `encodeRecord` gives it.
 */
export function describeField(name: FieldName, field: bigint): string {
  if (field === NOT_STATED) return "not stated";
  const text = FIELDS[name][1](field);
  return text === undefined ? `outside the schema (${field})` : text;
}
