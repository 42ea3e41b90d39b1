import { describe, expect, it } from "vitest";

import { CURRENCIES, parseBundle } from "../../../prover/record/index.ts";
import {
  APPENDECTOMY,
  CLAIM,
  ENCOUNTER,
  PROCEDURE,
  day,
  readChanged,
  readWith,
  refusedAt,
} from "./edited-bundle.ts";
import { fixture, pathOf, resourceOf } from "./fixtures.ts";
import type { Json } from "./fixtures.ts";

describe("days", () => {
  it.each([
    ["2013-04-05", "2013-04-05"],
    ["2013-04-05T23:30:00-02:00", "2013-04-06"],
    ["2013-04-05T00:30:00+01:00", "2013-04-04"],
    ["2013-04-05T23:59:60.5Z", "2013-04-05"],
    ["2012-02-29", "2012-02-29"],
    ["2013-04-05T23:30:00", "2013-04-05"],
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
    [410.20000000000005, 41_020n],
    [37_346.259999999995, 3_734_626n],
  ])("%d is %d cents", (value, cents) => {
    expect(readWith("Claim", { total: { value, currency: "USD" } }).totalCostCents).toBe(cents);
  });

  it.each([
    -0.01,
    0.001,
    1.005,
    410.2000001,
    1e15,
    1e300,
    Number.NaN,
    Infinity,
    "125.00",
    null,
    true,
    [125],
    {},
  ])("%j is refused", (value) => {
    expect(() => readWith("Claim", { total: { value, currency: "USD" } })).toThrow(
      refusedAt(`${CLAIM}.total.value`),
    );
  });

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

  it.each([
    ["XCG", "XCG"],
    ["ANG", "XCG"],
    ["SLE", "SLE"],
    ["ZWG", "ZWG"],
    ["VED", "VED"],
    ["BGN", "BGN"],
    ["HRK", "HRK"],
  ])("in %s, new or withdrawn, is read as %s", (letters, currency) => {
    expect(readWith("Claim", { total: { value: 125, currency: letters } })).toMatchObject({
      totalCostCents: 12_500n,
      currency,
    });
  });

  it("has a number of its own for each currency", () => {
    const numbers = Object.values(CURRENCIES);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(CURRENCIES.XCG).toBe(532);
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

  it("is refused where a claim is a draft", () => {
    expect(() => readWith("Claim", { status: "draft" })).toThrow(refusedAt(`${CLAIM}.status`));
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
