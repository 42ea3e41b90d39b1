import { describe, expect, it } from "vitest";

import {
  AmbiguousProcedureError,
  InvalidBundleError,
  UnknownProcedureError,
  decodeRecord,
  encodeRecord,
  fingerprint,
  parseBundle,
  readBundle,
} from "../../../prover/record/index.ts";
import type { SurgeryRecord } from "../../../prover/record/index.ts";
import { FIXTURE_NAMES, fixture, fixtureText, pathOf, resourceOf } from "./fixtures.ts";
import type { EditableBundle, Json, JsonValue } from "./fixtures.ts";

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

const SUCCESSFUL = { system: "snomed-ct", code: "385669000" } as const;

function day(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / 86_400_000;
}

function snomed(code: string) {
  return { system: "snomed-ct", code } as const;
}

function synthea(value: string) {
  return fingerprint("https://github.com/synthetichealth/synthea", value);
}

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
};

const APPENDECTOMY = "surgery-06-appendectomy.json";

/** Reads the appendectomy after `change` has edited it. */
function readChanged(change: (bundle: EditableBundle) => void, name = APPENDECTOMY): SurgeryRecord {
  const bundle = fixture(name);
  change(bundle);
  return readBundle(bundle);
}

/** Reads the appendectomy with some elements of one resource replaced; `undefined` removes one. */
function readWith(type: string, elements: Readonly<Record<string, JsonValue | undefined>>): SurgeryRecord {
  return readChanged((bundle) => replace(resourceOf(bundle, type), elements));
}

function replace(resource: Json, elements: Readonly<Record<string, JsonValue | undefined>>): void {
  for (const [name, value] of Object.entries(elements)) {
    if (value === undefined) delete resource[name];
    else resource[name] = value;
  }
}

function refusedAt(path: string) {
  return expect.objectContaining({ name: "UnrepresentableFieldError", path });
}

const PROCEDURE = pathOf(fixture(APPENDECTOMY), "Procedure");
const ENCOUNTER = pathOf(fixture(APPENDECTOMY), "Encounter");
const CLAIM = pathOf(fixture(APPENDECTOMY), "Claim");

describe("the fixtures", () => {
  it("are all expected below", () => {
    expect(FIXTURE_NAMES.toSorted()).toEqual(Object.keys(EXPECTED));
  });

  it.each(Object.entries(EXPECTED))("%s reads as its record, and back from its fields", (name, record) => {
    expect(parseBundle(fixtureText(name))).toEqual(record);
    expect(readBundle(fixture(name))).toEqual(record);
    expect(decodeRecord(encodeRecord(record))).toEqual(record);
  });
});

describe("which procedure is read", () => {
  function twoProcedures(): EditableBundle {
    const bundle = fixture(APPENDECTOMY);
    const second = { ...resourceOf(bundle, "Procedure"), id: "second" };
    bundle.entry.push({ fullUrl: "http://hl7.org/fhir/Procedure/second", resource: second });
    return bundle;
  }

  it("is asked for where there are several, listing their ids in the message and their codes only beside it", () => {
    const read = () => readBundle(twoProcedures());
    expect(read).toThrow(AmbiguousProcedureError);
    expect(read).toThrow(/example, second/);
    expect(read).toThrow(
      expect.objectContaining({
        candidates: [
          expect.objectContaining({ id: "example", code: "http://snomed.info/sct|80146002" }),
          expect.objectContaining({ id: "second", path: "Bundle.entry[5].resource" }),
        ],
      }),
    );
    expect(read).not.toThrow(/80146002/);
  });

  it("can be chosen by id or by fullUrl", () => {
    expect(readBundle(twoProcedures(), { procedure: "example" }).totalCostCents).toBe(12_500n);
    expect(
      readBundle(twoProcedures(), { procedure: "http://hl7.org/fhir/Procedure/second" }).totalCostCents,
    ).toBeNull();
  });

  it("is refused when nothing, or more than one, has the chosen id", () => {
    const bundle = twoProcedures();
    expect(() => readBundle(bundle, { procedure: "third" })).toThrow(UnknownProcedureError);
    bundle.entry.at(-1)!.resource["id"] = "example";
    expect(() => readBundle(bundle, { procedure: "example" })).toThrow(UnknownProcedureError);
  });

  it("is not a step of another, even where the other is missing", () => {
    expect(fixtureText(APPENDECTOMY).match(/"resourceType": "Procedure"/g)).toHaveLength(2);
    expect(readBundle(fixture(APPENDECTOMY)).procedure).toEqual(snomed("80146002"));
    expect(() => readChanged((bundle) => bundle.entry.shift())).toThrow(AmbiguousProcedureError);
  });

  it("has to exist and to be completed", () => {
    expect(() => readChanged((bundle) => (bundle.entry = bundle.entry.slice(1, 3)))).toThrow(
      InvalidBundleError,
    );
    for (const status of ["in-progress", "not-done", "entered-in-error", "preparation", "Completed"]) {
      expect(() => readWith("Procedure", { status })).toThrow(refusedAt(`${PROCEDURE}.status`));
    }
  });
});

