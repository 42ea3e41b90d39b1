import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { describe, expect, it } from "vitest";

const PROVER = new URL("../../prover/", import.meta.url).href;
const FIXTURE = new URL("review-fixture.ts", import.meta.url).href;

/** Runs a script in a process of its own and gives what it printed, once the process has ended by itself. */
async function run(script: string): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--input-type=module-typescript", "--eval", script],
    { cwd: fileURLToPath(new URL("../..", import.meta.url)), timeout: 60_000 },
  );
  return stdout.trim();
}

const PROVE = `
  import { loadArtifacts } from "${PROVER}artifacts/node.ts";
  import { createProver, verifyReview } from "${PROVER}index.ts";
  import { reviewRequest } from "${FIXTURE}";
  const artifacts = await loadArtifacts("review");
`;

describe("a process", () => {
  it("ends by itself after proving twice at once, verifying and closing", async () => {
    const printed = await run(`${PROVE}
      const prover = await createProver({ artifacts });
      const reviews = await Promise.all([prover.proveReview(reviewRequest(1)), prover.proveReview(reviewRequest(2))]);
      console.log(await prover.verifyReview(reviews[0]), await prover.verifyReview(reviews[1]));
      await prover.close();
    `);
    expect(printed).toBe("true true");
  });

  it("ends by itself after a time-out and closing", async () => {
    const printed = await run(`${PROVE}
      const prover = await createProver({ artifacts, timeoutSeconds: 0.001 });
      console.log(await prover.proveReview(reviewRequest()).catch((error) => error.name));
      await prover.close();
    `);
    expect(printed).toBe("ProvingTimeoutError");
  });

  it("ends by itself after a reader's verification, with nothing to close", async () => {
    const printed = await run(`${PROVE}
      const point = artifacts.verificationKey.vk_alpha_1;
      const proof = { pi_a: point, pi_b: artifacts.verificationKey.vk_beta_2, pi_c: point, protocol: "groth16", curve: "bn128" };
      const { surgeon } = reviewRequest().closed;
      const statement = { root: 1n, nullifier: 1n, surgeon, windowStart: 0, windowEnd: 1, signal: 1n };
      console.log(await verifyReview(proof, statement, artifacts.verificationKey));
    `);
    expect(printed).toBe("false");
  });
});
