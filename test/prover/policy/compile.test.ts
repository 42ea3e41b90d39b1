import { describe, expect, it } from "vitest";

import {
  ImpossibleComparisonError,
  PROGRAM_SLOTS,
  PolicyTooLongError,
  UnsatisfiablePolicyError,
  all,
  any,
  between,
  compilePolicy,
  eq,
  evaluateProgram,
  gt,
  gte,
  inSet,
  lt,
  lte,
  neq,
  notInSet,
  type Comparison,
  type PolicyPart,
} from "../../../prover/policy/index.ts";
import {
  FIELD_NAMES,
  NOT_STATED,
  encodeRecord,
  type FieldName,
  type SurgeryRecord,
} from "../../../prover/record/index.ts";
import { randomRecord, seededRandom } from "../record/random-record.ts";

const slotsOf = (...parts: PolicyPart[]) => compilePolicy(all(...parts)).clauses.length;
const ASA = FIELD_NAMES.indexOf("asaClass");
const snomed = (code: number) => ({ system: "snomed-ct" as const, code: String(code) });

/** Fields of a record of which one is not stated, everything else the least that the schema allows. */
function fieldsWithout(name: FieldName): bigint[] {
  return FIELD_NAMES.map((field) => (field === name ? NOT_STATED : 0n));
}

describe("what a record does not state", () => {
  const comparisons: readonly Comparison[] = [
    eq("asaClass", 2),
    neq("asaClass", 2),
    lt("asaClass", 6),
    lte("asaClass", 6),
    gt("asaClass", 1),
    gte("asaClass", 1),
    between("asaClass", 1, 6),
    inSet("asaClass", [1, 2, 3, 4, 5, 6]),
    notInSet("asaClass", [2, 4]),
    neq("diagnosis", snomed(123_451)),
    notInSet("outcome", [snomed(123_451)]),
    gte("dischargeDay", "1970-01-01"),
    neq("anaesthesiaType", "general"),
    neq("currency", "USD"),
    gte("totalCost", "0.00 USD"),
    neq("totalCost", "1.00 USD"),
    neq("facility", { system: "us-npi", code: "1234567893" }),
    neq("device", snomed(123_451)),
    lt("complicationGrade", "V"),
  ];

  it.each(
    comparisons.map((comparison) => [`${comparison.operator} ${comparison.field}`, comparison] as const),
  )("does not satisfy %s", (_, comparison) => {
    expect(evaluateProgram(compilePolicy(all(comparison)), fieldsWithout(comparison.field))).toBe(false);
  });
});

describe("slots", () => {
  it.each<[string, number, PolicyPart[]]>([
    ["a bound", 1, [gte("asaClass", 3)]],
    ["a range", 1, [between("surgeryDay", "2026-01-01", "2026-12-31")]],
    ["values in a row", 1, [inSet("complicationGrade", ["V", "IVb", "IVa"])]],
    ["values apart", 2, [inSet("complicationGrade", ["I", "V"])]],
    ["not, of a field that is always stated", 1, [neq("procedure", snomed(123_451))]],
    ["not, of a field that may be missing", 2, [neq("outcome", snomed(123_451))]],
    ["not, of the mildest value", 1, [neq("complicationGrade", "none")]],
    ["none of two", 3, [notInSet("outcome", [snomed(123_451), snomed(654_329)])]],
    ["an amount and its currency", 2, [gte("totalCost", "1500.00 USD")]],
    ["two bounds of one field", 1, [gte("asaClass", 2), lte("asaClass", 4)]],
    ["two amounts of one currency", 2, [gte("totalCost", "1.00 USD"), lt("totalCost", "2.00 USD")]],
    ["an amount and the same currency", 2, [eq("currency", "USD"), gte("totalCost", "1.00 USD")]],
    ["the same condition twice", 1, [eq("asaClass", 2), eq("asaClass", 2)]],
    [
      "the same or twice",
      2,
      [any(eq("asaClass", 2), eq("currency", "USD")), any(eq("currency", "USD"), eq("asaClass", 2))],
    ],
    [
      "an or that a condition implies",
      1,
      [eq("asaClass", 2), any(lte("asaClass", 3), eq("currency", "USD"))],
    ],
    ["an or over one field", 1, [any(eq("asaClass", 2), eq("asaClass", 3))]],
    ["an or of amount and grade", 4, [any(gte("totalCost", "1.00 USD"), eq("asaClass", 3))]],
    [
      "an or of amount and grade, the currency given",
      3,
      [eq("currency", "USD"), any(gte("totalCost", "1.00 USD"), eq("asaClass", 3))],
    ],
    ["what every record satisfies", 1, [gte("surgeryDay", "1970-01-01")]],
    ["what every record satisfies, beside more", 1, [gte("surgeryDay", "1970-01-01"), eq("asaClass", 2)]],
  ])("%s takes %i", (_, slots, parts) => {
    expect(slotsOf(...parts)).toBe(slots);
  });

  it("says which part takes how many when there are too few", () => {
    const many = inSet(
      "outcome",
      [100_005, 100_014, 100_022, 100_033, 100_046, 100_051, 100_067].map(snomed),
    );
    const policy = all(gte("asaClass", 2), many, lte("asaClass", 4), neq("device", snomed(123_451)));
    expect(() => compilePolicy(policy)).toThrow(PolicyTooLongError);
    expect(() => compilePolicy(policy)).toThrow(
      expect.objectContaining({
        needed: 10,
        available: PROGRAM_SLOTS,
        uses: [
          { paths: ["policy.all[0]", "policy.all[2]"], slots: 1 },
          { paths: ["policy.all[1]"], slots: 7 },
          { paths: ["policy.all[3]"], slots: 2 },
        ],
      }),
    );
    expect(() => compilePolicy(policy)).toThrow(
      /needs 10 slots .* has 8: policy\.all\[0\] and policy\.all\[2\] together take 1, policy\.all\[1\] takes 7/,
    );
  });
});