describe("days", () => {
  it.each([
    ["2013-04-05", "2013-04-05"],
    ["2013-04-05T23:30:00-02:00", "2013-04-06"],
    ["2013-04-05T00:30:00+01:00", "2013-04-04"],
    ["2013-04-05T23:59:60.5Z", "2013-04-05"],
    ["2012-02-29", "2012-02-29"],
    ["1970-01-01", "1970-01-01"],
    ["1969-12-31T23:30:00-01:00", "1970-01-01"],
  ])("%s is the UTC day %s", (performedDateTime, date) => {
    const change = { performedDateTime, encounter: undefined };
    expect(readWith("Procedure", change).surgeryDay).toBe(day(date));
  });

  it.each([
    "2013",
    "2013-04",
    "2013-02-29",
    "2013-13-01",
    "2013-04-31",
    "2013-4-5",
    "2013-04-05T10:00",
    "2013-04-05T10:00:00",
    "2013-04-05T24:00:00Z",
    "2013-04-05T10:00:00+15:00",
    "1969-12-31",
    "0070-01-01",
    "20130405",
    " 2013-04-05",
    "2013-04-05\n",
    "NaN",
  ])("%j is refused", (performedDateTime) => {
    expect(() => readWith("Procedure", { performedDateTime })).toThrow(
      refusedAt(`${PROCEDURE}.performedDateTime`),
    );
  });

  it("are not read from a text, an age, or two elements at once", () => {
    for (const [name, value] of Object.entries({
      performedString: "last spring",
      performedAge: { value: 40, code: "a" },
      performedDateTime: undefined,
    })) {
      expect(() => readWith("Procedure", { [name]: value })).toThrow(refusedAt(`${PROCEDURE}.${name}`));
    }
    const performedPeriod = { start: "2013-04-05" };
    expect(() => readWith("Procedure", { performedPeriod })).toThrow(
      refusedAt(`${PROCEDURE}.performedDateTime`),
    );
  });

  it("of a period need a start that is not after its end", () => {
    for (const [period, name] of [
      [{ end: "2013-04-05" }, "start"],
      [{ start: "2013-04-05", end: "2013-04-04" }, "end"],
      [{ start: "2013-04", end: "2013-04-05" }, "start"],
    ] as const) {
      expect(() => readWith("Procedure", { performedDateTime: undefined, performedPeriod: period })).toThrow(
        refusedAt(`${PROCEDURE}.performedPeriod.${name}`),
      );
    }
  });
});

