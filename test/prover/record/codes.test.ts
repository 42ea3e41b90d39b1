import { describe, expect, it } from "vitest";

import {
  CODE_SYSTEMS,
  NOT_STATED,
  fingerprint,
  packCode,
  parseCode,
  unpackCode,
} from "../../../prover/record/index.ts";
import type { CodeSystem } from "../../../prover/record/index.ts";

function pack(system: CodeSystem, text: string): bigint {
  const code = parseCode(system, text);
  if (code === undefined) throw new Error("the test's code is not a code");
  return packCode(code);
}

describe("codes in 64 bits", () => {
  it("packs the documented examples", () => {
    expect(pack("snomed-ct", "90470006")).toBe((1n << 60n) + 90470006n);
    expect(pack("gs1-gtin", "00844588003288")).toBe((5n << 60n) + 844588003288n);
    expect(pack("us-npi", "1234567893")).toBe((6n << 60n) + 1234567893n);
    // C61: characters 13, 7 and 2 of base 37, at the left of eleven.
    expect(pack("icd-10-cm", "C61")).toBe((3n << 60n) + 13n * 37n ** 10n + 7n * 37n ** 9n + 2n * 37n ** 8n);
    expect(packCode(fingerprint("urn:example", "1")) >> 60n).toBe(7n);
  });

  it.each([
    ["snomed-ct", "100005", "999999999999999994"],
    ["icd-10", "A00", "Z99.9999"],
    ["icd-10-cm", "A00.0", "Z3A.ZZZZ"],
    ["icd-10-pcs", "0000000", "ZZZZZZZ"],
    ["gs1-gtin", "00000000000000", "99999999999997"],
    ["us-npi", "1000000004", "2999999990"],
    ["fingerprint", "000000000000000", "fffffffffffffff"],
    ["cpt", "00000", "9999U"],
    ["hcpcs", "A0000", "V9999"],
    ["opcs-4", "A00", "Z99.9"],
    ["ops", "1-000", "9-9zz.zz"],
    ["ccam", "AAAA000", "ZZZZ999"],
    ["icd-10-gm", "A00", "Z99.9999"],
  ] as const)("unpacks the least and the greatest code of %s", (system, least, greatest) => {
    for (const code of [least, greatest]) {
      const packed = pack(system, code);
      expect(packed).toBeLessThan(NOT_STATED);
      expect(unpackCode(packed)).toEqual({ system, code });
    }
  });

  it("never packs two codes alike, whatever their length and system", () => {
    const texts = [
      "A00",
      "A00.0",
      "A00.00",
      "A00.1",
      "A0A",
      "B00",
      "B00.0",
      "000000A",
      "0000000",
      "100005",
      "1000004",
      "A0000",
      "10000",
      "5-470.1",
      "AAAA000",
    ];
    const systems = Object.keys(CODE_SYSTEMS) as CodeSystem[];
    const codes = systems.flatMap((system) => texts.flatMap((text) => parseCode(system, text) ?? []));
    expect(codes.length).toBeGreaterThan(16);
    const distinct = new Set(codes.map(({ system, code }) => `${system} ${code}`));
    expect(new Set(codes.map(packCode)).size).toBe(distinct.size);
  });

  it("keeps an ICD-10 chapter or category in one range", () => {
    expect(pack("icd-10", "C50.91")).toBeGreaterThan(pack("icd-10", "C50"));
    expect(pack("icd-10", "C50.91")).toBeLessThan(pack("icd-10", "C51"));
  });

  it("takes the spellings of one ICD-10 code for the same code", () => {
    expect(parseCode("icd-10-cm", "m47816")).toEqual({ system: "icd-10-cm", code: "M47.816" });
    expect(parseCode("gs1-gtin", "844588003288")).toEqual({ system: "gs1-gtin", code: "00844588003288" });
  });

  it.each([
    ["snomed-ct", "090470006"],
    ["snomed-ct", "90470006 "],
    ["snomed-ct", "1234567890123456789"],
    ["icd-10", "C6"],
    ["icd-10", "C61."],
    ["icd-10", "C61.12345"],
    ["icd-10", "C6.1"],
    ["icd-10", "ſ61"],
    ["icd-10-pcs", "0VT00ZO"],
    ["icd-10-pcs", "0VT00Z"],
    ["gs1-gtin", "123456789"],
    ["us-npi", "610"],
  ] as const)("knows that %s has no code %j", (system, text) => {
    expect(parseCode(system, text)).toBeUndefined();
  });

  it("unpacks nothing that no code packs to", () => {
    const icd = CODE_SYSTEMS["icd-10"].tag << 60n;
    const gap = 13n * 37n ** 10n + 2n * 37n ** 8n + 2n * 37n ** 7n;
    for (const packed of [
      0n,
      90470006n,
      (1n << 60n) + 5n,
      (14n << 60n) + 5n,
      icd + gap,
      icd + 37n ** 11n,
      NOT_STATED,
    ]) {
      expect(unpackCode(packed)).toBeUndefined();
    }
  });

  it("tells identifiers apart whose system and value run together", () => {
    expect(fingerprint("urn:a", "bc")).not.toEqual(fingerprint("urn:ab", "c"));
  });
});
