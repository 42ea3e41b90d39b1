import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it, vi } from "vitest";

import { decodeCoordinates } from "../../circuits/points.ts";
import { parseProvingKey } from "../../circuits/proving-key.ts";
import { claimRequest, SECRET } from "../../fixtures/claim-request.ts";
import { reviewRequest } from "../../fixtures/review-request.ts";
import type { ReviewArtifacts } from "../../prover/artifacts/index.ts";
import { loadArtifacts } from "../../prover/artifacts/node.ts";
import { drawBlinding } from "../../prover/groth16/blinding.ts";
import { G1, G2 } from "../../prover/groth16/curve.ts";
import { pointsOf } from "../../prover/groth16/proof-points.ts";
import { FIELD_MODULUS } from "../../prover/field.ts";
import { createProver, type ReviewProver } from "../../prover/proving/index.ts";
import { prepareReview } from "../../prover/review/request.ts";
import type { Groth16Proof, ReviewProof } from "../../prover/index.ts";

// Whoever knows that a device's random generator is dead would recompute the blinding of its proofs, take it off, and compare
// what is left with that of guessed witnesses.

type Prove = (typeof import("snarkjs"))["groth16"]["prove"];
type Proven = Awaited<ReturnType<Prove>>;

/** What snarkjs proved, by key and witness: with the same random numbers it gives the same proof again. */
const provenBySnarkjs = new Map<string, Proven>();

vi.mock("snarkjs", async (importOriginal) => {
  const original = await importOriginal<typeof import("snarkjs")>();
  const prove: Prove = async (key, witness, ...rest) => {
    const text = Buffer.from(witness as Uint8Array).toString("base64");
    const proven = provenBySnarkjs.get(text) ?? (await original.groth16.prove(key, witness, ...rest));
    provenBySnarkjs.set(text, proven);
    return proven;
  };
  return { ...original, groth16: { ...original.groth16, prove } };
});

const ENGINES = [
  ["the kernel", { engine: "fast", threads: 1 }],
  ["snarkjs", { engine: "snarkjs" }],
] as const;

let artifacts: ReviewArtifacts;

beforeAll(async () => {
  artifacts = await loadArtifacts("review");
});

let byte: number;

beforeEach(() => {
  byte = 0;
  vi.spyOn(crypto, "getRandomValues").mockImplementation((array) => {
    new Uint8Array(array.buffer, array.byteOffset, array.byteLength).fill(byte);
    return array;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

const partsOf = ({ pi_a, pi_b, pi_c }: Groth16Proof) => [pi_a, pi_b, pi_c].map((part) => part.join());

describe.each(ENGINES)("a dead random generator under %s", (_, engine) => {
  let prover: ReviewProver;

  beforeAll(async () => {
    prover = await createProver({ artifacts, ...engine });
  });

  afterAll(() => prover.close());

  it("does not make two patients' proofs share their blinding, and the proofs hold", async () => {
    const reviews: ReviewProof[] = [];
    for (const index of [1, 2, 3]) reviews.push(await prover.proveReview(reviewRequest(index)));
    for (const review of reviews) expect(await prover.verifyReview(review)).toBe(true);
    const parts = reviews.flatMap(({ proof }) => partsOf(proof));
    expect(new Set(parts).size).toBe(parts.length);
  });

  it("still gives another proof once it gives another number", async () => {
    const first = await prover.proveReview(reviewRequest(4));
    byte = 1;
    const second = await prover.proveReview(reviewRequest(4));
    expect(second.statement).toEqual(first.statement);
    const parts = [first, second].flatMap(({ proof }) => partsOf(proof));
    expect(new Set(parts).size).toBe(6);
    for (const review of [first, second]) expect(await prover.verifyReview(review)).toBe(true);
  });
});

describe("taking the blinding off a proof", () => {
  it("takes the secret: with it the bare proof comes out, with a guess of it something else does", async () => {
    await using prover = await createProver({ artifacts, engine: "fast", threads: 1 });
    const request = reviewRequest(5);
    const { input } = prepareReview(request);
    const key = parseProvingKey(artifacts.zkey);
    const [delta1, delta2] = [decodeCoordinates(key.delta1), decodeCoordinates(key.delta2)];
    const bareWith = async (knowing: typeof input) => {
      const { a, b } = pointsOf((await prover.proveReview(request)).proof);
      const { r, s } = drawBlinding(knowing);
      return {
        a: G1.sum([a, G1.negative(G1.sumOfProducts([{ point: delta1, scalar: r }]))]),
        b: G2.sum([b, G2.negative(G2.sumOfProducts([{ point: delta2, scalar: s }]))]),
      };
    };
    // Two proofs under two different generators agree in what they hide, for who knows the witness.
    const bare = await bareWith(input);
    byte = 1;
    expect(await bareWith(input)).toEqual(bare);
    const guess = { ...input, secret: String((BigInt(input["secret"] as string) + 1n) % FIELD_MODULUS) };
    const guessed = await bareWith(guess);
    expect(guessed.a).not.toEqual(bare.a);
    expect(guessed.b).not.toEqual(bare.b);
  });

  it("does not work for claims either: two patients' proofs share nothing", async () => {
    await using prover = await createProver({
      artifacts: await loadArtifacts("claim"),
      engine: "fast",
      threads: 1,
    });
    const claims = [
      await prover.proveClaim(claimRequest()),
      await prover.proveClaim(claimRequest({ secret: SECRET + 1n })),
    ];
    const parts = claims.flatMap(({ proof }) => partsOf(proof));
    expect(new Set(parts).size).toBe(6);
    for (const claim of claims) expect(await prover.verifyClaim(claim)).toBe(true);
  });
});
