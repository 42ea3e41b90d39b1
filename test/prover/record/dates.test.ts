import { describe, expect, it } from "vitest";

import { parseValidBundle } from "../../../prover/record/fhir-validation.ts";
import { APPENDECTOMY, day } from "./edited-bundle.ts";
import { fixture, resourceOf } from "./fixtures.ts";

interface Stay {
  readonly performed: string;
  readonly start?: string;
  readonly end: string;
}

function read({ performed, start, end }: Stay) {
  const bundle = fixture(APPENDECTOMY);
  resourceOf(bundle, "Procedure")["performedDateTime"] = performed;
  resourceOf(bundle, "Encounter")["period"] = { ...(start === undefined ? {} : { start }), end };
  return parseValidBundle(JSON.stringify(bundle));
}

describe("a date beside a time is the span of its day anywhere on earth", () => {
  it.each<[string, Stay, surgery: string, discharge: string]>([
    [
      "evening surgery west of Greenwich, discharge by date",
      { performed: "2026-03-03T21:30:00-05:00", end: "2026-03-03" },
      "2026-03-04",
      "2026-03-04",
    ],
    [
      "morning surgery east of Greenwich by date, discharge by time",
      { performed: "2026-03-03", end: "2026-03-03T07:00:00+09:00" },
      "2026-03-03",
      "2026-03-03",
    ],
    [
      "the westernmost clock",
      { performed: "2026-03-04T11:59:00Z", end: "2026-03-03" },
      "2026-03-04",
      "2026-03-04",
    ],
    [
      "the easternmost clock",
      { performed: "2026-03-03", end: "2026-03-02T10:00:00Z" },
      "2026-03-03",
      "2026-03-03",
    ],
    [
      "a stay whose start is given by date, the surgery and its end by time",
      { performed: "2026-03-03T08:00:00+12:00", start: "2026-03-03", end: "2026-03-03T20:00:00+12:00" },
      "2026-03-02",
      "2026-03-03",
    ],
    [
      "times on one day",
      { performed: "2026-03-03T12:00:00Z", end: "2026-03-03T11:00:00Z" },
      "2026-03-03",
      "2026-03-03",
    ],
    [
      "a later day",
      { performed: "2026-03-03T23:30:00-08:00", end: "2026-03-06" },
      "2026-03-04",
      "2026-03-06",
    ],
    [
      "a stay that began some day of a month",
      { performed: "2026-03-03", start: "2026-03", end: "2026-03-03" },
      "2026-03-03",
      "2026-03-03",
    ],
    [
      "a stay that began some day of a year",
      { performed: "2026-03-03", start: "2025", end: "2026-03-03" },
      "2026-03-03",
      "2026-03-03",
    ],
    [
      "a stay that began before 1970",
      { performed: "2026-03-03", start: "1969-05-01", end: "2026-03-03" },
      "2026-03-03",
      "2026-03-03",
    ],
    [
      "December, which ends with the year",
      { performed: "2026-12-31", start: "2026-12", end: "2026-12-31" },
      "2026-12-31",
      "2026-12-31",
    ],
  ])("so it fits: %s", (_, stay, surgery, discharge) => {
    expect(read(stay)).toMatchObject({ surgeryDay: day(surgery), dischargeDay: day(discharge) });
  });

  it.each<[string, Stay]>([
    ["a date that was over everywhere", { performed: "2026-03-04T12:00:00Z", end: "2026-03-03" }],
    ["a time before the date began anywhere", { performed: "2026-03-03", end: "2026-03-02T09:59:00Z" }],
    ["an earlier date beside a date", { performed: "2026-03-03", end: "2026-03-02" }],
    ["an earlier day beside a time", { performed: "2026-03-03T00:10:00Z", end: "2026-03-02T23:50:00Z" }],
    ["an end before the start's month", { performed: "2026-02-01", start: "2026-03", end: "2026-02-28" }],
    ["an end before the start's year", { performed: "2025-12-31", start: "2026", end: "2025-12-31" }],
  ])("and no reading fits: %s", (_, stay) => {
    expect(() => read(stay)).toThrow(
      expect.objectContaining({ path: "Bundle.entry[1].resource.period.end" }),
    );
  });
});

describe("a discharge that is given by month or year only", () => {
  it.each(["2026-03", "2026"])("has no day to record: %s", (end) => {
    expect(() => read({ performed: "2026-03-03", end })).toThrow(
      expect.objectContaining({ path: "Bundle.entry[1].resource.period.end" }),
    );
  });
});
