import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { ReviewArtifacts } from "../../prover/artifacts/index.ts";
import { loadArtifacts } from "../../prover/artifacts/node.ts";
import { FIELD_MODULUS } from "../../prover/field.ts";
import { MalformedProofError, parseProof } from "../../prover/groth16/proof.ts";
import {
  MalformedVerificationKeyError,
  SkippedCeremonyError,
  type VerificationKey,
} from "../../circuits/verification-key.ts";
import { createProver, type ReviewProver } from "../../prover/proving/index.ts";
import { MalformedJsonError } from "../../prover/json/strict-json.ts";
import {
  MalformedReviewProofError,
  proofFromSolidity,
  solidityProof,
  verifyReview,
  type ReviewProof,
  type ReviewStatement,
} from "../../prover/review/index.ts";
import { reviewRequest } from "../../fixtures/review-request.ts";

// On the twist y² = x³ + 3 / (9 + u), at x = 1, and not of order r.
const POINT_OUTSIDE_SUBGROUP = [
  ["1", "0"],
  [
    "18278151005453108793778860132295291098363647455926340152056652516292830556603",
    "5912654199736721486680175016176231956195085055698687135131307249486702594212",
  ],
  ["1", "0"],
] as const;

let artifacts: ReviewArtifacts;
let prover: ReviewProver;
let review: ReviewProof;

beforeAll(async () => {
  artifacts = await loadArtifacts("review");
  prover = await createProver({ artifacts });
  review = await prover.proveReview(reviewRequest());
});

afterAll(() => prover.close());

async function isRefused(statement: Partial<Record<keyof ReviewStatement, unknown>>): Promise<void> {
  await expect(holdsFor(statement)).rejects.toThrow(MalformedReviewProofError);
}

function holdsFor(statement: Partial<Record<keyof ReviewStatement, unknown>>): Promise<boolean> {
  const altered = { ...review.statement, ...statement } as ReviewStatement;
  return verifyReview(review.proof, altered, artifacts.verificationKey);
}

describe("a review proof holds for its own statement only:", () => {
  it("its own", async () => {
    expect(await holdsFor({})).toBe(true);
    expect(await holdsFor({ surgeon: review.statement.surgeon.toLowerCase() })).toBe(true);
  });

  it.each(["root", "nullifier", "signal"] as const)("no other %s", async (name) => {
    const value = review.statement[name];
    for (const other of [value + 1n, value - 1n, 0n, FIELD_MODULUS - 1n]) {
      expect(await holdsFor({ [name]: other })).toBe(false);
    }
  });

  it.each(["root", "nullifier", "signal"] as const)("no alias of its %s", async (name) => {
    const value = review.statement[name];
    for (const alias of [
      value + FIELD_MODULUS,
      value - FIELD_MODULUS,
      value + 2n ** 256n,
      value << 100_000n,
    ]) {
      await isRefused({ [name]: alias });
    }
    for (const otherType of [
      String(value),
      `0x${value.toString(16)}`,
      Number(value),
      undefined,
      null,
      [value],
    ]) {
      await isRefused({ [name]: otherType });
    }
  });

  it("no other surgeon", async () => {
    for (const surgeon of [reviewRequest(1).closed.surgeon, `0x${"00".repeat(20)}`]) {
      expect(await holdsFor({ surgeon })).toBe(false);
    }
    for (const none of [
      "0x",
      `0x01${review.statement.surgeon.slice(2)}`,
      review.statement.surgeon.slice(2),
      BigInt(review.statement.surgeon),
    ]) {
      await isRefused({ surgeon: none });
    }
  });

  it("no other window", async () => {
    for (const window of [{ windowStart: 1 }, { windowEnd: 65_534 }]) {
      expect(await holdsFor(window)).toBe(false);
    }
    for (const none of [
      { windowEnd: 65_536 },
      { windowStart: -1 },
      { windowStart: 65_535, windowEnd: 0 },
      { windowStart: 0.5 },
      { windowStart: Number.NaN },
      { windowEnd: "65535" },
      { windowEnd: 65_535n },
    ]) {
      await isRefused(none);
    }
  });
});