describe("the discharge", () => {
  it("is not stated while the stay goes on, or where its end is not given", () => {
    expect(
      readWith("Encounter", { status: "in-progress", period: { start: "2013-04-04" } }).dischargeDay,
    ).toBeNull();
    expect(readWith("Encounter", { period: undefined }).dischargeDay).toBeNull();
  });

  it("is refused before the surgery, or of a stay that goes on, was planned or was an error", () => {
    const period = { start: "2013-04-01", end: "2013-04-04" };
    expect(() => readWith("Encounter", { period })).toThrow(refusedAt(`${ENCOUNTER}.period.end`));
    expect(() => readWith("Encounter", { status: "in-progress" })).toThrow(
      refusedAt(`${ENCOUNTER}.period.end`),
    );
    for (const status of ["planned", "cancelled", "entered-in-error", "completed"]) {
      expect(() => readWith("Encounter", { status })).toThrow(refusedAt(`${ENCOUNTER}.status`));
    }
  });
});

describe("the cost", () => {
  it.each([
    [0, 0n],
    [0.1, 10n],
    [1e3, 100_000n],
    [19.99, 1_999n],
    [9_999_999_999_999.99, 999_999_999_999_999n],
    [999_999_999_999_999, 99_999_999_999_999_900n],
  ])("%d is %d cents", (value, cents) => {
    expect(readWith("Claim", { total: { value, currency: "USD" } }).totalCostCents).toBe(cents);
  });

  it.each([-0.01, 0.001, 1.005, 1e15, 1e300, Number.NaN, Infinity, "125.00", null, true, [125], {}])(
    "%j is refused",
    (value) => {
      expect(() => readWith("Claim", { total: { value, currency: "USD" } })).toThrow(
        refusedAt(`${CLAIM}.total.value`),
      );
    },
  );

  it("is refused where JSON text has more digits than a JavaScript number keeps", () => {
    for (const value of ["125.000000000000000000001", "1250000000000000000000001e-22", "9007199254740993"]) {
      const text = JSON.stringify(fixture(APPENDECTOMY)).replace(
        '"total":{"value":125',
        `"total":{"value":${value}`,
      );
      expect(() => parseBundle(text)).toThrow(refusedAt(`${CLAIM}.total.value`));
    }
    const trailingZeros = JSON.stringify(fixture(APPENDECTOMY)).replace(
      '"total":{"value":125',
      '"total":{"value":12500e-2',
    );
    expect(parseBundle(trailingZeros).totalCostCents).toBe(12_500n);
  });

  it("is refused without a currency, or in one that ISO 4217 does not know", () => {
    for (const currency of [undefined, "usd", "XTS", "__proto__", "constructor", 840]) {
      const total = { value: 125, ...(currency === undefined ? {} : { currency }) };
      expect(() => readWith("Claim", { total })).toThrow(refusedAt(`${CLAIM}.total.currency`));
    }
  });

  it("is refused where the claim has no total", () => {
    expect(() => readWith("Claim", { total: undefined })).toThrow(refusedAt(`${CLAIM}.total`));
  });

  it("is not stated where no claim in force names the procedure", () => {
    for (const change of [{ status: "cancelled" }, { use: "preauthorization" }, { procedure: undefined }]) {
      expect(readWith("Claim", change)).toMatchObject({ totalCostCents: null, currency: null });
    }
  });

  it("is refused where a claim is a draft, or two claims name the procedure", () => {
    expect(() => readWith("Claim", { status: "draft" })).toThrow(refusedAt(`${CLAIM}.status`));
    const read = () =>
      readChanged((bundle) => {
        bundle.entry.push({
          fullUrl: "urn:uuid:second",
          resource: { ...resourceOf(bundle, "Claim"), id: "second" },
        });
      });
    expect(read).toThrow(refusedAt("Bundle.entry[5].resource.procedure"));
  });

  it("is refused where the explanation of benefit says something else", () => {
    const name = "surgery-04-vasectomy.json";
    const path = pathOf(fixture(name), "ExplanationOfBenefit");
    const read = () =>
      readChanged((bundle) => {
        const [total] = resourceOf(bundle, "ExplanationOfBenefit")["total"] as [Json];
        total["amount"] = { value: 14_598.54, currency: "USD" };
      }, name);
    expect(read).toThrow(refusedAt(`${path}.total`));
  });
});

