import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { groth16 } from "snarkjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { ARTIFACTS_FOLDER } from "../../circuits/tools/project.ts";
import { readConstraintSystemSize } from "../../circuits/tools/r1cs.ts";
import { endWorkerThreads } from "../../circuits/tools/worker-threads.ts";
import {
  type ClaimInputs,
  CLAIM_SECRET,
  type ClaimChoice,
  FIELDS,
  honestClaim,
  LARGEST,
  SLOTS,
  type TestClause,
} from "./support/claim-inputs.ts";
import { CLAIM_SOURCE, compileForTest } from "./support/compiled-circuit.ts";
import { ConstraintSystem } from "./support/constraint-system.ts";
import { calculateWitness } from "./support/witness.ts";

const WASM = join(ARTIFACTS_FOLDER, "claim", "claim.wasm");
const PROVING_KEY = join(ARTIFACTS_FOLDER, "claim", "claim.zkey");
const VERIFICATION_KEY = join(ARTIFACTS_FOLDER, "claim", "claim.vkey.json");

/** Largest number of constraints that, with 6 public signals and the constant 1, fit into 2^13 rows. */
const BUDGET = 8_185;

let circuit: Awaited<ReturnType<typeof compileForTest>>;
let constraints: ConstraintSystem;

beforeAll(async () => {
  circuit = await compileForTest(CLAIM_SOURCE);
  constraints = await ConstraintSystem.read(circuit.r1cs);
});

afterAll(async () => {
  await circuit[Symbol.asyncDispose]();
  await endWorkerThreads();
});

/** Whether the inputs give a witness that satisfies every constraint. */
async function isSatisfied(inputs: ClaimInputs): Promise<boolean> {
  return constraints.brokenBy(await calculateWitness(WASM, inputs)).length === 0;
}

describe("claim circuit", () => {
  it("fits into a proving domain of 2^13", async () => {
    const size = await readConstraintSystemSize(circuit.r1cs);
    expect(size.constraints).toBeLessThanOrEqual(BUDGET);
    expect(size).toMatchObject({ domainSize: 8_192, publicSignals: 6 });
  });

  it.each<[string, ClaimChoice]>([
    ["the first leaf and the first coverage", { leafIndex: 0, coverageIndex: 0 }],
    ["the last leaf but one and the last coverage", { leafIndex: 4 ** 10 - 2, coverageIndex: 8 ** 4 - 1 }],
    ["a coverage in the middle", { coverageIndex: 8 ** 3 + 8 ** 2 * 5 + 8 * 3 + 6 }],
    ["a coverage of one day", { coveredFrom: 20_500n, coveredUntil: 20_500n }],
    ["a coverage from day 0 on", { coveredFrom: 0n }],
    ["a coverage without foreseeable end", { coveredUntil: 20_500n + 65_535n }],
    ["scope 0", { scope: 0n }],
  ])("accepts %s", async (_name, choice) => {
    expect(await isSatisfied(honestClaim(choice))).toBe(true);
  });

  it.each(FIELDS.map((_, field) => field))("compares field %i", async (field) => {
    const value = FIELDS[field]!;
    const clauses: TestClause[] = [{ field, lowest: value, highest: value }];
    expect(await isSatisfied(honestClaim({ clauses }))).toBe(true);
    const others = FIELDS.map((other) => other + 1n)
      .with(field, value)
      .with(3, FIELDS[3]!);
    expect(await isSatisfied(honestClaim({ clauses, fields: others }))).toBe(true);
  });

  it.each<[string, TestClause[]]>([
    ["no clause", []],
    [
      "eight groups",
      FIELDS.slice(0, SLOTS).map((value, field) => ({ field, lowest: value, highest: value })),
    ],
    [
      "one group of eight of which the last holds",
      Array.from({ length: SLOTS }, (_, slot) => ({
        field: 9,
        lowest: slot === 7 ? 3n : 4n,
        highest: slot === 7 ? 3n : 9n,
        or: true,
      })),
    ],
    [
      "a set that the field is not in",
      [1n, 2n, 4n].map((value) => ({ field: 9, lowest: value, highest: value, not: true })),
    ],
    ["the largest value", [{ field: 12, lowest: LARGEST, highest: LARGEST }]],
    ["zero", [{ field: 13, lowest: 0n, highest: 0n }]],
  ])("takes a program of %s", async (_name, clauses) => {
    expect(await isSatisfied(honestClaim({ clauses }))).toBe(true);
  });

  it("shows its public signals in the order of the protocol", async () => {
    const claim = honestClaim();
    const witness = await calculateWitness(WASM, claim);
    const { root, coverageRoot, programHash, scope, nullifier, signalHash } = claim;
    expect(witness.slice(1, 7)).toEqual([root, coverageRoot, programHash, scope, nullifier, signalHash]);
  });

  const claim = honestClaim();
  it.each<[string, ClaimInputs]>([
    ["another root", { ...claim, root: claim.root + 1n }],
    ["another coverage root", { ...claim, coverageRoot: claim.coverageRoot + 1n }],
    ["another program", { ...claim, programHash: claim.programHash + 1n }],
    ["another scope", { ...claim, scope: claim.scope + 1n }],
    ["another nullifier", { ...claim, nullifier: claim.nullifier + 1n }],
    ["another secret", honestClaim({ secret: CLAIM_SECRET + 1n, coveredSecret: CLAIM_SECRET })],
    ["another record", { ...claim, fields: claim.fields.with(12, 1n) }],
    ["a record that does not satisfy the program", honestClaim({ fields: FIELDS.with(9, 0n).with(10, 0n) })],
    ["a surgery before the coverage", honestClaim({ coveredFrom: 20_501n })],
    ["a surgery after the coverage", honestClaim({ coveredUntil: 20_499n })],
  ])("computes no witness for %s", async (_name, inputs) => {
    await expect(calculateWitness(WASM, inputs)).rejects.toThrow("Assert Failed");
  });
});

describe("claim proof under the committed keys", () => {
  it("verifies, and for no other public signal", async () => {
    const inputs = honestClaim() as unknown as Parameters<typeof groth16.fullProve>[0];
    const { proof, publicSignals } = await groth16.fullProve(inputs, WASM, PROVING_KEY);
    const key: unknown = JSON.parse(await readFile(VERIFICATION_KEY, "utf8"));

    expect(await groth16.verify(key, publicSignals, proof)).toBe(true);
    for (const index of publicSignals.keys()) {
      const altered = publicSignals.with(index, String(BigInt(publicSignals[index]!) + 1n));
      expect(await groth16.verify(key, altered, proof), `public signal ${index}`).toBe(false);
    }
  });
});