describe("a proof", () => {
  it("with any coordinate altered does not hold", async () => {
    const { a, b, c } = solidityProof(review.proof);
    const altered = [
      { a: [a[0] + 1n, a[1]], b, c },
      { a: [a[0], a[1] + 1n], b, c },
      { a: c, b, c: a },
      { a, b: [b[1], b[0]], c },
      { a, b: [[b[0][1], b[0][0]], b[1]], c },
      { a, b, c: [c[1], c[0]] },
      // Points at infinity, as the precompiles write them.
      { a: [0n, 0n], b, c },
      {
        a,
        b: [
          [0n, 0n],
          [0n, 0n],
        ],
        c,
      },
      { a, b, c: [0n, 0n] },
    ] as Parameters<typeof proofFromSolidity>[0][];
    for (const proof of altered) {
      expect(await prover.verifyReview({ ...review, proof: proofFromSolidity(proof) })).toBe(false);
    }
  });

  it("with A and B negated holds too: replay is never told by a proof's bytes", async () => {
    const q = 21888242871839275222246405745257275088696311157297823662689037894645226208583n;
    const { a, b, c } = solidityProof(review.proof);
    const negated = proofFromSolidity({
      a: [a[0], q - a[1]],
      b: [b[0], [q - b[1][0], q - b[1][1]]],
      c,
    });
    expect(negated).not.toEqual(review.proof);
    expect(await prover.verifyReview({ ...review, proof: negated })).toBe(true);
  });

  it("on the twist but outside its subgroup does not hold", async () => {
    const outside: ReviewProof["proof"] = { ...review.proof, pi_b: POINT_OUTSIDE_SUBGROUP };
    expect(await prover.verifyReview({ ...review, proof: outside })).toBe(false);
  });

  const q = "21888242871839275222246405745257275088696311157297823662689037894645226208583";

  it.each<[string, (proof: Record<string, unknown>) => unknown]>([
    ["nothing", () => undefined],
    ["null", () => null],
    ["a text", () => "proof"],
    ["an empty object", () => ({})],
    ["a list", () => []],
    ["another protocol", (proof) => ({ ...proof, protocol: "plonk" })],
    ["another curve", (proof) => ({ ...proof, curve: "bls12381" })],
    ["no B", (proof) => ({ ...proof, pi_b: undefined })],
    ["numbers for coordinates", (proof) => ({ ...proof, pi_a: [1, 2, 1] })],
    ["a coordinate of q", (proof) => ({ ...proof, pi_a: [q, "2", "1"] })],
    ["a negative coordinate", (proof) => ({ ...proof, pi_a: ["-1", "2", "1"] })],
    ["a coordinate in hex", (proof) => ({ ...proof, pi_a: ["0x1", "2", "1"] })],
    ["a coordinate with a leading zero", (proof) => ({ ...proof, pi_a: ["01", "2", "1"] })],
    ["a coordinate of a million digits", (proof) => ({ ...proof, pi_a: ["9".repeat(1_000_000), "2", "1"] })],
    ["another third coordinate", (proof) => ({ ...proof, pi_c: ["1", "2", "0"] })],
    ["four coordinates", (proof) => ({ ...proof, pi_c: ["1", "2", "1", "1"] })],
    ["a flat B", (proof) => ({ ...proof, pi_b: ["1", "2", "3", "4", "1", "0"] })],
    [
      "its fields on the prototype",
      (proof) => JSON.parse(`{ "__proto__": ${JSON.stringify(proof)} }`) as unknown,
    ],
    ["inherited fields", (proof) => Object.create(proof) as unknown],
  ])("with %s is malformed, and named so", async (_, spoil) => {
    const malformed = spoil({ ...review.proof }) as ReviewProof["proof"];
    expect(() => parseProof(malformed)).toThrow(
      typeof malformed === "string" ? MalformedJsonError : MalformedProofError,
    );
    await expect(verifyReview(malformed, review.statement, artifacts.verificationKey)).rejects.toThrow(
      MalformedReviewProofError,
    );
  });

  it("read from JSON takes nothing that is not its own", () => {
    for (const more of ['"__proto__":{"polluted":true}', '"extra":1']) {
      const json = JSON.stringify(review.proof).replace("{", `{${more},`);
      expect(() => parseProof(json)).toThrow(MalformedProofError);
      expect(() => parseProof(JSON.parse(json))).toThrow(MalformedProofError);
    }
    expect(parseProof(JSON.stringify(review.proof))).toEqual(review.proof);
    expect("polluted" in {}).toBe(false);
  });
});

describe("a verification key", () => {
  it.each<[string, (key: VerificationKey) => unknown]>([
    ["no key", () => undefined],
    ["another protocol", (key) => ({ ...key, protocol: "plonk" })],
    ["another number of signals", (key) => ({ ...key, nPublic: 5 })],
    ["one point too few", (key) => ({ ...key, IC: key.IC.slice(1) })],
    ["an α off the curve", (key) => ({ ...key, vk_alpha_1: ["1", "3", "1"] })],
    ["a signal's point off the curve", (key) => ({ ...key, IC: key.IC.with(3, ["1", "3", "1"]) })],
    ["a δ outside the subgroup", (key) => ({ ...key, vk_delta_2: POINT_OUTSIDE_SUBGROUP })],
  ])("with %s is refused by name", async (_, spoil) => {
    const malformed = spoil(artifacts.verificationKey) as VerificationKey;
    await expect(verifyReview(review.proof, review.statement, malformed)).rejects.toThrow(
      MalformedVerificationKeyError,
    );
  });

  it("whose phase 2 was skipped (δ = γ) is refused before any proof is looked at", async () => {
    const forgeable = { ...artifacts.verificationKey, vk_delta_2: artifacts.verificationKey.vk_gamma_2 };
    await expect(verifyReview(review.proof, review.statement, forgeable)).rejects.toThrow(
      SkippedCeremonyError,
    );
    await expect(createProver({ artifacts: { ...artifacts, verificationKey: forgeable } })).rejects.toThrow(
      SkippedCeremonyError,
    );
  });

  it("of another setup does not accept the proof", async () => {
    const { verificationKey } = artifacts;
    const other = { ...verificationKey, vk_delta_2: verificationKey.vk_beta_2 };
    expect(await verifyReview(review.proof, review.statement, other)).toBe(false);
  });
});
