import { describe, expect, it } from "vitest";

import { AftercareError } from "../../prover/errors.ts";
import {
  PolicyTooLongError,
  canonicalPolicyText,
  compilePolicy,
  explainPolicy,
  parsePolicy,
  parsePolicyText,
  programHashOf,
  type Policy,
} from "../../prover/policy/index.ts";

const POLICY = {
  version: 1,
  title: "Implants 2026",
  all: [
    { field: "procedure", operator: "eq", value: { system: "icd-10-pcs", code: "0H0V0JZ" } },
    {
      any: [
        { field: "complicationGrade", operator: "inSet", values: ["IIIa", "V"] },
        { field: "totalCost", operator: "gt", value: { cents: 2_000_000, currency: "USD" } },
      ],
    },
    { field: "surgeryDay", operator: "between", from: "2026-01-01", to: "2026-12-31" },
  ],
};
const ORIGINAL = canonicalPolicyText(parsePolicy(POLICY));

type Container = Record<string | number, unknown>;

function placesIn(value: unknown, place: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [place];
  return [place, ...Object.entries(value).flatMap(([name, child]) => placesIn(child, [...place, name]))];
}

const PLACES = placesIn(POLICY).filter((place) => place.length > 0);

function mutated(place: readonly string[], edit: (container: Container, name: string) => void): unknown {
  const policy: unknown = structuredClone(POLICY);
  const container = place
    .slice(0, -1)
    .reduce<Container>((parent, name) => parent[name] as Container, policy as Container);
  edit(container, place.at(-1)!);
  return policy;
}

/** The policy, or the error on purpose that refused it. Anything else that is thrown fails the test. */
function outcomeOf(read: () => Policy): Policy | AftercareError {
  try {
    return read();
  } catch (error) {
    if (error instanceof AftercareError) return error;
    throw error;
  }
}

const JUNK: readonly unknown[] = [
  null,
  true,
  "",
  [],
  {},
  [null],
  [[[]]],
  -1,
  0.5,
  1e308,
  Number.NaN,
  "__proto__",
  "constructor",
  "toString",
  "\ud800",
  "2026-02-30",
  "9".repeat(10_000),
  { toString: 1, constructor: 2 },
  { length: 3 },
];

describe("a policy with one place spoilt", () => {
  it("is refused by name, whatever stands in whichever place", () => {
    expect(PLACES.length).toBeGreaterThan(20);
    for (const place of PLACES) {
      for (const junk of JUNK) {
        // Any line of visible characters is a title.
        if (place.at(-1) === "title" && typeof junk === "string") continue;
        const outcome = outcomeOf(() =>
          parsePolicy(mutated(place, (container, name) => (container[name] = junk))),
        );
        expect(outcome, `${place.join(".")} = ${JSON.stringify(junk)}`).toBeInstanceOf(AftercareError);
      }
    }
  });

  it("never passes for the original when something is left out, repeated or added", () => {
    for (const place of PLACES) {
      for (const edit of [
        (container: Container, name: string) => void delete container[name],
        (container: Container, name: string) => (container[name] = [container[name], container[name]]),
        (container: Container) =>
          void (Array.isArray(container) ? container.push(1) : (container["extra"] = 1)),
      ]) {
        const outcome = outcomeOf(() => parsePolicy(mutated(place, edit)));
        if (!(outcome instanceof AftercareError)) {
          expect(canonicalPolicyText(outcome), place.join(".")).not.toBe(ORIGINAL);
        }
      }
    }
  });
});

describe("a hostile policy", () => {
  it("cannot hide a condition behind a name that occurs twice", () => {
    const text = JSON.stringify(POLICY);
    for (const twice of ['"operator":"neq","operator"', '"op\\u0065rator":"neq","operator"']) {
      expect(() => parsePolicyText(text.replace('"operator"', twice))).toThrow(/same name twice/);
    }
  });

  it("cannot pollute a prototype, nor take a value from one", () => {
    const polluted = JSON.stringify(POLICY).replace("{", '{"__proto__":{"title":"Other"},');
    expect(() => parsePolicyText(polluted)).toThrow(expect.objectContaining({ name: "InvalidPolicyError" }));
    expect(() => parsePolicy(JSON.parse(polluted))).toThrow(
      expect.objectContaining({ name: "InvalidPolicyError" }),
    );
    expect(() => parsePolicy(Object.create(POLICY))).toThrow(
      expect.objectContaining({ path: "policy.version" }),
    );
    expect(Object.hasOwn(Object.prototype, "title")).toBe(false);
  });

  it("cannot exhaust the stack with a million levels", () => {
    let nested: unknown = {};
    for (let level = 0; level < 1_000_000; level++) nested = { any: [nested] };
    expect(() => parsePolicy({ version: 1, all: [nested] })).toThrow(AftercareError);
    const text = `{"version":1,"all":${'[{"any":'.repeat(1_000_000)}`;
    expect(() => parsePolicyText(text)).toThrow(AftercareError);
  });

  it("cannot keep the compiler busy with the longest lists there are", () => {
    const values = (offset: number) =>
      Array.from({ length: 64 }, (_, index) => ({ cents: offset + 2 * index, currency: "USD" }));
    const any = Array.from({ length: 64 }, (_, index) => ({
      field: "totalCost",
      operator: "inSet",
      values: values(1_000 * index),
    }));
    const policy = parsePolicy({ version: 1, all: Array.from({ length: 64 }, () => ({ any })) });
    const start = performance.now();
    expect(() => compilePolicy(policy)).toThrow(PolicyTooLongError);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it("cannot write over the terminal of whoever reads it", () => {
    for (const title of ["\u001b[2J", "\u0007", "\u202e", "a\rb", "\u2028", "\u200b"]) {
      expect(() => parsePolicy({ ...POLICY, title })).toThrow(
        expect.objectContaining({ path: "policy.title", message: expect.not.stringContaining(title) }),
      );
    }
  });

  it("cannot change after it was read", () => {
    const json = structuredClone(POLICY);
    const policy = parsePolicy(json);
    const hash = programHashOf(compilePolicy(policy));
    json.all.length = 0;
    expect(programHashOf(compilePolicy(policy))).toBe(hash);
  });

  it("cannot slip past the parser by being typed as a policy", () => {
    const forged = { version: 1, all: [{ field: "outcome", operator: "lt", value: 5 }] } as unknown as Policy;
    for (const use of [compilePolicy, explainPolicy, canonicalPolicyText]) {
      expect(() => use(forged)).toThrow(expect.objectContaining({ name: "InvalidPolicyError" }));
    }
  });
});
