// Everything that travels as JSON: read back to the same value, and refused by the place of whatever is malformed.
import { beforeAll, describe, expect, it } from "vitest";

import { loadVerificationKey } from "../../prover/artifacts/node.ts";
import {
  AftercareError,
  checkClaim,
  claimScope,
  FIELD_MODULUS,
  formatChallenge,
  formatClaimProof,
  formatCoverage,
  formatDisclosure,
  formatProgram,
  formatProof,
  formatReviewProof,
  InvalidChallengeError,
  InvalidProgramError,
  MalformedClaimProofError,
  MalformedCoverageError,
  MalformedDisclosureError,
  MalformedExpectationsError,
  MalformedJsonError,
  MalformedProofError,
  MalformedReviewProofError,
  parseChallenge,
  parseClaimProof,
  parseCoverage,
  parseDisclosure,
  parseProgram,
  parseProof,
  parseReviewProof,
  programHashOf,
  verifyClaim,
  verifyDisclosure,
  verifyReview,
  type ClaimProof,
  type Coverage,
  type Disclosure,
  type DisclosureChallenge,
  type Groth16Proof,
  type Program,
  type ReviewProof,
  type VerificationKey,
} from "../../prover/index.ts";

const SURGEON = "0xAb5801a7D398351b8bE11C439e05C5B3259aeC9B";

// Of the form of a proof, though its points are on no curve: what reads it cannot tell.
const PROOF: Groth16Proof = {
  pi_a: ["1", "3", "1"],
  pi_b: [
    ["5", "6"],
    ["7", "8"],
    ["1", "0"],
  ],
  pi_c: ["9", "10", "1"],
  protocol: "groth16",
  curve: "bn128",
};
const REVIEW: ReviewProof = {
  proof: PROOF,
  statement: {
    root: FIELD_MODULUS - 1n,
    nullifier: 2n ** 200n,
    surgeon: SURGEON,
    windowStart: 20_000,
    windowEnd: 20_001,
    signal: 11n,
  },
};
const CLAIM: ClaimProof = {
  proof: PROOF,
  statement: {
    root: 12n,
    coverageRoot: FIELD_MODULUS - 1n,
    programHash: 13n,
    scope: 14n,
    nullifier: 15n,
    signal: 16n,
  },
};
const CHALLENGE: DisclosureChallenge = {
  chainId: 2n ** 256n - 1n,
  insurer: SURGEON,
  scope: claimScope(17n),
  nullifier: FIELD_MODULUS - 1n,
  fields: ["procedure", "asaClass"],
  nonce: `0x${"ab".repeat(32)}`,
  expiry: 1_800_000_000,
};
const DISCLOSURE: Disclosure = {
  opened: { procedure: 2n ** 64n - 2n, asaClass: 3n },
  root: 18n,
  coverageRoot: 19n,
  proof: PROOF,
};
const PROGRAM: Program = {
  clauses: [
    { field: 8, lo: 3n, hi: 6n, negated: false, startsGroup: true },
    { field: 0, lo: 0n, hi: 2n ** 64n - 1n, negated: true, startsGroup: false },
  ],
};
const COVERAGE: Coverage = { commitment: FIELD_MODULUS - 1n, coveredFrom: 20_000, coveredUntil: 20_100 };

interface Kind {
  readonly name: string;
  /** First part of the path of every error. */
  readonly root: string;
  readonly value: object;
  readonly text: string;
  readonly parse: (json: unknown) => object;
  /** Of whatever was read, to be compared with what was there to read. */
  readonly format: (value: never) => string;
  readonly error: new (...given: never[]) => AftercareError;
}

const KINDS: readonly Kind[] = [
  {
    name: "a Groth16 proof",
    root: "proof",
    value: PROOF,
    text: formatProof(PROOF),
    parse: parseProof,
    format: formatProof,
    error: MalformedProofError,
  },
  {
    name: "a review proof",
    root: "review",
    value: REVIEW,
    text: formatReviewProof(REVIEW),
    parse: parseReviewProof,
    format: formatReviewProof,
    error: MalformedReviewProofError,
  },
  {
    name: "a claim proof",
    root: "claim",
    value: CLAIM,
    text: formatClaimProof(CLAIM),
    parse: parseClaimProof,
    format: formatClaimProof,
    error: MalformedClaimProofError,
  },
  {
    name: "a challenge",
    root: "challenge",
    value: CHALLENGE,
    text: formatChallenge(CHALLENGE),
    parse: parseChallenge,
    format: formatChallenge,
    error: InvalidChallengeError,
  },
  {
    name: "a disclosure",
    root: "disclosure",
    value: DISCLOSURE,
    text: formatDisclosure(DISCLOSURE),
    parse: parseDisclosure,
    format: formatDisclosure,
    error: MalformedDisclosureError,
  },
  {
    name: "a program",
    root: "program",
    value: PROGRAM,
    text: formatProgram(PROGRAM),
    parse: parseProgram,
    format: formatProgram,
    error: InvalidProgramError,
  },
  {
    name: "a coverage",
    root: "coverage",
    value: COVERAGE,
    text: formatCoverage(COVERAGE),
    parse: parseCoverage,
    format: formatCoverage,
    error: MalformedCoverageError,
  },
];

type Container = Record<string | number, unknown>;

/** The places of all members and list entries, at every depth. */
function placesIn(value: unknown, place: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [place];
  return [place, ...Object.entries(value).flatMap(([name, child]) => placesIn(child, [...place, name]))];
}

