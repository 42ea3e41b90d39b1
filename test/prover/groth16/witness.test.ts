import { wtns } from "snarkjs";
import { beforeAll, describe, expect, it } from "vitest";

import { loadArtifacts } from "../../../prover/artifacts/node.ts";
import type { ReviewArtifacts } from "../../../prover/artifacts/index.ts";
import { parseProvingKey } from "../../../circuits/proving-key.ts";
import { witnessFile } from "../../../prover/groth16/witness-file.ts";
import { compileProgram, WitnessError, WitnessProgram } from "../../../prover/groth16/witness.ts";
import { prepareReview } from "../../../prover/review/request.ts";
import { reviewRequest } from "../../../fixtures/review-request.ts";

let artifacts: ReviewArtifacts;
let variables: number;
let program: WitnessProgram;

beforeAll(async () => {
  artifacts = await loadArtifacts("review");
  variables = parseProvingKey(artifacts.zkey).variables;
  program = await WitnessProgram.load(await compileProgram(artifacts.wasm), variables);
});

/** The witness as snarkjs computes it: the end of its file. */
async function reference(index: number): Promise<Uint8Array> {
  const file: { type: "mem"; data?: Uint8Array } = { type: "mem" };
  await wtns.calculate(prepareReview(reviewRequest(index)).input, artifacts.wasm, file);
  return file.data!;
}

describe("a witness", () => {
  it("is the one that snarkjs computes, time after time", async () => {
    for (const index of [0, 42, 99, 42]) {
      const witness = await program.compute(prepareReview(reviewRequest(index)).input);
      const file = await reference(index);
      expect(Buffer.compare(witness, file.subarray(file.length - witness.length))).toBe(0);
      // The constant one comes first.
      expect(witness.subarray(0, 32)).toEqual(Uint8Array.from({ length: 32 }, (_, at) => (at === 0 ? 1 : 0)));
    }
  });

  it("does not exist for inputs that break a constraint, which leaves the next one untouched", async () => {
    const { input } = prepareReview(reviewRequest(1));
    const spoilt = program.compute({ ...input, nullifier: "1" });
    await expect(spoilt).rejects.toThrow(WitnessError);
    await expect(spoilt).rejects.toThrow("a constraint does not hold");
    const witness = await program.compute(input);
    const file = await reference(1);
    expect(Buffer.compare(witness, file.subarray(file.length - witness.length))).toBe(0);
  });

  it("needs every input, each in its size, and no other", async () => {
    const { input } = prepareReview(reviewRequest(1));
    const { secret, ...withoutSecret } = input;
    await expect(program.compute(withoutSecret)).rejects.toThrow(WitnessError);
    await expect(program.compute({ ...input, secret: [String(secret), "1"] })).rejects.toThrow(
      "secret takes 1 values, not 2",
    );
    await expect(program.compute({ ...input, diagnosis: "1" })).rejects.toThrow("no signal diagnosis");
  });

  it("never shows in an error", async () => {
    const { input } = prepareReview(reviewRequest(1));
    const error: unknown = await program.compute({ ...input, root: "1" }).catch((reason: unknown) => reason);
    expect(JSON.stringify([String(error), error])).not.toContain(String(input["secret"]));
  });

  it("does not come from bytes that are no witness program", async () => {
    await expect(compileProgram(new Uint8Array(100))).rejects.toThrow(WitnessError);
    const empty = await compileProgram(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
    await expect(WitnessProgram.load(empty, variables)).rejects.toThrow(WitnessError);
  });

  it("does not come from a program with more or fewer variables than the key has", async () => {
    const module = await compileProgram(artifacts.wasm);
    for (const other of [variables - 1, variables + 1]) {
      const loading = WitnessProgram.load(module, other);
      await expect(loading).rejects.toThrow(`it has ${variables} variables, and the key has ${other}`);
      await expect(loading).rejects.toMatchObject({ fault: "circuit" });
    }
  });

  it("goes into the same file as snarkjs writes", async () => {
    const witness = await program.compute(prepareReview(reviewRequest(7)).input);
    expect(Buffer.compare(witnessFile(witness), await reference(7))).toBe(0);
  });
});
