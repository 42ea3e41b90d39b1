import { describe, expect, it } from "vitest";

import { parseCode } from "../../../prover/record/index.ts";
import type { CodeSystem } from "../../../prover/record/index.ts";
import { ENCOUNTER, readChanged, readWith, replace } from "./edited-bundle.ts";
import { fixture, pathOf, resourceOf } from "./fixtures.ts";
import type { JsonValue } from "./fixtures.ts";

/** Published examples of each scheme: SNOMED International, the NPI standard, GS1. */
const RIGHT: readonly (readonly [CodeSystem, string])[] = [
  ["snomed-ct", "80146002"],
  ["snomed-ct", "100005"],
  ["snomed-ct", "900000000000207008"],
  ["us-npi", "1234567893"],
  ["us-npi", "1245319599"],
  ["gs1-gtin", "09504000059118"],
  ["gs1-gtin", "00844588003288"],
  ["gs1-gtin", "4006381333931"],
  ["gs1-gtin", "96385074"],
];

describe("check digits", () => {
  it.each(RIGHT)("of %s %s are right, and any other last digit is wrong", (system, code) => {
    expect(parseCode(system, code)).toBeDefined();
    for (const digit of "0123456789") {
      const other = `${code.slice(0, -1)}${digit}`;
      if (other !== code) expect(parseCode(system, other), other).toBeUndefined();
    }
  });

  it.each(RIGHT)("of %s %s find every single digit that was mistyped", (system, code) => {
    for (let place = 0; place < code.length; place++) {
      const digit = (Number(code[place]) + 1) % 10;
      const other = `${code.slice(0, place)}${digit}${code.slice(place + 1)}`;
      expect(parseCode(system, other), other).toBeUndefined();
    }
  });
});

describe("a number with a wrong check digit is refused by name, never hashed", () => {
  const NPI = { system: "http://hl7.org/fhir/sid/us-npi", value: "1234567890" };
  const DEVICE = pathOf(fixture("surgery-07-pacemaker-implant.json"), "Device");

  it.each<[string, JsonValue, string]>([
    ["in the reference", { identifier: NPI }, "identifier.value"],
    [
      "in a conditional reference",
      { reference: `Organization?identifier=${NPI.system}|${NPI.value}` },
      "reference",
    ],
  ])("an NPI %s", (_, serviceProvider, place) => {
    const read = () => readWith("Encounter", { serviceProvider });
    expect(read).toThrow(/NPI: its check digit says that it was mistyped/);
    expect(read).toThrow(expect.objectContaining({ path: `${ENCOUNTER}.serviceProvider.${place}` }));
  });

  it("an NPI of the organization, though it has another identifier", () => {
    const identifier = [{ system: "urn:local", value: "7" }, NPI];
    const read = () =>
      readChanged(
        (bundle) => replace(resourceOf(bundle, "Organization"), { identifier }),
        "surgery-13-abdominoplasty.json",
      );
    expect(read).toThrow(/resource\.identifier\[1\]\.value .*NPI: its check digit/);
  });

  it.each<[string, Readonly<Record<string, JsonValue | undefined>>, string]>([
    [
      "of a GS1 label",
      { udiCarrier: [{ issuer: "urn:oid:2.51.1.1", deviceIdentifier: "00844588003289" }] },
      "udiCarrier[0].deviceIdentifier",
    ],
    [
      "of no known issuer",
      { udiCarrier: [{ deviceIdentifier: "00844588003289" }] },
      "udiCarrier[0].deviceIdentifier",
    ],
    [
      "among the identifiers",
      {
        udiCarrier: undefined,
        type: undefined,
        identifier: [{ system: "https://www.gs1.org/gtin", value: "00844588003289" }],
      },
      "identifier[0].value",
    ],
  ])("a GTIN %s", (_, elements, place) => {
    const read = () =>
      readChanged(
        (bundle) => replace(resourceOf(bundle, "Device"), elements),
        "surgery-07-pacemaker-implant.json",
      );
    expect(read).toThrow(/GTIN: its check digit says that it was mistyped/);
    expect(read).toThrow(expect.objectContaining({ path: `${DEVICE}.${place}` }));
  });
});
