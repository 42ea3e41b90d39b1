import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { groth16 } from "snarkjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { ARTIFACTS_FOLDER } from "../../circuits/tools/project.ts";
import { readConstraintSystemSize } from "../../circuits/tools/r1cs.ts";
import { endWorkerThreads } from "../../circuits/tools/worker-threads.ts";
import { compileForTest, REVIEW_SOURCE } from "./support/compiled-circuit.ts";
import { ConstraintSystem } from "./support/constraint-system.ts";
import { poseidon } from "./support/quaternary-tree.ts";
import { honestReview, type ReviewInputs, SECRET } from "./support/review-inputs.ts";
import { calculateWitness } from "./support/witness.ts";

const WASM = join(ARTIFACTS_FOLDER, "review", "review.wasm");
const PROVING_KEY = join(ARTIFACTS_FOLDER, "review", "review.zkey");
const VERIFICATION_KEY = join(ARTIFACTS_FOLDER, "review", "review.vkey.json");

/** Largest number of constraints that, with 6 public signals and the constant 1, fit into 2^12 rows. */
const BUDGET = 4_089;

let circuit: Awaited<ReturnType<typeof compileForTest>>;
let constraints: ConstraintSystem;

beforeAll(async () => {
  circuit = await compileForTest(REVIEW_SOURCE);
  constraints = await ConstraintSystem.read(circuit.r1cs);
});

afterAll(async () => {
  await circuit[Symbol.asyncDispose]();
  await endWorkerThreads();
});

/** Whether the inputs give a witness that satisfies every constraint. */
async function isSatisfied(inputs: ReviewInputs): Promise<boolean> {
  return constraints.brokenBy(await calculateWitness(WASM, inputs)).length === 0;
}

describe("review circuit", () => {
  it("fits into a proving domain of 2^12", async () => {
    const size = await readConstraintSystemSize(circuit.r1cs);
    expect(size.constraints).toBeLessThanOrEqual(BUDGET);
    expect(size).toMatchObject({ domainSize: 4_096, publicSignals: 6 });
  });

  it.each([0, 1, 2, 3, 4, 27, 65_536, 724_321, 4 ** 10 - 2])(
    "accepts the leaf at index %i",
    async (leafIndex) => {
      expect(await isSatisfied(honestReview({ leafIndex }))).toBe(true);
    },
  );

  it.each([
    { name: "on the first day of the window", closedDay: 20_000n, windowStart: 20_000n, windowEnd: 20_365n },
    { name: "on the last day of the window", closedDay: 20_365n, windowStart: 20_000n, windowEnd: 20_365n },
    { name: "in a window of one day", closedDay: 20_000n, windowStart: 20_000n, windowEnd: 20_000n },
    { name: "on day 0 of the default window", closedDay: 0n, windowStart: 0n, windowEnd: 65_535n },
    { name: "on day 65,535 of the default window", closedDay: 65_535n, windowStart: 0n, windowEnd: 65_535n },
    { name: "in a window of day 0 only", closedDay: 0n, windowStart: 0n, windowEnd: 0n },
    { name: "in a window of day 65,535 only", closedDay: 65_535n, windowStart: 65_535n, windowEnd: 65_535n },
  ])("accepts a surgery closed $name", async ({ name: _name, ...days }) => {
    expect(await isSatisfied(honestReview(days))).toBe(true);
  });

  it.each([1n, 2n ** 160n - 1n])("accepts the surgeon %i", async (surgeon) => {
    expect(await isSatisfied(honestReview({ surgeon }))).toBe(true);
  });

  it("shows its public signals in the order of the protocol", async () => {
    const review = honestReview({ windowStart: 20_000n, windowEnd: 21_000n });
    const witness = await calculateWitness(WASM, review);
    const { root, nullifier, surgeon, windowStart, windowEnd, signalHash } = review;
    expect(witness.slice(1, 7)).toEqual([root, nullifier, surgeon, windowStart, windowEnd, signalHash]);
  });

  const review = honestReview({ closedDay: 20_500n, windowStart: 20_000n, windowEnd: 21_000n });
  it.each<[string, Partial<ReviewInputs>]>([
    ["another root", { root: review.root + 1n }],
    ["another nullifier", { nullifier: review.nullifier + 1n }],
    ["another surgeon", { surgeon: review.surgeon + 1n }],
    ["a window that ends before the day", { windowEnd: 20_499n }],
    ["a window that begins after the day", { windowStart: 20_501n }],
    ["a window that ends after day 65,535", { windowEnd: 65_536n }],
    ["another secret", { secret: SECRET + 1n, nullifier: poseidon(SECRET + 1n, 1n) }],
    ["another day", { closedDay: 20_501n }],
    ["another record", { recordCommitment: review.recordCommitment + 1n }],
    ["another position", { positions: review.positions.with(3, [1n, 1n]) }],
    ["other children", { children: review.children.with(3, [1n, 2n, 3n, 4n]) }],
  ])("computes no witness for %s", async (_name, change) => {
    await expect(calculateWitness(WASM, { ...review, ...change })).rejects.toThrow("Assert Failed");
  });
});

describe("review proof under the committed keys", () => {
  it("verifies, and for no other public signal", async () => {
    const inputs = honestReview() as unknown as Parameters<typeof groth16.fullProve>[0];
    const { proof, publicSignals } = await groth16.fullProve(inputs, WASM, PROVING_KEY);
    const key: unknown = JSON.parse(await readFile(VERIFICATION_KEY, "utf8"));

    expect(await groth16.verify(key, publicSignals, proof)).toBe(true);
    for (const index of publicSignals.keys()) {
      const altered = publicSignals.with(index, String(BigInt(publicSignals[index]!) + 1n));
      expect(await groth16.verify(key, altered, proof), `public signal ${index}`).toBe(false);
    }
  });
});
