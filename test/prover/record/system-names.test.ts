import { describe, expect, it } from "vitest";

import { codeSystemOf, fingerprint } from "../../../prover/record/index.ts";
import type { Code, CodeSystem } from "../../../prover/record/index.ts";
import { readWith, readChanged } from "./edited-bundle.ts";
import { resourceOf } from "./fixtures.ts";

const OIDS: Readonly<Record<Exclude<CodeSystem, "fingerprint">, readonly string[]>> = {
  "snomed-ct": ["2.16.840.1.113883.6.96"],
  "icd-10": ["2.16.840.1.113883.6.3"],
  "icd-10-cm": ["2.16.840.1.113883.6.90"],
  "icd-10-gm": [],
  "icd-10-pcs": ["2.16.840.1.113883.6.4"],
  cpt: ["2.16.840.1.113883.6.12"],
  hcpcs: ["2.16.840.1.113883.6.285", "2.16.840.1.113883.6.14"],
  "opcs-4": [],
  ops: [],
  ccam: ["1.2.250.1.215.300.1"],
  "gs1-gtin": ["2.51.1.1", "1.3.160"],
  "us-npi": ["2.16.840.1.113883.4.6"],
};

const URIS: Readonly<Record<keyof typeof OIDS, readonly string[]>> = {
  "snomed-ct": [
    "http://snomed.info/sct",
    "http://snomed.info/sct/731000124108",
    "http://snomed.info/sct/731000124108/version/20240901",
  ],
  "icd-10": ["http://hl7.org/fhir/sid/icd-10"],
  "icd-10-cm": ["http://hl7.org/fhir/sid/icd-10-cm"],
  "icd-10-gm": ["http://fhir.de/CodeSystem/bfarm/icd-10-gm", "http://fhir.de/CodeSystem/dimdi/icd-10-gm"],
  "icd-10-pcs": [
    "http://www.cms.gov/Medicare/Coding/ICD10",
    "http://hl7.org/fhir/sid/icd-10-pcs",
    "http://www.icd10data.com/icd10pcs",
  ],
  cpt: ["http://www.ama-assn.org/go/cpt"],
  hcpcs: [
    "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
    "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets/Alpha-Numeric-HCPCS.html",
  ],
  "opcs-4": ["https://fhir.hl7.org.uk/Id/opcs-4"],
  ops: ["http://fhir.de/CodeSystem/bfarm/ops", "http://fhir.de/CodeSystem/dimdi/ops"],
  ccam: ["https://smt.esante.gouv.fr/terminologie-ccam"],
  "gs1-gtin": ["https://www.gs1.org/gtin", "http://hl7.org/fhir/NamingSystem/gs1-di"],
  "us-npi": ["http://hl7.org/fhir/sid/us-npi"],
};

/** Spellings that change nothing of what a URI names. */
const SPELLINGS: readonly ((uri: string) => string)[] = [
  (uri) => uri,
  (uri) => `${uri}/`,
  (uri) => (uri.startsWith("https:") ? uri.replace("https:", "http:") : uri.replace("http:", "https:")),
  (uri) => uri.replace("://www.", "://"),
  (uri) => uri.toUpperCase(),
  (uri) => `${uri}|2024`,
  (uri) => ` ${uri}`,
];

const NAMES = (Object.keys(URIS) as (keyof typeof URIS)[]).flatMap((system) => [
  ...URIS[system].flatMap((uri) => SPELLINGS.map((spell) => [spell(uri), system] as const)),
  ...OIDS[system].flatMap((oid) =>
    [`urn:oid:${oid}`, `URN:OID:${oid}`, oid].map((name) => [name, system] as const),
  ),
]);

const CODES: Readonly<Record<keyof typeof URIS, string>> = {
  "snomed-ct": "80146002",
  "icd-10": "K35.8",
  "icd-10-cm": "K35.80",
  "icd-10-gm": "K35.8",
  "icd-10-pcs": "0DTJ4ZZ",
  cpt: "44970",
  hcpcs: "C1789",
  "opcs-4": "H01.1",
  ops: "5-470.11",
  ccam: "HHFA001",
  "gs1-gtin": "00844588003288",
  "us-npi": "1234567893",
};

/** Reads a code of the system through every element that may hold one. */
function readEverywhere(name: string, system: keyof typeof URIS): (Code | null)[] {
  const code = CODES[system];
  const coding = { coding: [{ system: name, code }] };
  switch (system) {
    case "snomed-ct":
      return [
        readWith("Procedure", { code: coding }).procedure,
        readWith("Procedure", { reasonCode: [coding] }).diagnosis,
        readWith("Procedure", { outcome: coding }).outcome,
      ];
    case "icd-10":
    case "icd-10-cm":
    case "icd-10-gm":
      return [readWith("Procedure", { reasonCode: [coding] }).diagnosis];
    case "us-npi": {
      const identifier = { system: name, value: code };
      return [
        readWith("Encounter", { serviceProvider: { identifier } }).facility,
        readWith("Encounter", { serviceProvider: { reference: `Organization?identifier=${name}|${code}` } })
          .facility,
      ];
    }
    case "gs1-gtin":
      return [
        { udiCarrier: [{ issuer: name, deviceIdentifier: code }] },
        { udiCarrier: undefined, type: undefined, identifier: [{ system: name, value: code }] },
      ].map(
        (elements) =>
          readChanged((bundle) => {
            const device = resourceOf(bundle, "Device");
            for (const [element, value] of Object.entries(elements)) {
              if (value === undefined) delete device[element];
              else device[element] = value;
            }
          }, "surgery-07-pacemaker-implant.json").device,
      );
    default:
      return [readWith("Procedure", { code: coding }).procedure];
  }
}

describe("the name of a system", () => {
  it.each(NAMES)("%j means %s", (name, system) => {
    expect(codeSystemOf(name)).toBe(system);
    // A conditional reference ends its system with a bar of its own.
    if (name.includes("|")) return;
    for (const code of readEverywhere(name, system)) expect(code).toEqual({ system, code: CODES[system] });
  });

  it.each([
    "",
    "http://snomed.info",
    "http://snomed.info/xsct",
    "http://snomed.info/sct/version/20240901",
    "http://hl7.org/fhir/sid/icd-9-cm",
    "urn:oid:2.16.840.1.113883.6.104",
    "urn:oid:2.16.840.1.113883.6.963",
    "ftp://snomed.info/sct",
  ])("%j means none that records use", (name) => {
    expect(codeSystemOf(name)).toBeUndefined();
  });

  it("of an identifier that is no number goes into its fingerprint as it is written", () => {
    const serviceProvider = { identifier: { system: "HTTP://Hospital.example/", value: "7" } };
    expect(readWith("Encounter", { serviceProvider }).facility).toEqual(
      fingerprint("HTTP://Hospital.example/", "7"),
    );
  });
});

describe("codes of one name in two systems", () => {
  it("are told apart where bills write CPT, the first level of HCPCS, under its name", () => {
    const system = "https://bluebutton.cms.gov/resources/codesystem/hcpcs";
    const read = (code: string) => readWith("Procedure", { code: { coding: [{ system, code }] } }).procedure;
    expect(read("15830")).toEqual({ system: "cpt", code: "15830" });
    expect(read("C1789")).toEqual({ system: "hcpcs", code: "C1789" });
  });
});
