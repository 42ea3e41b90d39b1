import { describe, expect, it } from "vitest";

import { AftercareError } from "../../prover/errors.ts";
import {
  InvalidBundleError,
  decodeRecord,
  encodeRecord,
  parseBundle,
  readBundle,
} from "../../prover/record/index.ts";
import type { SurgeryRecord } from "../../prover/record/index.ts";
import { fixture, fixtureText } from "../prover/record/fixtures.ts";

const NAME = "surgery-06-appendectomy.json";
const ORIGINAL = parseBundle(fixtureText(NAME));

type Container = Record<string | number, unknown>;

/** Every place in a JSON value, as the names and indexes that lead to it. */
function placesIn(value: unknown, place: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [place];
  return [place, ...Object.entries(value).flatMap(([name, child]) => placesIn(child, [...place, name]))];
}

function mutated(place: readonly string[], edit: (container: Container, name: string) => void): unknown {
  const bundle = fixture(NAME);
  const container = place.slice(0, -1).reduce<Container>((parent, name) => parent[name] as Container, bundle);
  edit(container, place.at(-1)!);
  return bundle;
}

/** The record, or the error on purpose that refused it. Anything else that is thrown fails the test. */
function outcomeOf(read: () => SurgeryRecord): SurgeryRecord | AftercareError {
  try {
    return read();
  } catch (error) {
    if (error instanceof AftercareError) return error;
    throw error;
  }
}

/** A mutation may hide what the bundle said, or make it unreadable; it must not make the record say something else. */
function expectNothingElseIsSaid(outcome: SurgeryRecord | AftercareError, place: readonly string[]): void {
  if (outcome instanceof AftercareError) return;
  expect(decodeRecord(encodeRecord(outcome))).toEqual(outcome);
  for (const name of Object.keys(ORIGINAL) as (keyof SurgeryRecord)[]) {
    // Every text is some identifier, so another text there is another facility.
    if (name === "facility" && place.includes("identifier")) continue;
    if (outcome[name] !== null) expect(outcome[name], place.join(".")).toEqual(ORIGINAL[name]);
  }
}

const PLACES = placesIn(fixture(NAME)).filter((place) => place.length > 0);

const JUNK: readonly (readonly [string, () => unknown])[] = [
  ["null", () => null],
  ["true", () => true],
  ["an empty text", () => ""],
  ["an empty list", () => []],
  ["an empty object", () => ({})],
  ["a list of null", () => [null]],
  ["a list of lists", () => [[[]]]],
  ["minus one", () => -1],
  ["a huge number", () => 1e308],
  ["NaN", () => Number.NaN],
  ["too many decimals", () => 125.001],
  ["'NaN'", () => "NaN"],
  ["'Infinity'", () => "Infinity"],
  ["'__proto__'", () => "__proto__"],
  ["'constructor'", () => "constructor"],
  ["a lone surrogate", () => "\ud800"],
  ["a zero byte", () => "a\0b"],
  ["a long run of digits", () => "9".repeat(10_000)],
  ["a name of Object.prototype", () => ({ toString: 1, hasOwnProperty: 2, constructor: 3 })],
];

describe("a bundle with one place spoilt", () => {
  it("has more places than a hundred", () => {
    expect(PLACES.length).toBeGreaterThan(150);
  });

  it.each(JUNK)("%s in any place never makes the record say something else", (_, junk) => {
    for (const place of PLACES) {
      const bundle = mutated(place, (container, name) => (container[name] = junk()));
      expectNothingElseIsSaid(
        outcomeOf(() => readBundle(bundle)),
        place,
      );
    }
  });

  it("never says something else when the place is removed or repeated", () => {
    for (const place of PLACES) {
      for (const edit of [
        (container: Container, name: string) => void delete container[name],
        (container: Container, name: string) => (container[name] = [container[name], container[name]]),
        (container: Container, name: string) => (container[name] = { value: container[name] }),
      ]) {
        const bundle = mutated(place, edit);
        expectNothingElseIsSaid(
          outcomeOf(() => readBundle(bundle)),
          place,
        );
      }
    }
  });

  it("never quotes the value that was refused", () => {
    const secret = "secret-medical-value";
    for (const place of PLACES) {
      const outcome = outcomeOf(() =>
        readBundle(mutated(place, (container, name) => (container[name] = secret))),
      );
      if (outcome instanceof AftercareError) {
        expect(`${outcome.message} ${JSON.stringify(outcome.details)}`, place.join(".")).not.toContain(
          secret,
        );
      }
    }
  });

  it("never repeats the name of an element that it does not know", () => {
    const bundle = mutated(
      ["entry", "0", "resource", "patient has <b>C61</b>"],
      (container, name) => (container[name] = 1),
    );
    const outcome = outcomeOf(() => readBundle(bundle));
    expect(outcome).toMatchObject({ path: "Bundle.entry[0].resource.(unknown element)" });
  });
});

