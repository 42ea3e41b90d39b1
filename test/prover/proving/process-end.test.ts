import { describe, expect, it } from "vitest";

import { ROOT, runScript } from "./run-script.ts";

const PROVE = `
  import { loadArtifacts } from "${ROOT}prover/artifacts/node.ts";
  import { createProver, verifyReview } from "${ROOT}prover/index.ts";
  import { reviewRequest } from "${ROOT}fixtures/review-request.ts";
  const artifacts = await loadArtifacts("review");
`;

describe("a process", () => {
  it("ends by itself after proving twice at once, verifying and closing", async () => {
    const printed = await runScript(`${PROVE}
      const prover = await createProver({ artifacts });
      const reviews = await Promise.all([prover.proveReview(reviewRequest(1)), prover.proveReview(reviewRequest(2))]);
      console.log(await prover.verifyReview(reviews[0]), await prover.verifyReview(reviews[1]));
      await prover.close();
    `);
    expect(printed).toBe("true true");
  });

  it("ends by itself after a time-out and closing", async () => {
    const printed = await runScript(`${PROVE}
      const prover = await createProver({ artifacts, timeLimit: 0.001 });
      console.log(await prover.proveReview(reviewRequest()).catch((error) => error.name));
      await prover.close();
    `);
    expect(printed).toBe("ProvingTimeoutError");
  });

  it("ends by itself after an abort in the middle of a proof and closing", async () => {
    const printed = await runScript(`${PROVE}
      const prover = await createProver({ artifacts, threads: 2 });
      await prover.warmUp();
      const controller = new AbortController();
      const onProgress = ({ phase }) => { if (phase === "proving") controller.abort(); };
      const options = { signal: controller.signal, onProgress };
      console.log(await prover.proveReview(reviewRequest(), options).catch((error) => error.name));
      await prover.close();
    `);
    expect(printed).toBe("ProvingAbortedError");
  });

  it("ends by itself after an abort at the very moment at which the key is loaded", async () => {
    const printed = await runScript(`${PROVE}
      const prover = await createProver({ artifacts, threads: 2 });
      const controller = new AbortController();
      const onProgress = ({ fraction }) => { if (fraction === 1) controller.abort(); };
      const options = { signal: controller.signal, onProgress };
      console.log(await prover.warmUp(options).catch((error) => error.name));
      await prover.close();
    `);
    expect(printed).toBe("ProvingAbortedError");
  });

  it.each([
    ["that do not come", 'Promise.reject(new RangeError("no network"))', "RangeError"],
    [
      "whose key cannot be read",
      "Promise.resolve({ ...artifacts, zkey: artifacts.zkey.slice(0, 1_000) })",
      "ProvingFailedError",
    ],
    [
      "of no circuit that there is",
      'Promise.resolve({ ...artifacts, circuit: "other" })',
      "UnknownCircuitError",
    ],
  ])("ends by itself after threads were started for artifacts %s", async (_, coming, error) => {
    const printed = await runScript(`${PROVE}
      const prove = async () => {
        const prover = await createProver({ artifacts: ${coming}, threads: 2 });
        try { await prover.proveReview(reviewRequest()); } finally { await prover.close(); }
      };
      console.log(await prove().catch((error) => error.name));
    `);
    expect(printed).toBe(error);
  });

  it("is not ended by artifacts that do not come to a prover that was refused before", async () => {
    const printed = await runScript(`${PROVE}
      const coming = new Promise((_, reject) => setTimeout(reject, 20, new RangeError("no network")));
      console.log(await createProver({ artifacts: coming, threads: 0 }).catch((error) => error.name));
    `);
    expect(printed).toBe("IntegerOutOfRangeError");
  });

  it("ends by itself after a prover that was given a promise and never asked for anything is closed", async () => {
    const printed = await runScript(`${PROVE}
      const prover = await createProver({ artifacts: loadArtifacts("review"), threads: 2 });
      await prover.close();
      console.log("closed");
    `);
    expect(printed).toBe("closed");
  });

  it("ends by itself after a reader's verification, with nothing to close", async () => {
    const printed = await runScript(`${PROVE}
      const point = artifacts.verificationKey.vk_alpha_1;
      const proof = { pi_a: point, pi_b: artifacts.verificationKey.vk_beta_2, pi_c: point, protocol: "groth16", curve: "bn128" };
      const { surgeon } = reviewRequest().closed;
      const statement = { root: 1n, nullifier: 1n, surgeon, windowStart: 0, windowEnd: 1, signal: 1n };
      console.log(await verifyReview(proof, statement, artifacts.verificationKey));
    `);
    expect(printed).toBe("false");
  });
});