describe("codes", () => {
  const PCS = { system: "http://www.cms.gov/Medicare/Coding/ICD10", code: "0DTJ4ZZ" };
  const CPT = { system: "http://www.ama-assn.org/go/cpt", code: "44970" };

  it("are read from the preferred system that the concept has", () => {
    expect(readWith("Procedure", { code: { coding: [CPT, PCS] } }).procedure).toEqual({
      system: "icd-10-pcs",
      code: "0DTJ4ZZ",
    });
    const both = { coding: [PCS, { system: "http://snomed.info/sct", code: "80146002" }] };
    expect(readWith("Procedure", { code: both }).procedure).toEqual(snomed("80146002"));
    const icd = { coding: [{ system: "http://hl7.org/fhir/sid/icd-10", code: "K35.8" }] };
    expect(readWith("Procedure", { reasonCode: [icd] }).diagnosis).toEqual({
      system: "icd-10",
      code: "K35.8",
    });
  });

  it("are refused where the concept has text only, or other systems only", () => {
    for (const code of [{ text: "Appendectomy" }, { coding: [CPT] }, { coding: [{ code: "80146002" }] }]) {
      expect(() => readWith("Procedure", { code })).toThrow(refusedAt(`${PROCEDURE}.code.coding`));
    }
    expect(() => readWith("Procedure", { reasonCode: [{ text: "pain" }] })).toThrow(
      refusedAt(`${PROCEDURE}.reasonCode[0].coding`),
    );
    expect(() => readWith("Procedure", { outcome: { text: "well" } })).toThrow(
      refusedAt(`${PROCEDURE}.outcome.coding`),
    );
  });

  it("are refused where one system has two, or what is no code of it", () => {
    const two = { coding: [PCS, { ...PCS, code: "0DTJ0ZZ" }] };
    expect(() => readWith("Procedure", { code: two })).toThrow(refusedAt(`${PROCEDURE}.code.coding[1].code`));
    const wrong = { coding: [{ ...PCS, code: "44970" }] };
    expect(() => readWith("Procedure", { code: wrong })).toThrow(
      refusedAt(`${PROCEDURE}.code.coding[0].code`),
    );
  });
});

describe("the diagnosis", () => {
  it("is refused where two reasons differ, for a record has room for one", () => {
    const reasonCode = ["74400008", "95324001"].map((code) => ({
      coding: [{ system: "http://snomed.info/sct", code }],
    }));
    expect(() => readWith("Procedure", { reasonCode })).toThrow(
      refusedAt(`${PROCEDURE}.reasonCode[1].coding`),
    );
    expect(readWith("Procedure", { reasonCode: [reasonCode[0]!, reasonCode[0]!] }).diagnosis).toEqual(
      snomed("74400008"),
    );
  });

  it("is refused from a condition that was refuted, or is another patient's", () => {
    const name = "surgery-01-prostatectomy.json";
    const path = pathOf(fixture(name), "Condition");
    const verificationStatus = {
      coding: [{ system: "http://terminology.hl7.org/CodeSystem/condition-ver-status", code: "refuted" }],
    };
    for (const [element, value] of Object.entries({
      verificationStatus,
      subject: { reference: "urn:uuid:other" },
    })) {
      expect(() =>
        readChanged((bundle) => replace(resourceOf(bundle, "Condition"), { [element]: value }), name),
      ).toThrow(refusedAt(`${path}.${element}`));
    }
  });
});

