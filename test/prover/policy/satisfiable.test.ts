// Which policies some record satisfies, which none, and which every record: held against the schema of records itself.
import { describe, expect, it } from "vitest";

import { groupsOf } from "../../../prover/policy/groups.ts";
import {
  ImpossibleComparisonError,
  PolicyTooLongError,
  UnsatisfiablePolicyError,
  all,
  any,
  between,
  compilePolicy,
  eq,
  evaluateProgram,
  explainPolicy,
  gt,
  gte,
  inSet,
  lt,
  lte,
  neq,
  notInSet,
  parsePolicy,
  type Comparison,
  type Policy,
  type PolicyPart,
} from "../../../prover/policy/index.ts";
import { witnessOf } from "../../../prover/policy/witness.ts";
import {
  decodeRecord,
  encodeRecord,
  FIELD_CODE_SYSTEMS,
  type Code,
  type Currency,
  type SurgeryRecord,
} from "../../../prover/record/index.ts";
import { randomRecord, seededRandom } from "../record/random-record.ts";
import { satisfies } from "./naive-evaluator.ts";
import { randomPolicy } from "./random-policy.ts";

const LAST_DATE = "9999-12-31";
const MOST_MONEY = "184467440737095516.14 USD";

const snomed = (code: string): Code => ({ system: "snomed-ct", code });
const pcs = (code: string): Code => ({ system: "icd-10-pcs", code });
const icd = (code: string): Code => ({ system: "icd-10-cm", code });

describe("a comparison that no record can satisfy is refused, and its place named:", () => {
  it.each<[string, Comparison]>([
    ["none of the code systems", notInSet("codeSystem", FIELD_CODE_SYSTEMS.procedure)],
    ["a surgery after the last day", gt("surgeryDay", LAST_DATE)],
    ["a surgery before the first", lt("surgeryDay", "1970-01-01")],
    ["a discharge after the last day", gt("dischargeDay", LAST_DATE)],
    ["more than the greatest amount", gt("totalCost", MOST_MONEY)],
    ["less than nothing", lt("totalCost", "0.00 USD")],
    ["another version of the schema", neq("schemaVersion", 1)],
    [
      "no kind of anaesthesia",
      notInSet("anaesthesiaType", ["none", "local", "sedation", "regional", "general", "combined"]),
    ],
    ["no ASA class", notInSet("asaClass", [1, 2, 3, 4, 5, 6])],
    ["worse than the worst", gt("complicationGrade", "V")],
  ])("%s", (_, comparison) => {
    expect(() => compilePolicy(all(comparison))).toThrow(ImpossibleComparisonError);
    expect(() => compilePolicy(all(eq("asaClass", 1), any(eq("asaClass", 2), comparison)))).toThrow(
      expect.objectContaining({ path: "policy.all[1].any[1]" }),
    );
  });
});

describe("parts that no record satisfies together are refused, and only those named:", () => {
  it.each<[string, PolicyPart[]]>([
    [
      "none of the code systems, in parts",
      FIELD_CODE_SYSTEMS.procedure.map((system) => neq("codeSystem", system)),
    ],
    [
      "a code, and the other code system",
      [eq("procedure", snomed("80146002")), eq("codeSystem", "icd-10-pcs")],
    ],
    [
      "a range of codes, and the other code system",
      [between("procedure", pcs("0H00000"), pcs("0HZZZZZ")), neq("codeSystem", "icd-10-pcs")],
    ],
    [
      "nothing between two neighbouring codes",
      [
        between("procedure", pcs("0000000"), pcs("0000001")),
        notInSet("procedure", [pcs("0000000"), pcs("0000001")]),
      ],
    ],
    [
      "nothing behind the last code of the ICD",
      [between("diagnosis", icd("Z9Z.ZZZZ"), icd("Z9Z.ZZZZ")), neq("diagnosis", icd("Z9Z.ZZZZ"))],
    ],
    ["a discharge before the surgery", [gte("surgeryDay", "2026-06-01"), lt("dischargeDay", "2026-06-01")]],
    ["two currencies", [gte("totalCost", "1.00 EUR"), eq("currency", "USD")]],
    ["two amounts of two currencies", [gte("totalCost", "1.00 EUR"), gte("totalCost", "1.00 USD")]],
    ["an amount in no currency but that", [gte("totalCost", "1.00 USD"), neq("currency", "USD")]],
    ["no day left", [gte("surgeryDay", LAST_DATE), neq("surgeryDay", LAST_DATE)]],
    ["no class left", [gte("asaClass", 5), notInSet("asaClass", [5, 6])]],
    [
      "alternatives that each contradict",
      [
        any(eq("asaClass", 1), eq("codeSystem", "snomed-ct")),
        neq("asaClass", 1),
        eq("codeSystem", "icd-10-pcs"),
      ],
    ],
    [
      "alternatives of alternatives",
      [
        any(lt("dischargeDay", "2026-01-01"), eq("procedure", snomed("80146002"))),
        any(eq("codeSystem", "icd-10-pcs"), eq("procedure", pcs("0HBT0ZZ"))),
        gte("surgeryDay", "2026-01-01"),
      ],
    ],
  ])("%s", (_, parts) => {
    const places = parts.map((_part, index) => `policy.all[${index + 1}]`);
    const beside: Policy = { ...all(eq("complicationGrade", "I"), ...parts), title: "With a bystander" };
    expect(() => compilePolicy(beside)).toThrow(UnsatisfiablePolicyError);
    expect(() => compilePolicy(beside)).toThrow(expect.objectContaining({ paths: places }));
    for (const left of parts.keys()) {
      if (parts.length > 1) expect(() => compilePolicy(all(...parts.toSpliced(left, 1)))).not.toThrow();
    }
  });

  it("their lists may be as long as they like", () => {
    const list = Array.from({ length: 64 }, (_, index) => `${2 * index}.00 USD`);
    const odd = Array.from({ length: 64 }, (_, index) => `${2 * index + 1}.00 USD`);
    expect(() => compilePolicy(all(inSet("totalCost", list), inSet("totalCost", odd)))).toThrow(
      UnsatisfiablePolicyError,
    );
  });
});

