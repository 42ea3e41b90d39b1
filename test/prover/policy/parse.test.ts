import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";

import {
  InvalidPolicyError,
  canonicalPolicyText,
  parsePolicy,
  parsePolicyText,
  policySourceHash,
} from "../../../prover/policy/index.ts";
import schema from "../../../prover/policy/policy.schema.json" with { type: "json" };
import { MalformedJsonError } from "../../../prover/json/strict-json.ts";
import { randomRecord, seededRandom } from "../record/random-record.ts";
import { randomPolicy } from "./random-policy.ts";

const matchesSchema = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false }).compile(
  schema,
);

const BREAST = { system: "icd-10-pcs", code: "0H0V0JZ" };
const day = { field: "surgeryDay", operator: "gte", value: "2026-01-31" };
const policyOf = (...all: unknown[]) => ({ version: 1, all });

describe("a policy in JSON", () => {
  it("is read into canonical values", () => {
    const diagnosis = { field: "diagnosis", operator: "eq", value: { code: "h0281", system: "icd-10-cm" } };
    const device = { field: "device", operator: "inSet", values: [{ system: "gs1-gtin", code: "12345670" }] };
    const cost = { field: "totalCost", operator: "lt", value: { cents: 150_005, currency: "USD" } };
    const medicines = { field: "medicinesRootPrefix", operator: "eq", value: "0xABCDEF0123456709" };
    expect(parsePolicy(policyOf(diagnosis, { any: [device, cost, medicines] }))).toEqual(
      policyOf(
        { ...diagnosis, value: { system: "icd-10-cm", code: "H02.81" } },
        {
          any: [
            { ...device, values: [{ system: "gs1-gtin", code: "00000012345670" }] },
            { ...cost, value: "1500.05 USD" },
            { ...medicines, value: "0xabcdef0123456709" },
          ],
        },
      ),
    );
  });

  it("may write whole amounts without hundredths", () => {
    const { all } = parsePolicy(policyOf({ field: "totalCost", operator: "eq", value: "1500 JPY" }));
    expect(all[0]).toMatchObject({ value: "1500.00 JPY" });
  });

  it("keeps its title", () => {
    expect(parsePolicy({ ...policyOf(day), title: "Naseneingriffe 2026 – ärztlich" }).title).toBe(
      "Naseneingriffe 2026 – ärztlich",
    );
  });
});

describe("the source hash", () => {
  it("is that of the canonical text, whatever the order of names and the spelling of values", () => {
    const one = { version: 1, title: "T", all: [{ field: "procedure", operator: "eq", value: BREAST }] };
    const other = {
      all: [{ value: { code: "0H0V0JZ", system: "icd-10-pcs" }, operator: "eq", field: "procedure" }],
      title: "T",
      version: 1,
    };
    expect(canonicalPolicyText(parsePolicy(one))).toBe(
      '{"all":[{"field":"procedure","operator":"eq","value":{"code":"0H0V0JZ","system":"icd-10-pcs"}}],"title":"T","version":1}',
    );
    expect(policySourceHash(parsePolicy(other))).toBe(policySourceHash(parsePolicy(one)));
    const text = utf8ToBytes(canonicalPolicyText(parsePolicy(one)));
    expect(policySourceHash(parsePolicy(one))).toBe(`0x${bytesToHex(keccak_256(text))}`);
  });

  it("changes with everything that the policy says", () => {
    const variants = [
      policyOf(day),
      policyOf({ ...day, operator: "gt" }),
      policyOf({ ...day, value: "2026-02-01" }),
      policyOf({ ...day, field: "dischargeDay" }),
      policyOf({ any: [day] }),
      policyOf(day, day),
      { ...policyOf(day), title: "A" },
      { ...policyOf(day), title: "B" },
    ];
    expect(new Set(variants.map((json) => policySourceHash(parsePolicy(json)))).size).toBe(variants.length);
  });
});

