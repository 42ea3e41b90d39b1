import { readFile } from "node:fs/promises";

import { keccak256 } from "ethers";
import { type CircuitSignals, groth16 } from "snarkjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { endWorkerThreads } from "../../../circuits/tools/worker-threads.ts";
import { groth16Key } from "../../../contracts/generators/groth16-key.ts";
import { circuitBatchVerifier } from "../../../contracts/generators/circuit-batch-verifier.ts";
import { honestReview } from "../../circuits/support/review-inputs.ts";
import { withWord } from "./support/altered.ts";
import { AMPLE_GAS, deployContract, endChain } from "./support/harness.ts";
import { PROOF_WORDS } from "./support/trapdoor.ts";
import type { Statement } from "./support/trapdoor.ts";

const ARTIFACTS = new URL("../../../circuits/artifacts/review/", import.meta.url);

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
  it("is what the generator makes of the committed key", async () => {
    const { path, source } = await circuitBatchVerifier("review");
    expect(await readFile(path, "utf8")).toBe(source);
  });

  it("names its key and says that it is for development", async () => {
    const key = JSON.parse(await readFile(new URL("review.vkey.json", ARTIFACTS), "utf8")) as Parameters<
      typeof groth16Key
    >[0];
    expect(await verifier.getFunction("keyId")()).toBe(keccak256(groth16Key(key, { 4: 65_535n })));
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

  it("costs at most 256,000 gas for one review as a transaction of its own", async () => {
    const gas = await verifier.getFunction("verifyBatch").estimateGas(statements[0]!);
    console.info(`review.verify1: ${gas} gas as a transaction of its own`);
    expect(gas).toBeLessThanOrEqual(256_000n);
  });
});
