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
import {
  describeJsonForm,
  drop,
  placesIn,
  spoilt,
  type Container,
  type JsonForm,
} from "./support/json-form.ts";

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

const KINDS: readonly (JsonForm & { readonly name: string })[] = [
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

describe.each(KINDS)("$name", describeJsonForm);

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
