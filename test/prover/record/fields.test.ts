import { describe, expect, it } from "vitest";

import {
  FIELD_NAMES,
  InvalidRecordError,
  NOT_STATED,
  decodeRecord,
  describeRecord,
  encodeRecord,
  medicinesRootPrefix,
} from "../../../prover/record/index.ts";
import type { FieldName, SurgeryRecord } from "../../../prover/record/index.ts";
import { randomRecord, seededRandom } from "./random-record.ts";

const RECORD: SurgeryRecord = {
  procedure: { system: "icd-10-pcs", code: "0VT00ZZ" },
  diagnosis: { system: "icd-10-cm", code: "C61" },
  surgeryDay: 20_000,
  dischargeDay: 20_003,
  totalCostCents: 1_459_855n,
  currency: "EUR",
  anaesthesiaType: "general",
  asaClass: 2,
  complicationGrade: "IIIa",
  outcome: { system: "snomed-ct", code: "385669000" },
  facility: { system: "us-npi", code: "1234567893" },
  device: null,
  medicinesRootPrefix: 0x0123456789abcdefn,
  schemaVersion: 1,
};

function withField(name: FieldName, value: bigint): readonly bigint[] {
  return encodeRecord(RECORD).map((field, index) => (index === FIELD_NAMES.indexOf(name) ? value : field));
}

describe("the fifteen fields", () => {
  it("stand in the documented order with the documented values", () => {
    const pcs = [..."0VT00ZZ"].reduce(
      (sum, character) => sum * 37n + BigInt(parseInt(character, 36) + 1),
      0n,
    );
    expect(encodeRecord(RECORD)).toEqual([
      (4n << 60n) + pcs * 37n ** 4n,
      4n,
      (3n << 60n) + 13n * 37n ** 10n + 7n * 37n ** 9n + 2n * 37n ** 8n,
      20_000n,
      20_003n,
      1_459_855n,
      978n,
      4n,
      2n,
      3n,
      (1n << 60n) + 385_669_000n,
      (6n << 60n) + 1_234_567_893n,
      2n ** 64n - 1n,
      0x0123456789abcdefn,
      1n,
    ]);
  });

  it("give the record back, for a thousand random records", () => {
    const random = seededRandom(20_260_101);
    for (let count = 0; count < 1_000; count++) {
      const record = randomRecord(random);
      const fields = encodeRecord(record);
      expect(fields).toHaveLength(15);
      expect(fields.every((field) => field >= 0n && field < 2n ** 64n)).toBe(true);
      expect(decodeRecord(fields)).toEqual(record);
    }
  });

  it.each([
    ["procedure", { procedure: { system: "icd-10", code: "C61" } }],
    ["procedure", { procedure: { system: "snomed-ct", code: "12" } }],
    ["procedure", { procedure: { system: "icd-9-cm", code: "47.01" } }],
    ["procedure", { procedure: { system: "snomed-ct", code: "80146003" } }],
    ["procedure", { procedure: { system: "cpt", code: "6226" } }],
    ["facility", { facility: { system: "us-npi", code: "1234567890" } }],
    ["device", { device: { system: "gs1-gtin", code: "00844588003289" } }],
    ["currency", { currency: "ANG" }],
    ["diagnosis", { diagnosis: { system: "icd-10-pcs", code: "0VT00ZZ" } }],
    ["surgeryDay", { surgeryDay: 1.5 }],
    ["surgeryDay", { surgeryDay: -1 }],
    ["surgeryDay", { surgeryDay: Number.NaN }],
    ["dischargeDay", { dischargeDay: 19_999 }],
    ["dischargeDay", { dischargeDay: 2_932_897 }],
    ["totalCost", { totalCostCents: -1n }],
    ["totalCost", { totalCostCents: 2n ** 64n - 1n }],
    ["totalCost", { totalCostCents: 12 }],
    ["currency", { currency: "XTS" }],
    ["currency", { currency: "toString" }],
    ["currency", { currency: null }],
    ["anaesthesiaType", { anaesthesiaType: "deep" }],
    ["asaClass", { asaClass: 7 }],
    ["complicationGrade", { complicationGrade: "III" }],
    ["outcome", { outcome: { system: "icd-10", code: "C61" } }],
    ["facility", { facility: { system: "snomed-ct", code: "385669000" } }],
    ["device", { device: { system: "us-npi", code: "1234567893" } }],
    ["medicinesRootPrefix", { medicinesRootPrefix: 2n ** 64n }],
    ["schemaVersion", { schemaVersion: 2 }],
  ] as const)("refuse a record whose %s is wrong: %o", (field, change) => {
    const record = { ...RECORD, ...change } as SurgeryRecord;
    expect(() => encodeRecord(record)).toThrow(
      expect.objectContaining({ name: "InvalidRecordError", field }),
    );
  });

  it.each([
    ["procedure", 90_470_006n],
    ["procedure", NOT_STATED],
    ["codeSystem", 1n],
    ["diagnosis", 3n << 60n],
    ["surgeryDay", NOT_STATED],
    ["dischargeDay", 19_999n],
    ["dischargeDay", 2_932_897n],
    ["totalCost", NOT_STATED],
    ["currency", 999n],
    ["anaesthesiaType", 6n],
    ["asaClass", 0n],
    ["complicationGrade", 8n],
    ["outcome", 0n],
    ["facility", (1n << 60n) + 385_669_000n],
    ["device", (6n << 60n) + 1_234_567_893n],
    ["schemaVersion", 2n],
    ["asaClass", -1n],
    ["device", 2n ** 64n],
  ] as const)("are refused as a record when %s is %d", (field, value) => {
    expect(() => decodeRecord(withField(field, value))).toThrow(InvalidRecordError);
  });

  it("are refused when one is missing", () => {
    expect(() => decodeRecord(encodeRecord(RECORD).slice(0, 14))).toThrow(InvalidRecordError);
  });

  it("order complication grades from none to V, with 'not stated' above all", () => {
    const grades = (["none", "I", "II", "IIIa", "IIIb", "IVa", "IVb", "V", null] as const).map(
      (complicationGrade) => encodeRecord({ ...RECORD, complicationGrade })[9],
    );
    expect(grades).toEqual([0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n, NOT_STATED]);
  });
});

describe("a medicines root", () => {
  it("is cut to its first eight bytes", () => {
    expect(medicinesRootPrefix(`0x0123456789ABCDEF${"f".repeat(48)}`)).toBe(0x0123456789abcdefn);
    expect(medicinesRootPrefix(`0x${"0".repeat(64)}`)).toBe(0n);
  });

  it("is refused unless it has 32 bytes", () => {
    for (const root of ["", "0x", `0x${"0".repeat(62)}`, "0".repeat(64)]) {
      expect(() => medicinesRootPrefix(root)).toThrow(InvalidRecordError);
    }
  });
});

describe("a record in words", () => {
  it("has one line for each thing it can say", () => {
    expect(describeRecord(RECORD)).toBe(
      [
        "Procedure: ICD-10-PCS 0VT00ZZ",
        "Diagnosis: ICD-10-CM C61",
        "Surgery: 2024-10-04",
        "Discharge: 2024-10-07",
        "Total cost: 14,598.55 EUR",
        "Anaesthesia: general",
        "ASA class: II",
        "Complications (Clavien–Dindo): IIIa",
        "Outcome: SNOMED CT 385669000",
        "Facility: NPI 1234567893",
        "Device: not stated",
        "Medicines root: 0x0123456789abcdef…",
        "Schema: version 1",
      ].join("\n"),
    );
  });
});
