import { CODE_SYSTEMS, packCode, parseCode, unpackCode } from "./codes.ts";
import type { Code, CodeSystem } from "./codes.ts";
import { CURRENCIES, currencyOf, isCurrency } from "./currencies.ts";
import { LAST_DAY } from "./days.ts";
import { InvalidRecordError } from "./errors.ts";
import {
  ANAESTHESIA_TYPES,
  ASA_CLASSES,
  COMPLICATION_GRADES,
  FIELD_LIMIT,
  FIELD_NAMES,
  NOT_STATED,
  SCHEMA_VERSION,
} from "./schema.ts";
import type { AsaClass, FieldName, RecordFields, SurgeryRecord } from "./schema.ts";

/** The code systems that each coded field may use, the preferred one first. */
export const FIELD_CODE_SYSTEMS = {
  // What says most about the surgery first: a terminology, the countries' classifications of procedures, then what bills use.
  procedure: ["snomed-ct", "icd-10-pcs", "ops", "opcs-4", "ccam", "cpt", "hcpcs"],
  diagnosis: ["snomed-ct", "icd-10-cm", "icd-10-gm", "icd-10"],
  outcome: ["snomed-ct"],
  facility: ["us-npi", "fingerprint"],
  device: ["gs1-gtin", "snomed-ct", "fingerprint"],
} as const satisfies Readonly<Record<string, readonly CodeSystem[]>>;

/** The systems that surgeries are coded in. */
export type ProcedureSystem = (typeof FIELD_CODE_SYSTEMS.procedure)[number];

type CodedField = keyof typeof FIELD_CODE_SYSTEMS;

function allows(field: CodedField, system: CodeSystem): boolean {
  return (FIELD_CODE_SYSTEMS[field] as readonly CodeSystem[]).includes(system);
}

function expectedCode(field: CodedField): string {
  return `a code of ${FIELD_CODE_SYSTEMS[field].map((system) => CODE_SYSTEMS[system].title).join(" or ")}`;
}

function encodeCode(field: CodedField, code: Code): bigint {
  // Codes reach this line from outside, so the system may be any value in spite of its type.
  const known =
    allows(field, code.system) && typeof code.code === "string"
      ? parseCode(code.system, code.code)
      : undefined;
  if (known === undefined) throw new InvalidRecordError(field, expectedCode(field));
  return packCode(known);
}

function decodeCode(field: CodedField, packed: bigint): Code {
  const code = unpackCode(packed);
  if (code === undefined || !allows(field, code.system))
    throw new InvalidRecordError(field, expectedCode(field));
  return code;
}

function encodeIndex(field: FieldName, values: readonly string[], value: string): bigint {
  const index = values.indexOf(value);
  if (index < 0) throw new InvalidRecordError(field, `one of: ${values.join(", ")}`);
  return BigInt(index);
}

function decodeIndex<Value extends string>(field: FieldName, values: readonly Value[], index: bigint): Value {
  const value = index < BigInt(values.length) ? values[Number(index)] : undefined;
  if (value === undefined) throw new InvalidRecordError(field, `a code from 0 to ${values.length - 1}`);
  return value;
}

function encodeDay(field: FieldName, day: number): bigint {
  if (!Number.isInteger(day) || day < 0 || day > LAST_DAY) {
    throw new InvalidRecordError(field, "a day from 1970-01-01 to 9999-12-31, counted from the first");
  }
  return BigInt(day);
}

function decodeDay(field: FieldName, day: bigint): number {
  if (day > BigInt(LAST_DAY)) throw new InvalidRecordError(field, "a day up to 9999-12-31, or not stated");
  return Number(day);
}

function encodeAsaClass(asaClass: number): bigint {
  if (!ASA_CLASSES.some((known) => known === asaClass))
    throw new InvalidRecordError("asaClass", "a class from 1 to 6");
  return BigInt(asaClass);
}

function decodeAsaClass(field: bigint): AsaClass {
  const asaClass = ASA_CLASSES.find((known) => BigInt(known) === field);
  if (asaClass === undefined) throw new InvalidRecordError("asaClass", "a class from 1 to 6, or not stated");
  return asaClass;
}

function encodeCents(cents: bigint): bigint {
  if (typeof cents !== "bigint" || cents < 0n || cents >= NOT_STATED) {
    throw new InvalidRecordError("totalCost", "an amount in cents from 0 to 2⁶⁴ − 2");
  }
  return cents;
}

function stated<Value>(value: Value | null, encode: (value: Value) => bigint): bigint {
  return value === null ? NOT_STATED : encode(value);
}

function ifStated<Value>(field: bigint, decode: (field: bigint) => Value): Value | null {
  return field === NOT_STATED ? null : decode(field);
}

function assertConsistent(record: SurgeryRecord): void {
  if ((record.totalCostCents === null) !== (record.currency === null)) {
    throw new InvalidRecordError("currency", "stated exactly when the total cost is");
  }
  if (record.dischargeDay !== null && record.dischargeDay < record.surgeryDay) {
    throw new InvalidRecordError("dischargeDay", "the day of the surgery or a later one");
  }
}