/** A copy in which the container of a place has been edited. */
function spoilt<Value>(
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

const drop = (container: Container, name: string): void => {
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
function outcomeOf({ parse, format, error, root }: Kind, json: unknown): string {
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

describe.each(KINDS)("$name", (kind) => {
  const { value, text, parse, error } = kind;
  const json = JSON.parse(text) as Container;
  const places = placesIn(json).filter((place) => place.length > 0);

  it("is read back from its text, and from what another parser made of it", () => {
    expect(parse(text)).toEqual(value);
    expect(parse(json)).toEqual(value);
  });

  it("is refused with any member missing", () => {
    for (const place of places) {
      const without = spoilt(json, place, drop);
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
      `\ufeff${text}`,
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
      if (!optional) expect(() => kind.format(without as never), place.join(".")).toThrow(error);
    }
  });
});

const WRONG: readonly unknown[] = [
  undefined,
  null,
  true,
  1,
  -1,
  0.5,
  Number.NaN,
  "1",
  "0x1",
  "",
  [],
  {},
  -1n,
  FIELD_MODULUS,
  1n << 256n,
  1n << 100_000n,
  Symbol("1"),
  () => 1,
];

describe("a verifier that is given what its types forbid", () => {
  let reviewKey: VerificationKey;
  let claimKey: VerificationKey;

  beforeAll(async () => {
    [reviewKey, claimKey] = await Promise.all([loadVerificationKey("review"), loadVerificationKey("claim")]);
  });

  const expected = { programHash: 13n, scope: 14n, roots: [12n], coverageRoots: [FIELD_MODULUS - 1n] };
  const received = { receivedAt: 1, roots: [18n], coverageRoots: [19n] };

  interface Call {
    readonly name: string;
    readonly given: object;
    readonly call: (given: never) => Promise<unknown>;
    readonly error: new (...given: never[]) => AftercareError;
    /** The answer to what is well-formed. */
    readonly answer: unknown;
    /** Members that may be left out, be empty, or hold numbers above the field. */
    readonly lenient?: readonly string[];
  }

  const calls: readonly Call[] = [
    {
      name: "verifyReview",
      given: REVIEW,
      call: (review?: ReviewProof) =>
        verifyReview(review?.proof as never, review?.statement as never, reviewKey),
      error: MalformedReviewProofError,
      answer: false,
    },
    {
      name: "verifyClaim",
      given: CLAIM,
      call: (claim?: ClaimProof) => verifyClaim(claim?.proof as never, claim?.statement as never, claimKey),
      error: MalformedClaimProofError,
      answer: false,
    },
    {
      name: "checkClaim, of the claim",
      given: CLAIM,
      call: (claim: ClaimProof) => checkClaim(claim, expected, claimKey),
      error: MalformedClaimProofError,
      answer: expect.objectContaining({ valid: false }),
    },
    {
      name: "checkClaim, of what is expected",
      given: expected,
      call: (given: typeof expected) => checkClaim(CLAIM, given, claimKey),
      error: MalformedExpectationsError,
      answer: expect.objectContaining({ valid: false }),
      lenient: ["scope", "roots", "coverageRoots"],
    },
    {
      name: "verifyDisclosure, of the answer",
      given: DISCLOSURE,
      call: (disclosure: Disclosure) => verifyDisclosure(disclosure, CHALLENGE, received, claimKey),
      error: MalformedDisclosureError,
      answer: expect.objectContaining({ valid: false }),
      lenient: ["opened", "procedure", "asaClass"],
    },
    {
      name: "verifyDisclosure, of the challenge",
      given: CHALLENGE,
      call: (challenge: DisclosureChallenge) => verifyDisclosure(DISCLOSURE, challenge, received, claimKey),
      error: InvalidChallengeError,
      answer: expect.objectContaining({ valid: false }),
      lenient: ["chainId"],
    },
    {
      name: "verifyDisclosure, of what is expected",
      given: received,
      call: (given: typeof received) => verifyDisclosure(DISCLOSURE, CHALLENGE, given, claimKey),
      error: MalformedExpectationsError,
      answer: expect.objectContaining({ valid: false }),
      lenient: ["roots", "coverageRoots"],
    },
    {
      name: "programHashOf",
      given: PROGRAM,
      call: async (program: Program) => (programHashOf(program) > 0n ? "a hash" : "none"),
      error: InvalidProgramError,
      answer: "a hash",
    },
  ];

  it.each(calls)(
    "$name names the place, and never answers no in its stead",
    async ({ given, call, error, answer, lenient = [] }) => {
      expect(await call(given as never)).toEqual(answer);
      for (const place of placesIn(given).filter((found) => found.length > 0)) {
        const isEntry = /^\d+$/.test(place.at(-1)!);
        for (const wrong of [...WRONG, drop]) {
          const spoil = (container: Container, name: string): void => {
            if (wrong === drop) drop(container, name);
            else container[name] = wrong;
          };
          const outcome = await call(spoilt(given, place, spoil) as never).catch(
            (refused: unknown) => refused,
          );
          const label = `${place.join(".")} = ${String(wrong)}`;
          if (outcome instanceof Error) {
            expect(outcome, label).toBeInstanceOf(error);
            continue;
          }
          // Well-formed, and another value: numbers that are in range, lists that are shorter.
          expect(outcome, label).toEqual(answer);
          const isOther =
            (place[0] === "proof" && wrong === "1") ||
            typeof wrong === "number" ||
            typeof wrong === "boolean" ||
            (isEntry && wrong === drop);
          expect(isOther || lenient.includes(place.at(-1)!), label).toBe(true);
        }
      }
      for (const wrong of WRONG) {
        const refusal = await call(wrong as never).catch((refused: unknown) => refused);
        expect(refusal, String(wrong)).toBeInstanceOf(error);
      }
    },
  );
});