describe("what no record can satisfy", () => {
  it.each<[string, PolicyPart, string]>([
    ["worse than the worst", gt("complicationGrade", "V"), "policy.all[0]"],
    [
      "milder than the mildest, in an or",
      any(eq("asaClass", 1), lt("complicationGrade", "none")),
      "policy.all[0].any[1]",
    ],
    ["before the first day", lt("surgeryDay", "1970-01-01"), "policy.all[0]"],
    ["less than nothing", lt("totalCost", "0.00 USD"), "policy.all[0]"],
    ["none of all", notInSet("asaClass", [1, 2, 3, 4, 5, 6]), "policy.all[0]"],
  ])("is refused with its place: %s", (_, part, path) => {
    expect(() => compilePolicy(all(part))).toThrow(ImpossibleComparisonError);
    expect(() => compilePolicy(all(part))).toThrow(expect.objectContaining({ path }));
  });

  it("is refused with all places that contradict each other", () => {
    const policy = all(gte("asaClass", 4), eq("currency", "USD"), lt("asaClass", 4));
    expect(() => compilePolicy(policy)).toThrow(UnsatisfiablePolicyError);
    expect(() => compilePolicy(policy)).toThrow(
      expect.objectContaining({ paths: ["policy.all[0]", "policy.all[2]"] }),
    );
    expect(() => compilePolicy(all(eq("currency", "EUR"), gte("totalCost", "1.00 USD")))).toThrow(
      UnsatisfiablePolicyError,
    );
  });
});

describe("ranges of ICD codes", () => {
  const record = randomRecord(seededRandom(7));
  const holdsFor = (code: string, from: string, to: string) => {
    const diagnosis = (text: string) => ({ system: "icd-10-cm" as const, code: text });
    const fields = encodeRecord({ ...record, diagnosis: diagnosis(code) } satisfies SurgeryRecord);
    return evaluateProgram(compilePolicy(all(between("diagnosis", diagnosis(from), diagnosis(to)))), fields);
  };

  it.each([
    ["H01.9", false],
    ["H02", true],
    ["H02.831", true],
    ["H02.9", true],
    ["H02.ZZZZ", true],
    ["H03", false],
    ["H0A", false],
  ])("a category holds all its codes and no other: %s is in H02: %s", (code, inside) => {
    expect(holdsFor(code, "H02", "H02")).toBe(inside);
  });

  it("does not take a code of another system for one of its own", () => {
    const fields = encodeRecord({ ...record, diagnosis: { system: "icd-10", code: "H02.8" } });
    const code = { system: "icd-10-cm" as const, code: "H02" };
    expect(evaluateProgram(compilePolicy(all(between("diagnosis", code, code))), fields)).toBe(false);
  });
});

describe("the program", () => {
  it("keeps the order of the policy, with every group marked", () => {
    const { clauses } = compilePolicy(
      all(any(eq("asaClass", 1), eq("currency", "USD")), neq("asaClass", 3), eq("anaesthesiaType", "local")),
    );
    expect(clauses.map(({ field, startsGroup }) => [FIELD_NAMES[field], startsGroup])).toEqual([
      ["currency", true],
      ["asaClass", false],
      ["asaClass", true],
      ["asaClass", false],
      ["anaesthesiaType", true],
    ]);
  });

  it("turns 'anything but' into one negated clause where the field is always stated", () => {
    const { clauses } = compilePolicy(all(neq("surgeryDay", "1970-01-11")));
    expect(clauses).toEqual([
      { field: FIELD_NAMES.indexOf("surgeryDay"), lo: 10n, hi: 10n, negated: true, startsGroup: true },
    ]);
  });

  it("never lets 'at least' reach the value that stands for not stated", () => {
    const { clauses } = compilePolicy(all(gte("asaClass", 3)));
    expect(clauses).toEqual([{ field: ASA, lo: 3n, hi: 6n, negated: false, startsGroup: true }]);
  });
});
