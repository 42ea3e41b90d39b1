import { describe, expect, it } from "vitest";

import {
  all,
  any,
  between,
  eq,
  explainPolicy,
  gt,
  gte,
  inSet,
  lt,
  lte,
  neq,
  notInSet,
} from "../../../prover/policy/index.ts";

const AUGMENTATION = { system: "icd-10-pcs", code: "0H0V0JZ" } as const;

describe("a policy in plain English", () => {
  it("reads as a numbered list", () => {
    const policy = all(
      eq("procedure", AUGMENTATION),
      any(gte("complicationGrade", "IIIa"), gt("totalCost", "20000 USD")),
      between("surgeryDay", "2026-01-01", "2026-12-31"),
    );
    expect(explainPolicy({ ...policy, title: "Implants 2026" })).toBe(
      [
        "Policy: Implants 2026",
        "A surgery qualifies if its record says all of this:",
        "1. the procedure is ICD-10-PCS 0H0V0JZ",
        "2. at least one of these holds:",
        "   - the Clavien–Dindo grade of the complications is at least IIIa",
        "   - the total cost is more than 20,000.00 USD",
        "3. the day of the surgery is from 2026-01-01 to 2026-12-31, both included",
        "What the record does not state satisfies no condition, not even an “is not”.",
      ].join("\n"),
    );
  });

  it.each([
    [neq("anaesthesiaType", "general"), "the anaesthesia is not general"],
    [inSet("asaClass", [1, 2, 4]), "the ASA class is one of: I, II or IV"],
    [notInSet("currency", ["EUR", "USD"]), "the currency of the bill is none of: EUR and USD"],
    [lt("surgeryDay", "2026-01-31"), "the day of the surgery is before 2026-01-31"],
    [lte("dischargeDay", "2026-01-31"), "the day of discharge is on or before 2026-01-31"],
    [gt("complicationGrade", "II"), "the Clavien–Dindo grade of the complications is worse than II"],
    [lte("asaClass", 2), "the ASA class is at worst II"],
    [eq("codeSystem", "snomed-ct"), "the code system of the procedure is SNOMED CT"],
    [eq("medicinesRootPrefix", "none"), "the medicines root is that of no medicines"],
    [
      between("diagnosis", { system: "icd-10", code: "C00" }, { system: "icd-10", code: "C97" }),
      "the diagnosis is from ICD-10 C00 to ICD-10 C97, with every code that begins with C97",
    ],
  ])("says %o as: %s", (comparison, text) => {
    expect(explainPolicy(all(comparison)).split("\n")[1]).toBe(`1. ${text}`);
  });
});