/** Each broken policy, the path that the error names, and whether the JSON Schema can tell too. */
const BROKEN: readonly (readonly [what: string, json: unknown, path: string, schemaTells?: false])[] = [
  ["a list", [], "policy"],
  ["nothing", null, "policy"],
  ["no version", { all: [day] }, "policy.version"],
  ["another version", { ...policyOf(day), version: 2 }, "policy.version"],
  ["an unknown member", { ...policyOf(day), some: [day] }, "policy.some"],
  ["no parts", policyOf(), "policy.all"],
  ["too many parts", policyOf(...Array.from({ length: 65 }, () => day)), "policy.all"],
  ["a title that is none", { ...policyOf(day), title: "" }, "policy.title"],
  ["a title with a line break", { ...policyOf(day), title: "a\nb" }, "policy.title", false],
  ["a title that turns the text round", { ...policyOf(day), title: "a\u202eb" }, "policy.title", false],
  ["a title with half a character", { ...policyOf(day), title: "a\ud800" }, "policy.title", false],
  ["a part that is text", policyOf("true"), "policy.all[0]"],
  ["an or inside an or", policyOf({ any: [{ any: [day] }] }), "policy.all[0].any[0].field"],
  ["an empty or", policyOf({ any: [] }), "policy.all[0].any"],
  ["an or with more", policyOf({ any: [day], all: [day] }), "policy.all[0].all"],
  ["a field that records lack", policyOf({ ...day, field: "surgeon" }), "policy.all[0].field"],
  ["a field of every object", policyOf({ ...day, field: "constructor" }), "policy.all[0].field"],
  ["an operator that is none", policyOf({ ...day, operator: "like" }), "policy.all[0].operator"],
  [
    "an order of what has none",
    policyOf({ field: "outcome", operator: "lt", value: { system: "snomed-ct", code: "385669000" } }),
    "policy.all[0].operator",
  ],
  ["no value", policyOf({ field: "surgeryDay", operator: "gte" }), "policy.all[0].value"],
  ["a second value", policyOf({ ...day, values: ["2026-01-31"] }), "policy.all[0].values"],
  ["a number for a date", policyOf({ ...day, value: 20_484 }), "policy.all[0].value"],
  ["a date that does not exist", policyOf({ ...day, value: "2026-02-30" }), "policy.all[0].value", false],
  ["a date before 1970", policyOf({ ...day, value: "1969-12-31" }), "policy.all[0].value", false],
  ["a time", policyOf({ ...day, value: "2026-01-31T00:00:00Z" }), "policy.all[0].value"],
  [
    "a range that ends before it starts",
    policyOf({ field: "surgeryDay", operator: "between", from: "2026-02-01", to: "2026-01-31" }),
    "policy.all[0].to",
    false,
  ],
  [
    "a range without end",
    policyOf({ field: "surgeryDay", operator: "between", from: "2026-02-01" }),
    "policy.all[0].to",
  ],
  [
    "a range of SNOMED CT, whose numbers mean nothing",
    policyOf({
      field: "procedure",
      operator: "between",
      from: { system: "snomed-ct", code: "100005" },
      to: { system: "snomed-ct", code: "200001" },
    }),
    "policy.all[0].from",
    false,
  ],
  ...[
    ["snomed-ct", "80146003"],
    ["us-npi", "1234567890"],
    ["gs1-gtin", "00844588003289"],
  ].map(
    ([system, code]) =>
      [
        `a mistyped code of ${system}`,
        policyOf({
          field: system === "us-npi" ? "facility" : "device",
          operator: "eq",
          value: { system, code },
        }),
        "policy.all[0].value",
        false,
      ] as const,
  ),
  [
    "a range over two systems",
    policyOf({
      field: "diagnosis",
      operator: "between",
      from: { system: "icd-10", code: "C50" },
      to: { system: "icd-10-cm", code: "C60" },
    }),
    "policy.all[0].to",
    false,
  ],
  [
    "a code that is text",
    policyOf({ field: "procedure", operator: "eq", value: "0H0V0JZ" }),
    "policy.all[0].value",
  ],
  [
    "a code of a system that the field does not use",
    policyOf({ field: "outcome", operator: "eq", value: { system: "icd-10", code: "C50" } }),
    "policy.all[0].value",
  ],
  [
    "a code that its system does not have",
    policyOf({ field: "procedure", operator: "eq", value: { ...BREAST, code: "0H0VOJZ" } }),
    "policy.all[0].value",
  ],
  [
    "a code with a display text",
    policyOf({ field: "procedure", operator: "eq", value: { ...BREAST, display: "x" } }),
    "policy.all[0].value",
  ],
  [
    "an amount without currency",
    policyOf({ field: "totalCost", operator: "gt", value: 1500 }),
    "policy.all[0].value",
  ],
  [
    "half a cent",
    policyOf({ field: "totalCost", operator: "gt", value: "1.005 USD" }),
    "policy.all[0].value",
  ],
  [
    "a negative amount",
    policyOf({ field: "totalCost", operator: "gt", value: "-1.00 USD" }),
    "policy.all[0].value",
  ],
  [
    "a currency that nobody pays in",
    policyOf({ field: "totalCost", operator: "gt", value: "1.00 XXX" }),
    "policy.all[0].value",
    false,
  ],
  [
    "cents beyond what a JSON number keeps",
    policyOf({ field: "totalCost", operator: "gt", value: { cents: 2 ** 53, currency: "USD" } }),
    "policy.all[0].value",
  ],
  [
    "two currencies in one list",
    policyOf({ field: "totalCost", operator: "inSet", values: ["1.00 USD", "1.00 EUR"] }),
    "policy.all[0].values[1]",
    false,
  ],
  [
    "two currencies in one or",
    policyOf({
      any: [
        { field: "totalCost", operator: "gt", value: "1.00 USD" },
        day,
        { field: "totalCost", operator: "gt", value: "1.00 EUR" },
      ],
    }),
    "policy.all[0].any[2]",
    false,
  ],
  ["an empty list", policyOf({ field: "asaClass", operator: "inSet", values: [] }), "policy.all[0].values"],
  [
    "a value twice",
    policyOf({ field: "asaClass", operator: "inSet", values: [1, 2, 1] }),
    "policy.all[0].values[2]",
  ],
  [
    "a class that does not exist",
    policyOf({ field: "asaClass", operator: "eq", value: 7 }),
    "policy.all[0].value",
  ],
  ["a class in words", policyOf({ field: "asaClass", operator: "eq", value: "III" }), "policy.all[0].value"],
  [
    "grade III without letter",
    policyOf({ field: "complicationGrade", operator: "eq", value: "III" }),
    "policy.all[0].value",
  ],
];

