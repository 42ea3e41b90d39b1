import { expect, it } from "vitest";

import { FIELD_MODULUS, MalformedJsonError, type AftercareError } from "../../../prover/index.ts";

/** One kind of value that travels as JSON. */
export interface JsonForm {
  /** First part of the path of every error. */
  readonly root: string;
  readonly value: object;
  readonly text: string;
  readonly parse: (json: unknown) => object;
  /** Of whatever was read, to be compared with what was there to read. */
  readonly format: (value: never) => string;
  readonly error: new (...given: never[]) => AftercareError;
  /** What refuses to write a value whose proof is none, where that is another error. */
  readonly refusedInWriting?: new (...given: never[]) => AftercareError;
}

export type Container = Record<string | number, unknown>;

/** The places of all members and list entries, at every depth. */
export function placesIn(value: unknown, place: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [place];
  return [place, ...Object.entries(value).flatMap(([name, child]) => placesIn(child, [...place, name]))];
}

/** A copy in which the container of a place has been edited. */
export function spoilt<Value>(
  value: Value,
  place: readonly string[],
  edit: (container: Container, name: string) => void,
): Value {
  const copy = structuredClone(value);
  const parents = place.slice(0, -1);
  edit(
    parents.reduce<Container>((parent, name) => parent[name] as Container, copy as Container),
    place.at(-1)!,
  );
  return copy;
}

export const drop = (container: Container, name: string): void => {
  if (Array.isArray(container)) container.splice(Number(name), 1);
  else delete container[name];
};

const JUNK: readonly unknown[] = [
  null,
  true,
  0,
  1,
  -1,
  0.5,
  1e308,
  2 ** 53,
  Number.NaN,
  "",
  " ",
  "1 ",
  "007",
  "-1",
  "0x1",
  "1e3",
  "٣",
  "9".repeat(77),
  "9".repeat(100_000),
  String(FIELD_MODULUS),
  "__proto__",
  "\u0000",
  "\ud800",
  [],
  {},
  [null],
  [[[]]],
  ["1"],
  { length: 3 },
  { toString: 1 },
  { "0": "1" },
];

/** The error that refuses JSON, or what was read of it. Anything else that is thrown fails the test. */
function outcomeOf({ parse, format, error, root }: JsonForm, json: unknown): string {
  try {
    const read = parse(json);
    // What is not refused is read as it stands: nothing is dropped, filled in or reduced.
    expect(JSON.parse(format(read as never))).toEqual(typeof json === "string" ? JSON.parse(json) : json);
    return "read";
  } catch (refused) {
    if (refused instanceof MalformedJsonError && typeof json === "string") return "no JSON";
    if (!(refused instanceof error)) throw refused;
    const { path, expected, message } = refused as unknown as {
      path: string;
      expected: string;
      message: string;
    };
    expect(path.split(/[.[]/)[0]).toBe(root);
    expect(expected).not.toBe("");
    expect(message.length).toBeLessThan(500);
    return "refused";
  }
}

/** What the error says that refuses JSON; nothing where it is read. */
function refusalOf({ parse }: JsonForm, json: unknown): string {
  try {
    parse(json);
    return "";
  } catch (refused) {
    return String(refused);
  }
}

/** What holds for whatever is read from JSON: to be called inside a describe of its own. */
export function describeJsonForm(kind: JsonForm): void {
  const { value, text, parse, error } = kind;
  const json = JSON.parse(text) as Container;
  const places = placesIn(json).filter((place) => place.length > 0);

  it("is read back from its text, and from what another parser made of it", () => {
    expect(parse(text)).toEqual(value);
    expect(parse(json)).toEqual(value);
  });

  it("is refused with any member missing, by the member's name", () => {
    for (const place of places) {
      const without = spoilt(json, place, drop);
      expect(refusalOf(kind, without), place.join(".")).not.toContain("(unknown member)");
      // A disclosure that opens less, a challenge that asks for less, a program without one of its clauses: others, but whole.
      const optional = /^opened,|^clauses,\d+$|^fields,\d+$/.test(place.join());
      expect(outcomeOf(kind, without), place.join(".")).toMatch(optional ? /read|refused/ : /refused/);
    }
  });

  it("is refused, or read as it stands, with anything in place of any member", () => {
    for (const place of places) {
      for (const junk of JUNK) {
        const changed = spoilt(json, place, (container, name) => (container[name] = junk));
        expect(outcomeOf(kind, changed), place.join(".")).toMatch(/read|refused/);
      }
    }
    for (const junk of JUNK) expect(outcomeOf(kind, junk)).toMatch(/refused|no JSON/);
  });

  it("is refused with a list longer or shorter than it is", () => {
    for (const place of places) {
      const longer = spoilt(json, place, (container, name) => {
        if (Array.isArray(container[name])) (container[name] as unknown[]).push("1");
        else container[name] = undefined;
      });
      expect(outcomeOf(kind, longer), place.join(".")).toBe("refused");
    }
  });

  it("is refused with members that nobody knows, and takes nothing from a prototype", () => {
    for (const place of [[], ...places]) {
      for (const name of ["extra", "__proto__", "constructor", "\u001b[2J"]) {
        const more = spoilt({ top: json }, ["top", ...place], (container, last) => {
          if (typeof container[last] !== "object" || Array.isArray(container[last])) container[last] = null;
          else Object.defineProperty(container[last], name, { value: 1, enumerable: true });
        }).top;
        expect(outcomeOf(kind, more), place.join(".")).toBe("refused");
      }
    }
    expect(outcomeOf(kind, Object.create(json))).toBe("refused");
    expect(() => parse(text.replace("{", '{"__proto__":{"polluted":1},'))).toThrow(error);
    expect("polluted" in {}).toBe(false);
  });

  it("is refused with a name that occurs twice", () => {
    for (const [, name] of text.matchAll(/"(\w+)":/g)) {
      expect(() => parse(text.replace(`"${name}":`, `"${name}": 1, "${name}":`))).toThrow(MalformedJsonError);
    }
  });

  it("is refused with JSON that is none, or that nests without end", () => {
    for (const none of [
      "",
      "{",
      text.slice(0, -1),
      `${text}}`,
      `\ufeff\ufeff${text}`,
      "[".repeat(1_000_000),
      '{"proof":'.repeat(1_000_000),
    ]) {
      expect(() => parse(none)).toThrow(MalformedJsonError);
    }
    let nested: unknown = {};
    for (let level = 0; level < 1_000_000; level++) nested = { proof: nested, clauses: [nested] };
    expect(() => parse(nested)).toThrow(error);
  });

  it("is never written where it could not be read back", () => {
    for (const place of placesIn(value).filter((found) => found.length > 0)) {
      const without = spoilt(value, place, drop);
      const optional = /^opened,|^clauses,\d+$|^fields,\d+$/.test(place.join());
      const refused = place[0] === "proof" ? (kind.refusedInWriting ?? error) : error;
      if (!optional) expect(() => kind.format(without as never), place.join(".")).toThrow(refused);
    }
  });
}