describe("what some record satisfies compiles, however odd:", () => {
  it.each<[string, PolicyPart[]]>([
    [
      "a discharge on the day of the surgery",
      [gte("surgeryDay", "2026-06-01"), lte("dischargeDay", "2026-06-01")],
    ],
    ["the last day", [gte("surgeryDay", LAST_DATE)]],
    ["the greatest amount", [gte("totalCost", MOST_MONEY)]],
    ["a code and its own system", [eq("procedure", pcs("0HBT0ZZ")), eq("codeSystem", "icd-10-pcs")]],
    [
      "one code between two",
      [
        between("procedure", pcs("0000000"), pcs("0000002")),
        notInSet("procedure", [pcs("0000000"), pcs("0000002")]),
      ],
    ],
    [
      "a category without its bare code",
      [between("diagnosis", icd("H02"), icd("H02")), neq("diagnosis", icd("H02"))],
    ],
    [
      "one alternative of two that contradicts",
      [any(eq("asaClass", 1), eq("asaClass", 2)), neq("asaClass", 1)],
    ],
    ["a medicines root of all ones", [eq("medicinesRootPrefix", `0x${"f".repeat(16)}`)]],
  ])("%s", (_, parts) => {
    const policy = all(...parts);
    const record = decodeRecord(witnessOf(groupsIn(policy))!);
    expect(evaluateProgram(compilePolicy(policy), encodeRecord(record))).toBe(true);
    expect(satisfies(policy, record)).toBe(true);
  });
});

describe("a condition that every record satisfies", () => {
  const EVERY = "Every record satisfies";

  it.each<[string, PolicyPart]>([
    ["any day there is", between("surgeryDay", "1970-01-01", LAST_DATE)],
    ["any code system", inSet("codeSystem", FIELD_CODE_SYSTEMS.procedure)],
    ["a code, or another", any(eq("procedure", snomed("80146002")), neq("procedure", snomed("80146002")))],
    [
      "one code system, or a code of the other",
      any(neq("codeSystem", "icd-10-pcs"), between("procedure", pcs("0000000"), pcs("ZZZZZZZ"))),
    ],
    ["the one version of the schema", eq("schemaVersion", 1)],
  ])("is said to keep nothing out: %s", (_, part) => {
    expect(() => compilePolicy(all(part))).not.toThrow();
    expect(explainPolicy(all(part))).toContain(`${EVERY} this policy`);
    expect(explainPolicy(all(eq("asaClass", 1), part))).toContain(`${EVERY} condition 2`);
    expect(explainPolicy(all(part, eq("asaClass", 1), part))).toContain(`${EVERY} conditions 1 and 3`);
  });

  it.each<[string, PolicyPart]>([
    ["any class, as a record may state none", inSet("asaClass", [1, 2, 3, 4, 5, 6])],
    ["any amount, as a record may state none", gte("totalCost", "0.00 USD")],
    ["any day but the last", lt("surgeryDay", LAST_DATE)],
  ])("is not: %s", (_, part) => {
    expect(explainPolicy(all(part))).not.toContain(EVERY);
  });
});

const groupsIn = (policy: Policy) =>
  policy.all.flatMap((part, index) => groupsOf(part, `policy.all[${index}]`));

type Random = (bound: number) => number;
const pick = <Value>(random: Random, values: readonly Value[]): Value => values[random(values.length)]!;

// Few values, at the edges of what there is, so that contradictions are common and a search can try them all.
const DATES = ["1970-01-01", "1970-01-02", "9999-12-30", LAST_DATE];
const PROCEDURES = [snomed("100005"), snomed("100014"), pcs("0000000"), pcs("0000001"), pcs("ZZZZZZZ")];
const AMOUNTS = ["0.00", "0.01", "184467440737095516.13", "184467440737095516.14"];