describe("what is no policy", () => {
  it.each(BROKEN)("is refused with the place: %s", (_, json, path, schemaTells = true) => {
    expect(() => parsePolicy(json)).toThrow(InvalidPolicyError);
    expect(() => parsePolicy(json)).toThrow(expect.objectContaining({ path }));
    expect(matchesSchema(json)).toBe(!schemaTells);
  });

  it("never repeats a name that could garble a terminal", () => {
    expect(() => parsePolicy({ ...policyOf(day), "\u001b[2J": 1 })).toThrow(
      expect.objectContaining({ path: "policy.(unknown member)" }),
    );
  });

  it("is refused where the text says a thing twice, or not exactly", () => {
    const text = JSON.stringify(policyOf(day));
    expect(parsePolicyText(text)).toEqual(policyOf(day));
    expect(() => parsePolicyText(text.replace('"all"', '"all":[],"all"'))).toThrow(MalformedJsonError);
    expect(() => parsePolicyText(`${text},`)).toThrow(MalformedJsonError);
    expect(() => parsePolicyText(text.replace('"version":1', '"version":1.00000000000000000001'))).toThrow(
      expect.objectContaining({ path: "policy.version" }),
    );
  });
});

describe("the JSON Schema", () => {
  it("accepts whatever the parser accepts", () => {
    const random = seededRandom(99);
    for (let count = 0; count < 2_000; count++) {
      const policy = randomPolicy(random, randomRecord(random));
      if (policy !== undefined) expect(matchesSchema(policy), JSON.stringify(policy)).toBe(true);
    }
  });
});
