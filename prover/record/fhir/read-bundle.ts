import { MalformedJsonError, parseStrictJson } from "../../json/strict-json.ts";
import { InvalidBundleError } from "../errors.ts";
import { FIELD_CODE_SYSTEMS } from "../fields.ts";
import { medicinesRootPrefix } from "../medicines-root.ts";
import { SCHEMA_VERSION } from "../schema.ts";
import type { SurgeryRecord } from "../schema.ts";
import { readAnaesthesia } from "./anaesthesia.ts";
import { readAsaClass } from "./asa-class.ts";
import { Bundle } from "./bundle.ts";
import { readConcept } from "./codings.ts";
import { readComplicationGrade } from "./complication.ts";
import { readCost } from "./cost.ts";
import { readDevice } from "./device.ts";
import { readDiagnosis } from "./diagnosis.ts";
import { findEncounter, readDischargeDay } from "./encounter.ts";
import { readFacility } from "./facility.ts";
import { findSurgery, readSurgeryStart } from "./procedure.ts";

/** What the bundle itself does not tell. */
export interface ReadBundleOptions {
  /** `id` or `fullUrl` of the Procedure to read, for a bundle that holds several. */
  readonly procedure?: string;
  /** `id` or `fullUrl` of the bills that make its cost, for a bundle whose bills do not clearly add up. */
  readonly bills?: readonly string[];
  /** The medicines root of the surgery's plan, 32 bytes as 0x-prefixed hexadecimal; none by default. */
  readonly medicinesRoot?: string;
}

/**
 * Reads one surgery from the parsed JSON of a FHIR R4 Bundle of type collection, document, searchset or transaction.
 * `docs/record.md` says where each field is read from.
 *
 * @throws InvalidBundleError where it is no such bundle; AmbiguousProcedureError and UnknownProcedureError about the choice
 * of the Procedure; AmbiguousBillsError and UnknownBillError about that of bills; UnrepresentableFieldError, with the path, for what a record cannot say; InvalidRecordError for the medicines root.
 *
 * Numbers of parsed JSON may have been rounded before they came here: {@link parseBundle} notices that, this cannot.
 */
export function readBundle(json: unknown, options: ReadBundleOptions = {}): SurgeryRecord {
  return readRecord(new Bundle(json), options);
}

/** Reads one surgery from a bundle, which from then on knows the entries that the record was read from. */
export function readRecord(bundle: Bundle, options: ReadBundleOptions): SurgeryRecord {
  const surgery = findSurgery(bundle, options.procedure);
  const encounter = findEncounter(bundle, surgery);
  const start = readSurgeryStart(surgery);
  const cost = readCost(bundle, surgery, options.bills);
  const outcome = surgery.element.optionalChild("outcome");
  return {
    procedure: readConcept(surgery.element.child("code"), FIELD_CODE_SYSTEMS.procedure),
    diagnosis: readDiagnosis(bundle, surgery),
    surgeryDay: start.day,
    dischargeDay: readDischargeDay(encounter, start),
    totalCostCents: cost?.cents ?? null,
    currency: cost?.currency ?? null,
    anaesthesiaType: readAnaesthesia(bundle, surgery),
    asaClass: readAsaClass(bundle, surgery, encounter),
    complicationGrade: readComplicationGrade(surgery),
    outcome: outcome === undefined ? null : readConcept(outcome, FIELD_CODE_SYSTEMS.outcome),
    facility: readFacility(bundle, surgery, encounter),
    device: readDevice(bundle, surgery),
    medicinesRootPrefix:
      options.medicinesRoot === undefined ? 0n : medicinesRootPrefix(options.medicinesRoot),
    schemaVersion: SCHEMA_VERSION,
  };
}

/** The JSON of a bundle's text, parsed as strictly as medical data wants it. Throws InvalidBundleError. */
export function parseBundleJson(text: string): unknown {
  try {
    return parseStrictJson(text);
  } catch (error) {
    if (error instanceof MalformedJsonError) throw new InvalidBundleError(error.problem, error.details);
    throw error;
  }
}

/**
 * Reads one surgery from the text of a FHIR R4 Bundle in JSON: {@link readBundle} behind a parser that also refuses
 * repeated names and deep nesting, and never takes a rounded number for the amount that was written.
 */
export function parseBundle(text: string, options: ReadBundleOptions = {}): SurgeryRecord {
  return readBundle(parseBundleJson(text), options);
}