function cornerComparison(random: Random): object {
  const operator = (...operators: string[]) => pick(random, operators);
  switch (random(6)) {
    case 0:
      return {
        field: "codeSystem",
        operator: operator("eq", "neq"),
        value: pick(random, ["snomed-ct", "icd-10-pcs"]),
      };
    case 1:
      return { field: "procedure", operator: operator("eq", "neq"), value: pick(random, PROCEDURES) };
    case 2:
      return {
        field: "surgeryDay",
        operator: operator("eq", "neq", "lt", "lte", "gt", "gte"),
        value: pick(random, DATES),
      };
    case 3:
      return {
        field: "dischargeDay",
        operator: operator("eq", "neq", "lt", "lte", "gt", "gte"),
        value: pick(random, DATES),
      };
    case 4: {
      const value = `${pick(random, AMOUNTS)} ${pick(random, ["USD", "EUR"])}`;
      return { field: "totalCost", operator: operator("eq", "neq", "lt", "lte", "gt", "gte"), value };
    }
    default:
      return { field: "currency", operator: operator("eq", "neq"), value: pick(random, ["USD", "EUR"]) };
  }
}

function cornerPolicy(random: Random): Policy | undefined {
  const part = () =>
    random(2) === 0
      ? cornerComparison(random)
      : { any: Array.from({ length: 2 }, () => cornerComparison(random)) };
  try {
    return parsePolicy({ version: 1, all: Array.from({ length: 1 + random(4) }, part) });
  } catch {
    return undefined;
  }
}

/** Records with every combination of values that policies of the corners can tell apart. */
function cornerRecords(): SurgeryRecord[] {
  const last = 2_932_896;
  const days = [0, 1, 2, 10_000, last - 2, last - 1, last];
  const procedures = [...PROCEDURES, snomed("999997"), pcs("0HBT0ZZ")];
  const bills: [bigint | null, Currency | null][] = [[null, null]];
  for (const cents of [0n, 1n, 2n, 100n, 2n ** 64n - 4n, 2n ** 64n - 3n, 2n ** 64n - 2n]) {
    for (const currency of ["USD", "EUR", "GBP"] as const) bills.push([cents, currency]);
  }
  const base = { ...randomRecord(seededRandom(11)) };
  return procedures.flatMap((procedure) =>
    days.flatMap((surgeryDay) =>
      [null, ...days.filter((day) => day >= surgeryDay)].flatMap((dischargeDay) =>
        bills.map(([totalCostCents, currency]) => ({
          ...base,
          procedure,
          surgeryDay,
          dischargeDay,
          totalCostCents,
          currency,
        })),
      ),
    ),
  );
}

const MOST_TRIES = 100_000;

type Verdict = "satisfiable" | "too long" | "impossible comparison" | "unsatisfiable";

function verdictOf(policy: Policy): Verdict {
  try {
    compilePolicy(policy);
    return "satisfiable";
  } catch (error) {
    if (error instanceof PolicyTooLongError) return "too long";
    if (error instanceof ImpossibleComparisonError) return "impossible comparison";
    if (error instanceof UnsatisfiablePolicyError) return "unsatisfiable";
    throw error;
  }
}

describe("random policies", () => {
  it("are accepted only with a record that satisfies them", () => {
    const random = seededRandom(20_261_125);
    let accepted = 0;
    // Bounded, so that a verdict that never comes is a failure and not a test without an end.
    for (let tries = 0; accepted < 5_000; tries++) {
      expect(tries).toBeLessThan(MOST_TRIES);
      const policy = accepted % 2 === 0 ? randomPolicy(random, randomRecord(random)) : cornerPolicy(random);
      if (policy === undefined || verdictOf(policy) !== "satisfiable") continue;
      const witness = witnessOf(groupsIn(policy));
      expect(witness, JSON.stringify(policy)).toBeDefined();
      const record = decodeRecord(witness!);
      expect(encodeRecord(record)).toEqual(witness);
      expect(satisfies(policy, record), JSON.stringify(policy)).toBe(true);
      expect(evaluateProgram(compilePolicy(policy), witness!)).toBe(true);
      accepted += 1;
    }
  });

  it("are refused only where a search through every corner finds no record", () => {
    const random = seededRandom(20_261_126);
    const records = cornerRecords();
    const refused = { unsatisfiable: 0, "impossible comparison": 0 };
    for (let tries = 0; refused.unsatisfiable < 150; tries++) {
      expect(tries).toBeLessThan(MOST_TRIES);
      const policy = cornerPolicy(random);
      const verdict = policy && verdictOf(policy);
      if (verdict !== "unsatisfiable" && verdict !== "impossible comparison") continue;
      refused[verdict] += 1;
      // In an any, a comparison that nothing satisfies is refused for what its author meant, not for what it does.
      if (verdict === "impossible comparison" && policy!.all.some((part) => "any" in part)) continue;
      expect(
        records.find((record) => satisfies(policy!, record)),
        JSON.stringify(policy),
      ).toBeUndefined();
    }
    expect(refused["impossible comparison"]).toBeGreaterThan(20);
  });
});
