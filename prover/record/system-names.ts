import type { CodeSystem } from "./codes.ts";

/**
 * Every name by which files from outside call a system of codes or identifiers. URIs stand without scheme and `www.`,
 * in small letters and without a final slash, which is how {@link nameOf} puts them; object identifiers stand bare.
 */
const NAMES: Readonly<Record<Exclude<CodeSystem, "fingerprint">, readonly string[]>> = {
  "snomed-ct": ["snomed.info/sct", "snomed.info/id", "2.16.840.1.113883.6.96"],
  "icd-10": [
    "hl7.org/fhir/sid/icd-10",
    "hl7.org/fhir/sid/icd-10-uk",
    "id.who.int/icd/release/10",
    "terminology.hl7.org/codesystem/icd10",
    "2.16.840.1.113883.6.3",
  ],
  "icd-10-cm": [
    "hl7.org/fhir/sid/icd-10-cm",
    "terminology.hl7.org/codesystem/icd10cm",
    "icd10data.com/icd10cm",
    "2.16.840.1.113883.6.90",
  ],
  "icd-10-pcs": [
    "cms.gov/medicare/coding/icd10",
    "hl7.org/fhir/sid/icd-10-pcs",
    "icd10data.com/icd10pcs",
    "terminology.hl7.org/codesystem/icd10pcs",
    "2.16.840.1.113883.6.4",
  ],
  cpt: [
    "ama-assn.org/go/cpt",
    "hl7.org/fhir/sid/cpt",
    "terminology.hl7.org/codesystem/cpt",
    "2.16.840.1.113883.6.12",
  ],
  hcpcs: [
    "cms.gov/medicare/coding/hcpcsreleasecodesets",
    "cms.gov/medicare/coding/hcpcsreleasecodesets/alpha-numeric-hcpcs.html",
    "bluebutton.cms.gov/resources/codesystem/hcpcs",
    "hl7.org/fhir/sid/hcpcs",
    "terminology.hl7.org/codesystem/hcpcs",
    "terminology.hl7.org/codesystem/hcpcs-all-codes",
    "2.16.840.1.113883.6.285",
    "2.16.840.1.113883.6.14",
  ],
  "opcs-4": ["fhir.hl7.org.uk/id/opcs-4", "hl7.org/fhir/sid/ex-opcs4", "datadictionary.nhs.uk/opcs-4"],
  ops: ["fhir.de/codesystem/bfarm/ops", "fhir.de/codesystem/dimdi/ops", "fhir.de/codesystem/ops"],
  ccam: ["smt.esante.gouv.fr/terminologie-ccam", "1.2.250.1.215.300.1", "1.2.250.1.213.2.5"],
  "icd-10-gm": ["fhir.de/codesystem/bfarm/icd-10-gm", "fhir.de/codesystem/dimdi/icd-10-gm"],
  "gs1-gtin": [
    "gs1.org/gtin",
    "gs1.org/standards/id-keys/gtin",
    "hl7.org/fhir/namingsystem/gs1-di",
    "hl7.org/fhir/namingsystem/gs1",
    "hl7.org/fhir/sid/gtin",
    "gs1.org",
    "gs1",
    "2.51.1.1",
    "1.3.160",
  ],
  "us-npi": ["hl7.org/fhir/sid/us-npi", "terminology.hl7.org/namingsystem/npi", "2.16.840.1.113883.4.6"],
};

/** Systems that surgeries are coded in too, but records cannot hold: errors name them. */
const UNUSABLE_NAMES: Readonly<Record<string, readonly string[]>> = {
  "ICD-9-CM": [
    "hl7.org/fhir/sid/icd-9-cm",
    "hl7.org/fhir/sid/icd-9-cm/diagnosis",
    "hl7.org/fhir/sid/icd-9-cm/procedure",
    "terminology.hl7.org/codesystem/icd9cm",
    "terminology.hl7.org/codesystem/icd9",
    "2.16.840.1.113883.6.42",
    "2.16.840.1.113883.6.103",
    "2.16.840.1.113883.6.104",
  ],
  "CIM-10": ["smt.esante.gouv.fr/terminologie-cim-10"],
  "ICD-11": ["id.who.int/icd/release/11/mms", "hl7.org/fhir/sid/icd-11-mms"],
  LOINC: ["loinc.org", "2.16.840.1.113883.6.1"],
  CDT: ["ada.org/cdt", "terminology.hl7.org/codesystem/cd2", "2.16.840.1.113883.6.13"],
  RxNorm: ["nlm.nih.gov/research/umls/rxnorm", "2.16.840.1.113883.6.88"],
};

function byName<System extends string>(
  names: Readonly<Record<System, readonly string[]>>,
): ReadonlyMap<string, System> {
  const systems = Object.keys(names) as System[];
  return new Map(systems.flatMap((system) => names[system].map((name) => [name, system] as const)));
}

const SYSTEMS = byName(NAMES);
const UNUSABLE_SYSTEMS = byName(UNUSABLE_NAMES);

/**
 * What two spellings of one system have in common. No two systems differ in scheme, case, final slash or `|version`
 * alone, and a SNOMED CT URI goes on with edition and version of the same codes.
 */
function nameOf(uri: string): string {
  const name = uri
    .trim()
    .toLowerCase()
    .replace(/\|.*$/s, "")
    .replace(/^(?:https?:\/\/(?:www\.)?|urn:oid:|oid:)/, "")
    .replace(/\/+$/, "");
  return /^snomed\.info\/sct\/[0-9]+(?:\/version\/[0-9]+)?$/.test(name) ? "snomed.info/sct" : name;
}

/** The system that files name by this URI or object identifier, or undefined where records do not know it. */
export function codeSystemOf(uri: string): CodeSystem | undefined {
  return SYSTEMS.get(nameOf(uri));
}

/** What people call a system whose codes no record holds; undefined for one that records use, and for one not known here. */
export function unusableSystemOf(uri: string): string | undefined {
  return UNUSABLE_SYSTEMS.get(nameOf(uri));
}

/** Whether two URIs or object identifiers name one system. */
export function isSameSystem(uri: string, other: string): boolean {
  return (
    nameOf(uri) === nameOf(other) ||
    (codeSystemOf(uri) !== undefined && codeSystemOf(uri) === codeSystemOf(other))
  );
}
