import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";

import { loadArtifacts } from "../../../prover/artifacts/node.ts";
import { compileKernel, KernelUnsupportedError } from "../../../prover/groth16/kernel/compile.ts";
import { createProver, type EngineChoice } from "../../../prover/proving/index.ts";
import { claimRequest } from "../../../fixtures/claim-request.ts";
import { reviewRequest } from "../../../fixtures/review-request.ts";
import { refuseRelaxedSimd } from "../../../tools/browser/plain-simd.ts";
import { engineSpecification } from "./engine-specification.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

// The first, since a kernel that was compiled once stays.
describe("where WebAssembly has no SIMD at all", () => {
  it("snarkjs proves and verifies, unless the kernel was asked for", async () => {
    vi.spyOn(WebAssembly, "validate").mockReturnValue(false);
    const artifacts = await loadArtifacts("review");
    await using prover = await createProver({ artifacts });
    const review = await prover.proveReview(reviewRequest());
    expect(await prover.verifyReview(review)).toBe(true);
    await using fast = await createProver({ artifacts, engine: "fast" });
    await expect(fast.proveReview(reviewRequest())).rejects.toThrow(KernelUnsupportedError);
    await expect(fast.proveReview(reviewRequest())).rejects.toThrow("it needs WebAssembly SIMD");
  });
});

const ENGINES: readonly (readonly [string, EngineChoice])[] = [
  ["the kernel in the calling thread", { engine: "fast", threads: 1 }],
  ["the kernel on two threads", { engine: "fast", threads: 2 }],
];

describe("where WebAssembly has no relaxed SIMD", () => {
  let giveBack: () => void;

  beforeAll(() => {
    giveBack = refuseRelaxedSimd();
  });

  afterAll(() => giveBack());

  it("the kernel counts in integers", async () => {
    expect(await compileKernel()).toMatchObject({ arithmetic: "integer" });
  });

  describe.each(ENGINES)("%s", (_, engine) => engineSpecification(engine));

  it("claims are proven as well, with the same tables of multiples from the fifth on", async () => {
    await using prover = await createProver({
      artifacts: await loadArtifacts("claim"),
      engine: "fast",
      threads: 2,
    });
    for (let proof = 0; proof < 6; proof++) {
      expect(await prover.verifyClaim(await prover.proveClaim(claimRequest()))).toBe(true);
    }
  });
});

describe("the same inputs and the same blinding", () => {
  /** A proof by modules that know nothing of a kernel compiled before, where the generator gives one byte only. */
  async function proofOf(index: number) {
    vi.spyOn(crypto, "getRandomValues").mockImplementation((array) => {
      new Uint8Array(array.buffer, array.byteOffset, array.byteLength).fill(7);
      return array;
    });
    vi.resetModules();
    const { createProver } = await import("../../../prover/proving/index.ts");
    const { compileKernel } = await import("../../../prover/groth16/kernel/compile.ts");
    await using prover = await createProver({
      artifacts: await loadArtifacts("review"),
      engine: "fast",
      threads: 1,
    });
    const { proof } = await prover.proveReview(reviewRequest(index));
    return { proof, arithmetic: (await compileKernel()).arithmetic };
  }

  it("give the same proof on either arithmetic", async () => {
    for (const index of [2, 3]) {
      const fused = await proofOf(index);
      const giveBack = refuseRelaxedSimd();
      try {
        const integer = await proofOf(index);
        expect([fused.arithmetic, integer.arithmetic]).toEqual(["fused", "integer"]);
        expect(integer.proof).toEqual(fused.proof);
      } finally {
        giveBack();
      }
    }
  });
});