describe("what surrounds the surgery", () => {
  it("gives the worst complication", () => {
    const complication = ["715974", "715980"].map((code) => ({
      coding: [{ system: "http://fhir.ohdsi.org/CodeSystem/concepts", code }],
    }));
    expect(readWith("Procedure", { complication }).complicationGrade).toBe("IVa");
  });

  it("is refused where a complication has no grade, or one without its letter", () => {
    const ungraded = { coding: [{ system: "http://snomed.info/sct", code: "67750007" }] };
    const gradeThree = { coding: [{ system: "http://fhir.ohdsi.org/CodeSystem/concepts", code: "715976" }] };
    for (const complication of [ungraded, gradeThree]) {
      expect(() => readWith("Procedure", { complication: [complication] })).toThrow(
        refusedAt(`${PROCEDURE}.complication[0].coding`),
      );
    }
  });

  it("is refused where an ASA class is unknown or preliminary, or two differ", () => {
    const path = pathOf(fixture(APPENDECTOMY), "Observation");
    const valueCodeableConcept = { coding: [{ system: "http://snomed.info/sct", code: "385669000" }] };
    expect(() => readWith("Observation", { valueCodeableConcept })).toThrow(
      refusedAt(`${path}.valueCodeableConcept.coding`),
    );
    expect(() => readWith("Observation", { status: "preliminary" })).toThrow(refusedAt(`${path}.status`));
    const read = () =>
      readChanged((bundle) => {
        const classThree = { coding: [{ system: "http://snomed.info/sct", code: "413497009" }] };
        const second = {
          ...resourceOf(bundle, "Observation"),
          id: "second",
          valueCodeableConcept: classThree,
        };
        bundle.entry.push({ fullUrl: "urn:uuid:second", resource: second });
      });
    expect(read).toThrow(refusedAt("Bundle.entry[5].resource.valueCodeableConcept"));
  });

  it("gives a facility by NPI, by conditional reference, or by the identifier of a location", () => {
    const npi = { identifier: { system: "http://hl7.org/fhir/sid/us-npi", value: "1234567893" } };
    expect(readWith("Encounter", { serviceProvider: npi }).facility).toEqual({
      system: "us-npi",
      code: "1234567893",
    });
    const conditional = {
      reference: "Organization?identifier=https://github.com/synthetichealth/synthea|abc",
    };
    expect(readWith("Encounter", { serviceProvider: conditional }).facility).toEqual(synthea("abc"));
    const contained = [
      { resourceType: "Location", id: "theatre", identifier: [{ system: "urn:rooms", value: "7" }] },
    ];
    const inTheatre = readChanged((bundle) => {
      delete resourceOf(bundle, "Encounter")["serviceProvider"];
      replace(resourceOf(bundle, "Procedure"), { contained, location: { reference: "#theatre" } });
    });
    expect(inTheatre.facility).toEqual(fingerprint("urn:rooms", "7"));
  });

  it("gives a device by its type or its identifier where it has no UDI", () => {
    const implant = "surgery-07-pacemaker-implant.json";
    const withDevice = (elements: Readonly<Record<string, JsonValue | undefined>>) =>
      readChanged((bundle) => replace(resourceOf(bundle, "Device"), elements), implant).device;
    expect(withDevice({ udiCarrier: undefined })).toEqual(snomed("14106009"));
    expect(withDevice({ udiCarrier: undefined, type: undefined })).toEqual(
      fingerprint("http://goodcare.org/devices/id", "345675"),
    );
    const issuer = "http://hl7.org/fhir/NamingSystem/hibcc-diH";
    expect(withDevice({ udiCarrier: [{ deviceIdentifier: "12345678", issuer }] })).toEqual(
      fingerprint(issuer, "12345678"),
    );
  });

  it("includes the medicines root of the plan, which no bundle tells", () => {
    const medicinesRoot = `0x00000000000000ff${"1".repeat(48)}`;
    expect(readBundle(fixture(APPENDECTOMY), { medicinesRoot }).medicinesRootPrefix).toBe(255n);
  });
});

