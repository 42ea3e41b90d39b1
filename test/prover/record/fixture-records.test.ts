import { describe, expect, it } from "vitest";

import {
  decodeRecord,
  encodeRecord,
  fingerprint,
  parseBundle,
  readBundle,
} from "../../../prover/record/index.ts";
import { parseValidBundle } from "../../../prover/record/fhir-validation.ts";
import type { SurgeryRecord } from "../../../prover/record/index.ts";
import { day, snomed, synthea } from "./edited-bundle.ts";
import { FIXTURE_NAMES, fixture, fixtureText } from "./fixtures.ts";

const NOTHING_STATED = {
  diagnosis: null,
  dischargeDay: null,
  totalCostCents: null,
  currency: null,
  anaesthesiaType: null,
  asaClass: null,
  complicationGrade: null,
  outcome: null,
  facility: null,
  device: null,
  medicinesRootPrefix: 0n,
  schemaVersion: 1,
} as const;

const pcs = (code: string) => ({ system: "icd-10-pcs", code }) as const;
const COSMETIC = { system: "icd-10-cm", code: "Z41.1" } as const;
const CLINIC = { system: "us-npi", code: "1234567893" } as const;
const SUCCESSFUL = { system: "snomed-ct", code: "385669000" } as const;

const EXPECTED: Readonly<Record<string, SurgeryRecord>> = {
  "surgery-01-prostatectomy.json": {
    ...NOTHING_STATED,
    procedure: snomed("90470006"),
    diagnosis: snomed("126906006"),
    surgeryDay: day("1983-08-27"),
    dischargeDay: day("1983-08-27"),
    totalCostCents: 64_165n,
    currency: "USD",
    facility: synthea("5103c940-0c08-392f-95cd-446e0cea042a"),
  },
  "surgery-02-knee-manipulation.json": {
    ...NOTHING_STATED,
    procedure: snomed("699253003"),
    diagnosis: snomed("444448004"),
    surgeryDay: day("2018-06-14"),
    dischargeDay: day("2018-06-16"),
    totalCostCents: 2_422_458n,
    currency: "USD",
    facility: synthea("4861d01f-019c-3dac-a153-8334e50919f9"),
  },
  "surgery-03-wound-suture.json": {
    ...NOTHING_STATED,
    procedure: snomed("288086009"),
    diagnosis: snomed("284551006"),
    surgeryDay: day("2013-01-04"),
    dischargeDay: day("2013-01-04"),
    totalCostCents: 1_145_432n,
    currency: "USD",
    facility: synthea("ecc51621-0af3-3b35-ac3e-8b1e34022e92"),
  },
  "surgery-04-vasectomy.json": {
    ...NOTHING_STATED,
    procedure: snomed("22523008"),
    surgeryDay: day("2012-02-19"),
    dischargeDay: day("2012-02-19"),
    totalCostCents: 1_459_855n,
    currency: "USD",
    facility: synthea("226098a2-6a40-3588-b5bb-db56c3a30a04"),
  },
  "surgery-05-prostate-biopsy.json": {
    ...NOTHING_STATED,
    procedure: snomed("65575008"),
    surgeryDay: day("1983-08-27"),
    dischargeDay: day("1983-08-27"),
    totalCostCents: 64_165n,
    currency: "USD",
    facility: synthea("5103c940-0c08-392f-95cd-446e0cea042a"),
  },
  "surgery-06-appendectomy.json": {
    ...NOTHING_STATED,
    procedure: snomed("80146002"),
    diagnosis: snomed("74400008"),
    surgeryDay: day("2013-04-05"),
    dischargeDay: day("2013-04-08"),
    totalCostCents: 12_500n,
    currency: "USD",
    anaesthesiaType: "general",
    asaClass: 2,
    complicationGrade: "none",
    outcome: SUCCESSFUL,
    facility: fingerprint("http://jurisdiction.org/facilities", "HOSP1234"),
  },
  "surgery-07-pacemaker-implant.json": {
    ...NOTHING_STATED,
    procedure: snomed("25267002"),
    diagnosis: snomed("48867003"),
    surgeryDay: day("2015-04-05"),
    totalCostCents: 12_500n,
    currency: "USD",
    anaesthesiaType: "combined",
    asaClass: 3,
    outcome: SUCCESSFUL,
    device: { system: "gs1-gtin", code: "00844588003288" },
  },
  "surgery-08-forearm-biopsy.json": {
    ...NOTHING_STATED,
    procedure: snomed("90105005"),
    diagnosis: snomed("95324001"),
    surgeryDay: day("2014-02-03"),
    totalCostCents: 13_557n,
    currency: "USD",
    anaesthesiaType: "local",
    complicationGrade: "I",
  },
  "surgery-09-rhinoplasty.json": {
    ...NOTHING_STATED,
    procedure: pcs("090K0ZZ"),
    diagnosis: COSMETIC,
    surgeryDay: day("2026-02-10"),
    dischargeDay: day("2026-02-11"),
    totalCostCents: 740_000n,
    currency: "USD",
    anaesthesiaType: "general",
    asaClass: 1,
    complicationGrade: "none",
    outcome: SUCCESSFUL,
    facility: CLINIC,
  },
  "surgery-10-breast-augmentation.json": {
    ...NOTHING_STATED,
    // The bundle has an ICD-10-PCS code too; SNOMED CT goes first.
    procedure: snomed("302343007"),
    diagnosis: COSMETIC,
    surgeryDay: day("2026-03-03"),
    dischargeDay: day("2026-03-04"),
    totalCostCents: 895_050n,
    currency: "EUR",
    anaesthesiaType: "general",
    asaClass: 1,
    complicationGrade: "IIIb",
    facility: fingerprint("https://clinics.example/id", "EC-0417"),
    device: snomed("2282003"),
  },
  "surgery-11-liposuction.json": {
    ...NOTHING_STATED,
    procedure: pcs("0J083ZZ"),
    diagnosis: COSMETIC,
    surgeryDay: day("2026-04-21"),
    dischargeDay: day("2026-04-21"),
    totalCostCents: 412_025n,
    currency: "USD",
    anaesthesiaType: "sedation",
    asaClass: 2,
    complicationGrade: "I",
    outcome: SUCCESSFUL,
    facility: CLINIC,
  },
  "surgery-12-blepharoplasty.json": {
    ...NOTHING_STATED,
    procedure: pcs("080N0ZZ"),
    diagnosis: { system: "icd-10-cm", code: "H02.831" },
    surgeryDay: day("2026-05-06"),
    totalCostCents: 238_000n,
    currency: "USD",
    anaesthesiaType: "local",
    outcome: SUCCESSFUL,
    facility: fingerprint("https://clinics.example/id", "EP-0093"),
  },
  "surgery-13-abdominoplasty.json": {
    ...NOTHING_STATED,
    procedure: pcs("0W0F0ZZ"),
    diagnosis: { system: "icd-10-cm", code: "L98.7" },
    surgeryDay: day("2026-06-16"),
    dischargeDay: day("2026-06-20"),
    totalCostCents: 1_265_000n,
    currency: "USD",
    anaesthesiaType: "general",
    asaClass: 2,
    complicationGrade: "IIIa",
    facility: CLINIC,
  },
};

describe("the fixtures", () => {
  it("are all expected below", () => {
    expect(FIXTURE_NAMES.toSorted()).toEqual(Object.keys(EXPECTED));
  });

  it.each(Object.entries(EXPECTED))("%s reads as its record, and back from its fields", (name, record) => {
    expect(parseBundle(fixtureText(name))).toEqual(record);
    expect(parseValidBundle(fixtureText(name))).toEqual(record);
    expect(readBundle(fixture(name))).toEqual(record);
    expect(decodeRecord(encodeRecord(record))).toEqual(record);
  });
});
