import { describe, expect, it } from "vitest";

import {
  InvalidPolicyError,
  all,
  any,
  between,
  eq,
  gt,
  gte,
  inSet,
  lt,
  lte,
  neq,
  notInSet,
  parsePolicy,
} from "../../../prover/policy/index.ts";

const AUGMENTATION = { system: "icd-10-pcs", code: "0H0V0JZ" } as const;
const SUCCESSFUL = { system: "snomed-ct", code: "385669000" } as const;

describe("the builder", () => {
  it("writes the same policy as JSON does", () => {
    const built = all(
      eq("procedure", AUGMENTATION),
      any(gte("complicationGrade", "IIIa"), inSet("outcome", [SUCCESSFUL])),
      between("surgeryDay", "2026-01-01", "2026-12-31"),
      lt("totalCost", { cents: 2_000_000, currency: "USD" }),
    );
    expect(built).toEqual(
      parsePolicy({
        version: 1,
        all: [
          { field: "procedure", operator: "eq", value: AUGMENTATION },
          {
            any: [
              { field: "complicationGrade", operator: "gte", value: "IIIa" },
              { field: "outcome", operator: "inSet", values: [SUCCESSFUL] },
            ],
          },
          { field: "surgeryDay", operator: "between", from: "2026-01-01", to: "2026-12-31" },
          { field: "totalCost", operator: "lt", value: "20000.00 USD" },
        ],
      }),
    );
  });

  it("has a function for every operator", () => {
    const built = [
      eq("asaClass", 1),
      neq("asaClass", 1),
      lt("asaClass", 2),
      lte("asaClass", 2),
      gt("asaClass", 2),
      gte("asaClass", 2),
      between("asaClass", 1, 2),
      inSet("asaClass", [1, 3]),
      notInSet("asaClass", [1, 3]),
    ];
    expect(built.map(({ operator }) => operator)).toEqual([
      "eq",
      "neq",
      "lt",
      "lte",
      "gt",
      "gte",
      "between",
      "inSet",
      "notInSet",
    ]);
  });

  it("names the call whose value is wrong", () => {
    expect(() => gte("surgeryDay", "tomorrow")).toThrow(InvalidPolicyError);
    expect(() => gte("surgeryDay", "tomorrow")).toThrow(
      expect.objectContaining({ path: "gte(surgeryDay).value" }),
    );
    expect(() => all()).toThrow(expect.objectContaining({ path: "policy.all" }));
    expect(() => all(any())).toThrow(expect.objectContaining({ path: "policy.all[0].any" }));
  });

  it("is typed: what the compiler refuses is refused at run time too", () => {
    // @ts-expect-error outcomes have no order
    expect(() => lt("outcome", SUCCESSFUL)).toThrow(InvalidPolicyError);
    // @ts-expect-error a grade is no number
    expect(() => eq("complicationGrade", 3)).toThrow(InvalidPolicyError);
    // @ts-expect-error a procedure is a code with its system
    expect(() => eq("procedure", "0H0V0JZ")).toThrow(InvalidPolicyError);
  });
});