describe("references", () => {
  it.each([
    "Encounter/none",
    "urn:uuid:none",
    "#none",
    "http://elsewhere.org/fhir/Encounter/example",
    "Procedure/example",
  ])("to %s are refused, as no encounter of the bundle is there", (reference) => {
    expect(() => readWith("Procedure", { encounter: { reference } })).toThrow(
      refusedAt(`${PROCEDURE}.encounter.reference`),
    );
  });

  it("may name a version, or be absolute", () => {
    for (const reference of ["Encounter/example/_history/2", "http://hl7.org/fhir/Encounter/example"]) {
      expect(readWith("Procedure", { encounter: { reference } }).dischargeDay).toBe(day("2013-04-08"));
    }
  });

  it("prefer the resource of the same server", () => {
    const record = readChanged((bundle) => {
      const elsewhere = {
        ...resourceOf(bundle, "Encounter"),
        period: { start: "2013-04-04", end: "2013-04-30" },
      };
      bundle.entry.unshift({ fullUrl: "http://elsewhere.org/fhir/Encounter/example", resource: elsewhere });
    });
    expect(record.dischargeDay).toBe(day("2013-04-08"));
  });

  it("are refused where two resources answer", () => {
    const read = () =>
      readChanged((bundle) => {
        for (const [index, entry] of bundle.entry.entries()) entry.fullUrl = `urn:uuid:${index}`;
        bundle.entry.push({ fullUrl: "urn:uuid:second", resource: resourceOf(bundle, "Encounter") });
      });
    expect(read).toThrow(refusedAt(`${PROCEDURE}.encounter.reference`));
  });

  it("to another patient are refused", () => {
    const other = { reference: "Patient/other" };
    expect(() => readWith("Encounter", { subject: other })).toThrow(refusedAt(`${ENCOUNTER}.subject`));
    expect(() => readWith("Claim", { patient: other })).toThrow(refusedAt(`${CLAIM}.patient`));
  });
});

describe("what is not a bundle of FHIR R4", () => {
  it.each([
    null,
    undefined,
    5,
    "Bundle",
    [],
    {},
    { resourceType: "Patient" },
    { resourceType: "Bundle", type: "collection" },
  ])("is refused: %j", (json) => {
    expect(() => readBundle(json)).toThrow(InvalidBundleError);
  });

  it.each(["batch", "history", "message", "transaction-response", "subscription-notification"])(
    "is refused: a bundle of type %s",
    (type) => {
      expect(() => readChanged((bundle) => (bundle["type"] = type))).toThrow(refusedAt("Bundle.type"));
    },
  );

  it("is refused: resources in the shape of R5", () => {
    expect(() => readWith("Procedure", { occurrenceDateTime: "2013-04-05" })).toThrow(
      refusedAt(`${PROCEDURE}.occurrenceDateTime`),
    );
    expect(() => readWith("Procedure", { reason: [{}] })).toThrow(refusedAt(`${PROCEDURE}.reason`));
    expect(() => readWith("Encounter", { actualPeriod: {} })).toThrow(refusedAt(`${ENCOUNTER}.actualPeriod`));
  });

  it("is refused: what may turn the meaning round", () => {
    expect(() => readWith("Procedure", { modifierExtension: [] })).toThrow(
      refusedAt(`${PROCEDURE}.modifierExtension`),
    );
    expect(() => readWith("Procedure", { implicitRules: "urn:rules" })).toThrow(
      refusedAt(`${PROCEDURE}.implicitRules`),
    );
    expect(() => readChanged((bundle) => (bundle["implicitRules"] = "urn:rules"))).toThrow(
      refusedAt("Bundle.implicitRules"),
    );
  });

  it("is refused: a transaction that deletes, an entry without resource, one URL for two entries", () => {
    const withEntry = (entry: Json) => () =>
      readChanged((bundle) => bundle.entry.push(entry as EditableBundle["entry"][number]));
    expect(withEntry({ request: { method: "DELETE", url: "Patient/1" } })).toThrow(
      refusedAt("Bundle.entry[5].request.method"),
    );
    expect(withEntry({ fullUrl: "urn:uuid:none" })).toThrow(refusedAt("Bundle.entry[5].resource"));
    expect(
      withEntry({ fullUrl: "http://hl7.org/fhir/Procedure/example", resource: { resourceType: "Basic" } }),
    ).toThrow(refusedAt("Bundle.entry[5].fullUrl"));
  });
});