/** Throws {@link InvalidRecordError} unless these are fifteen integers from 0 to 2⁶⁴ − 1. */
export function assertFields(fields: RecordFields): void {
  if (!Array.isArray(fields) || fields.length !== FIELD_NAMES.length)
    throw new InvalidRecordError("number of fields", `${FIELD_NAMES.length}, as encodeRecord gives them`);
  for (const [index, name] of FIELD_NAMES.entries()) {
    const field: unknown = fields[index];
    if (typeof field !== "bigint" || field < 0n || field >= FIELD_LIMIT) {
      throw new InvalidRecordError(name, "an integer from 0 to 2⁶⁴ − 1");
    }
  }
}

/**
 * Encodes a record as its fifteen fields, in the order of `FIELD_NAMES`, each from 0 to 2⁶⁴ − 1.
 *
 * @throws InvalidRecordError where a value is outside the schema.
 */
export function encodeRecord(record: SurgeryRecord): RecordFields {
  assertConsistent(record);
  if (record.schemaVersion !== SCHEMA_VERSION)
    throw new InvalidRecordError("schemaVersion", String(SCHEMA_VERSION));
  const procedure = encodeCode("procedure", record.procedure);
  const fields: Record<FieldName, bigint> = {
    procedure,
    codeSystem: CODE_SYSTEMS[record.procedure.system].tag,
    diagnosis: stated(record.diagnosis, (code) => encodeCode("diagnosis", code)),
    surgeryDay: encodeDay("surgeryDay", record.surgeryDay),
    dischargeDay: stated(record.dischargeDay, (day) => encodeDay("dischargeDay", day)),
    totalCost: stated(record.totalCostCents, encodeCents),
    currency: stated(record.currency, (letters) => {
      if (!isCurrency(letters)) throw new InvalidRecordError("currency", "a currency of ISO 4217");
      return BigInt(CURRENCIES[letters]);
    }),
    anaesthesiaType: stated(record.anaesthesiaType, (type) =>
      encodeIndex("anaesthesiaType", ANAESTHESIA_TYPES, type),
    ),
    asaClass: stated(record.asaClass, encodeAsaClass),
    complicationGrade: stated(record.complicationGrade, (grade) =>
      encodeIndex("complicationGrade", COMPLICATION_GRADES, grade),
    ),
    outcome: stated(record.outcome, (code) => encodeCode("outcome", code)),
    facility: stated(record.facility, (code) => encodeCode("facility", code)),
    device: stated(record.device, (code) => encodeCode("device", code)),
    medicinesRootPrefix: record.medicinesRootPrefix,
    schemaVersion: BigInt(SCHEMA_VERSION),
  };
  const ordered = FIELD_NAMES.map((name) => fields[name]);
  assertFields(ordered);
  return ordered;
}

/**
 * Reads a record back from its fifteen fields. Exactly the fields that {@link encodeRecord} gives are accepted.
 *
 * @throws InvalidRecordError where a field is outside the schema.
 */
export function decodeRecord(fields: RecordFields): SurgeryRecord {
  assertFields(fields);
  const field = (name: FieldName): bigint => fields[FIELD_NAMES.indexOf(name)]!;
  if (field("schemaVersion") !== BigInt(SCHEMA_VERSION))
    throw new InvalidRecordError("schemaVersion", String(SCHEMA_VERSION));

  const procedure = decodeCode("procedure", field("procedure"));
  if (field("codeSystem") !== CODE_SYSTEMS[procedure.system].tag) {
    throw new InvalidRecordError("codeSystem", "the code system of the procedure");
  }
  const record: SurgeryRecord = {
    procedure,
    diagnosis: ifStated(field("diagnosis"), (packed) => decodeCode("diagnosis", packed)),
    surgeryDay: decodeDay("surgeryDay", field("surgeryDay")),
    dischargeDay: ifStated(field("dischargeDay"), (day) => decodeDay("dischargeDay", day)),
    totalCostCents: ifStated(field("totalCost"), (cents) => cents),
    currency: ifStated(field("currency"), (number) => {
      const currency = currencyOf(Number(number));
      if (currency === undefined) throw new InvalidRecordError("currency", "a currency of ISO 4217");
      return currency;
    }),
    anaesthesiaType: ifStated(field("anaesthesiaType"), (index) =>
      decodeIndex("anaesthesiaType", ANAESTHESIA_TYPES, index),
    ),
    asaClass: ifStated(field("asaClass"), decodeAsaClass),
    complicationGrade: ifStated(field("complicationGrade"), (index) =>
      decodeIndex("complicationGrade", COMPLICATION_GRADES, index),
    ),
    outcome: ifStated(field("outcome"), (packed) => decodeCode("outcome", packed)),
    facility: ifStated(field("facility"), (packed) => decodeCode("facility", packed)),
    device: ifStated(field("device"), (packed) => decodeCode("device", packed)),
    medicinesRootPrefix: field("medicinesRootPrefix"),
    schemaVersion: SCHEMA_VERSION,
  };
  assertConsistent(record);
  return record;
}
