export { CODE_SYSTEMS, fingerprint, packCode, parseCode, unpackCode } from "./codes.ts";
export type { Code, CodeSystem } from "./codes.ts";
export { randomBlinding, recordCommitment } from "./commitment.ts";
export { CURRENCIES } from "./currencies.ts";
export type { Currency } from "./currencies.ts";
export { dayOf, formatDay } from "./days.ts";
export { describeRecord } from "./describe.ts";
export { describeField, fieldLabel } from "./describe-field.ts";
export {
  AmbiguousBillsError,
  AmbiguousProcedureError,
  InvalidBundleError,
  InvalidRecordError,
  UnknownBillError,
  UnknownProcedureError,
  UnrepresentableFieldError,
} from "./errors.ts";
export type { BillCandidate, ProcedureCandidate } from "./errors.ts";
export { parseBundle, readBundle } from "./fhir/read-bundle.ts";
export type { ReadBundleOptions } from "./fhir/read-bundle.ts";
export { FIELD_CODE_SYSTEMS, decodeRecord, encodeRecord } from "./fields.ts";
export { medicinesRootPrefix } from "./medicines-root.ts";
export { codeSystemOf } from "./system-names.ts";
export {
  ANAESTHESIA_TYPES,
  ASA_CLASSES,
  COMPLICATION_GRADES,
  FIELD_NAMES,
  NOT_STATED,
  SCHEMA_VERSION,
} from "./schema.ts";
export type {
  AnaesthesiaType,
  AsaClass,
  ComplicationGrade,
  FieldName,
  RecordFields,
  SurgeryRecord,
} from "./schema.ts";