describe("hostile JSON text", () => {
  const text = JSON.stringify(fixture(NAME));

  it("is refused wherever it breaks off", () => {
    for (let length = 0; length < text.length; length += 7) {
      expect(() => parseBundle(text.slice(0, length))).toThrow(InvalidBundleError);
    }
  });

  it.each([
    ["", "nothing"],
    [`${text}{}`, "two documents"],
    [text.replace('"resourceType"', "'resourceType'"), "single quotes"],
    [text.replace("{", "{,"), "a stray comma"],
    [text.replace(/\}$/, ",}"), "a trailing comma"],
    [text.replace('"value":125', '"value":NaN'), "NaN"],
    [text.replace('"value":125', '"value":0125'), "a leading zero"],
    [text.replace('"value":125', '"value":+125'), "a plus sign"],
    [text.replace('"value":125', '"value":0x7d'), "hexadecimal"],
    [text.replace('"value":125', '"value":125.'), "a bare point"],
    [text.replace("completed", "comp\nleted"), "a raw line break in a text"],
    [text.replace("completed", "\\x63ompleted"), "an unknown escape"],
    ["\ufeff\ufeff".concat(text), "two byte order marks"],
    [text.replace("{", "{\ufeff"), "a byte order mark inside"],
  ])("is refused as no JSON: case %#", (hostile) => {
    expect(() => parseBundle(hostile)).toThrow(InvalidBundleError);
  });

  it("is refused where a number that was rounded stands for an element", () => {
    const hostile = text.replace(/"period":\{[^}]*\}/, '"period":0.10000000000000000000001');
    expect(hostile).not.toBe(text);
    expect(() => parseBundle(hostile)).toThrow(
      expect.objectContaining({ path: "Bundle.entry[1].resource.period" }),
    );
  });

  it("is refused where a name occurs twice, also in disguise", () => {
    for (const twice of [
      '"status":"entered-in-error","status"',
      '"st\\u0061tus":"entered-in-error","status"',
    ]) {
      const hostile = text.replace('"status"', twice);
      expect(hostile).not.toBe(text);
      expect(() => parseBundle(hostile)).toThrow(/same name twice/);
    }
  });

  it("cannot pollute a prototype", () => {
    const polluted = `{"__proto__":{"resourceType":"Bundle","type":"collection","polluted":true},${text.slice(1)}`;
    expect(parseBundle(polluted)).toEqual(ORIGINAL);
    expect(readBundle(JSON.parse(polluted))).toEqual(ORIGINAL);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
    expect(() => parseBundle('{"__proto__":{"resourceType":"Bundle","type":"collection"}}')).toThrow(
      InvalidBundleError,
    );
    expect(() => readBundle({ __proto__: fixture(NAME) })).toThrow(InvalidBundleError);
    expect(() => parseBundle('{"__proto__":{},"__proto__":{}}')).toThrow(/same name twice/);
  });

  it("cannot exhaust the stack with a million levels, as text or as objects", () => {
    const depth = 1_000_000;
    for (const [open, close] of [
      ["[", "]"],
      ['{"a":', "}"],
    ] as const) {
      const nested = `${open.repeat(depth)}1${close.repeat(depth)}`;
      expect(() => parseBundle(nested)).toThrow(/nested more than/);
      expect(() => parseBundle(text.replace("{", `{"extension":${nested},`))).toThrow(/nested more than/);
    }
    let nested: unknown = 1;
    for (let level = 0; level < depth; level++) nested = [nested];
    for (const place of [["entry"], ["entry", "0", "resource"], ["entry", "0", "resource", "contained"]]) {
      const bundle = mutated(place, (container, name) => (container[name] = nested));
      expectNothingElseIsSaid(
        outcomeOf(() => readBundle(bundle)),
        place,
      );
    }
  });

  it("cannot lead in a circle", () => {
    const bundle = fixture(NAME);
    for (const { resource } of bundle.entry) {
      const self = `${String(resource["resourceType"])}/${String(resource["id"])}`;
      resource["partOf"] =
        resource["resourceType"] === "Encounter" ? { reference: self } : [{ reference: self }];
    }
    expect(outcomeOf(() => readBundle(bundle))).toBeInstanceOf(AftercareError);
  });

  it("with a text of many megabytes is read or refused", () => {
    const long = text.replace("Routine Appendectomy", "\\n".repeat(4_000_000));
    expect(parseBundle(long)).toEqual(ORIGINAL);
  });
});
