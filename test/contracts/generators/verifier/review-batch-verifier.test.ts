import { readFile } from "node:fs/promises";

import { keccak256 } from "ethers";
import { type CircuitSignals, groth16 } from "snarkjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { BASE_FIELD_MODULUS } from "../../../../circuits/field.ts";
import type { VerificationKey } from "../../../../circuits/verification-key.ts";
import { endWorkerThreads } from "../../../../circuits/tools/worker-threads.ts";
import { groth16Key } from "../../../../contracts/generators/verifier/groth16-key.ts";
import { VERIFIERS } from "../../../../contracts/generators/verifier/verifiers.ts";
import { FIELD_MODULUS } from "../../../../prover/field.ts";
import { honestReview } from "../../../circuits/support/review-inputs.ts";
import { withWord, withWords } from "../../groth16/support/altered.ts";
import { AMPLE_GAS, deployContract, endChain } from "../../groth16/support/harness.ts";
import { PROOF_WORDS } from "../../groth16/support/trapdoor.ts";
import type { Statement } from "../../groth16/support/trapdoor.ts";

const ARTIFACTS = new URL("../../../../circuits/artifacts/review/", import.meta.url);

let verifier: Awaited<ReturnType<typeof deployContract>>;
/** Of two surgeries in different trees, and of one window that is not the default. */
let statements: Statement[];

/** A proof of the real circuit in the order of the batch verifier. */
async function prove(inputs: object): Promise<Statement> {
  const [wasm, zkey] = ["review.wasm", "review.zkey"].map((file) => new URL(file, ARTIFACTS).pathname);
  const { proof, publicSignals } = await groth16.fullProve(inputs as CircuitSignals, wasm!, zkey!);
  const calldata = await groth16.exportSolidityCallData(proof, publicSignals);
  return [...calldata.matchAll(/0x[0-9a-f]+/g)].map(([word]) => BigInt(word));
}

const verify = (batch: readonly Statement[]): Promise<boolean> =>
  verifier.getFunction("verifyBatch").staticCall(batch.flat(), { gasLimit: AMPLE_GAS }) as Promise<boolean>;

beforeAll(async () => {
  verifier = await deployContract("ReviewBatchVerifier");
  statements = [];
  for (const choice of [{}, { leafIndex: 27 }, { windowStart: 20_400n, windowEnd: 20_600n }]) {
    statements.push(await prove(honestReview(choice)));
  }
});
afterAll(async () => {
  await endWorkerThreads();
  await endChain();
});

describe("ReviewBatchVerifier", () => {
  it("names its key and says that it is for development", async () => {
    const key = JSON.parse(await readFile(new URL("review.vkey.json", ARTIFACTS), "utf8")) as VerificationKey;
    const { usualSignals } = VERIFIERS.review;
    expect(await verifier.getFunction("keyId")()).toBe(keccak256(groth16Key(key, usualSignals)));
    expect(await verifier.getFunction("IS_DEVELOPMENT_KEY")()).toBe(true);
  });

  it("accepts real proofs, alone and together, of different roots and windows", async () => {
    expect(new Set(statements.map((statement) => statement[PROOF_WORDS])).size).toBeGreaterThan(1);
    for (const statement of statements) expect(await verify([statement])).toBe(true);
    expect(await verify(statements)).toBe(true);
  });

  it("refuses them with any word of any of them changed", async () => {
    for (let proof = 0; proof < statements.length; proof++) {
      for (let word = 0; word < statements[0]!.length; word++) {
        const changed = withWord(statements, proof, word, (value) => value ^ 1n);
        expect(await verify(changed), `proof ${proof}, word ${word}`).toBe(false);
      }
    }
  });

  it("refuses another name for the same number: any word plus its field's modulus", async () => {
    for (let word = 0; word < statements[0]!.length; word++) {
      const modulus = word < PROOF_WORDS ? BASE_FIELD_MODULUS : FIELD_MODULUS;
      for (let proof = 0; proof < statements.length; proof++) {
        const changed = withWord(statements, proof, word, (value) => value + modulus);
        expect(await verify(changed), `proof ${proof}, word ${word}`).toBe(false);
      }
    }
  });

  it("refuses the points of one proof with those or the signals of another", async () => {
    const [one, other] = statements as [Statement, Statement];
    for (const [start, end] of [
      [0, 2],
      [2, 6],
      [6, 8],
      [8, 14],
    ] as const) {
      const mixed = withWords([one], 0, start, other.slice(start, end));
      expect(await verify(mixed), `words ${start} to ${end}`).toBe(false);
      expect(await verify([...mixed, other]), `words ${start} to ${end}, in a batch`).toBe(false);
    }
  });

  it("refuses points at infinity, and the parts of B in the other order", async () => {
    const [one] = statements as [Statement];
    for (const [start, length] of [
      [0, 2],
      [2, 4],
      [6, 2],
      [0, 8],
    ] as const) {
      expect(await verify(withWords([one], 0, start, Array<bigint>(length).fill(0n)))).toBe(false);
    }
    expect(await verify(withWords([one], 0, 2, [one[3]!, one[2]!, one[5]!, one[4]!]))).toBe(false);
  });

  it("never calls a valid proof invalid for want of gas, which it names", async () => {
    const outcomes = new Set<string>();
    for (let gasLimit = 30_000; gasLimit <= 300_000; gasLimit += 2_500) {
      const answer = verifier.getFunction("verifyBatch").staticCall(statements[0]!, { gasLimit });
      outcomes.add(await answer.then(String, () => "reverted"));
    }
    expect([...outcomes].toSorted()).toEqual(["reverted", "true"]);
    const starved = verifier.getFunction("verifyBatch").staticCall(statements[0]!, { gasLimit: 180_000 });
    await expect(starved).rejects.toThrow("NotEnoughGas");
  });

  it("costs least where the window is the usual one", { tags: "gas" }, async () => {
    const gasOf = (statement: Statement) => verifier.getFunction("verifyBatch").estimateGas(statement);
    const [usual, , narrowed] = statements as [Statement, Statement, Statement];
    const gas = await gasOf(usual);
    console.info(`review.verify1: ${gas} gas as a transaction of its own`);
    expect(gas).toBeLessThanOrEqual(246_000n);
    // A multiplication and an addition for each of two signals.
    expect((await gasOf(narrowed)) - gas).toBeGreaterThan(12_300n);
  });
});
