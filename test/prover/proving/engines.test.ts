import { beforeAll, describe, expect, it, vi } from "vitest";

import type { ReviewArtifacts } from "../../../prover/artifacts/index.ts";
import { loadArtifacts } from "../../../prover/artifacts/node.ts";
import { FixedBases } from "../../../prover/groth16/fixed-bases.ts";
import { IntegerOutOfRangeError } from "../../../prover/integers.ts";
import {
  createProver,
  ProverClosedError,
  ProvingAbortedError,
  ProvingFailedError,
  type EngineChoice,
  type ProvingProgress,
} from "../../../prover/proving/index.ts";
import { reviewRequest } from "../../../fixtures/review-request.ts";
import { engineSpecification } from "./engine-specification.ts";

let artifacts: ReviewArtifacts;

beforeAll(async () => {
  artifacts = await loadArtifacts("review");
});

const ENGINES: readonly (readonly [string, EngineChoice])[] = [
  ["snarkjs", { engine: "snarkjs" }],
  ["the kernel in the calling thread", { engine: "fast", threads: 1 }],
  ["the kernel on two threads", { engine: "fast", threads: 2 }],
  ["the kernel on five threads", { engine: "fast", threads: 5 }],
];

describe.each(ENGINES)("%s", (_, engine) => engineSpecification(engine));

describe("the kernel's prover", () => {
  it("tells each phase and how much of it is done", async () => {
    const progress: ProvingProgress[] = [];
    await using prover = await createProver({
      artifacts,
      engine: "fast",
      threads: 2,
      onProgress: (step) => progress.push(step),
    });
    await prover.warmUp();
    expect(new Set(progress.map(({ phase }) => phase))).toEqual(new Set(["loading"]));
    const warm = progress.length;
    await prover.proveReview(reviewRequest());
    expect(new Set(progress.slice(warm).map(({ phase }) => phase))).toEqual(new Set(["witness", "proving"]));
    for (const phase of ["loading", "witness", "proving"] as const) {
      const fractions = progress.filter((step) => step.phase === phase).map(({ fraction }) => fraction);
      expect(fractions).toEqual(fractions.toSorted((left, right) => left - right));
      expect(fractions[0]).toBe(0);
      expect(fractions.at(-1)).toBe(1);
    }
  });

  it("fills tables of multiples for the fifth proof, and then has them", async () => {
    const fill = vi.spyOn(FixedBases.prototype, "fillTable");
    try {
      await using prover = await createProver({ artifacts, engine: "fast", threads: 1 });
      for (let proof = 1; proof <= 4; proof++) await prover.proveReview(reviewRequest(proof));
      expect(fill).not.toHaveBeenCalled();
      const progress: number[] = [];
      const onProgress = ({ phase, fraction }: ProvingProgress) => {
        if (phase === "proving") progress.push(fraction);
      };
      expect(await prover.verifyReview(await prover.proveReview(reviewRequest(5), { onProgress }))).toBe(
        true,
      );
      const sections = fill.mock.calls.length;
      expect(sections).toBe(5);
      expect(progress).toEqual(Array.from({ length: 12 }, (_, done) => done / 11));
      expect(await prover.verifyReview(await prover.proveReview(reviewRequest(6)))).toBe(true);
      expect(fill).toHaveBeenCalledTimes(sections);
    } finally {
      fill.mockRestore();
    }
  });

  it("fills what an abort kept it from filling when it proves again", async () => {
    await using prover = await createProver({ artifacts, engine: "fast", threads: 1 });
    for (let proof = 1; proof <= 4; proof++) await prover.proveReview(reviewRequest(proof));
    const controller = new AbortController();
    const onProgress = ({ phase, fraction }: ProvingProgress) => {
      if (phase === "proving" && fraction > 0.2) controller.abort();
    };
    const options = { signal: controller.signal, onProgress };
    await expect(prover.proveReview(reviewRequest(5), options)).rejects.toThrow(ProvingAbortedError);
    expect(await prover.verifyReview(await prover.proveReview(reviewRequest(6)))).toBe(true);
  });

  it("can be aborted while it loads, and loads again afterwards", async () => {
    await using prover = await createProver({ artifacts, engine: "fast", threads: 2 });
    const controller = new AbortController();
    const loading = prover.warmUp({ signal: controller.signal, onProgress: () => controller.abort() });
    await expect(loading).rejects.toThrow(ProvingAbortedError);
    expect(await prover.verifyReview(await prover.proveReview(reviewRequest()))).toBe(true);
  });

  it("ends for good at the signal that it was made with", async () => {
    const controller = new AbortController();
    await using prover = await createProver({
      artifacts,
      engine: "fast",
      threads: 1,
      signal: controller.signal,
    });
    await prover.proveReview(reviewRequest());
    controller.abort();
    await expect(prover.proveReview(reviewRequest())).rejects.toThrow(ProvingAbortedError);
  });

  it("proves again after a proof that failed", async () => {
    const wrong = { ...artifacts, zkey: artifacts.zkey.slice(0, 1_000) };
    await using broken = await createProver({ artifacts: wrong, engine: "fast", threads: 1 });
    await expect(broken.proveReview(reviewRequest())).rejects.toThrow(ProvingFailedError);
    await expect(broken.proveReview(reviewRequest())).rejects.toThrow(ProvingFailedError);
  });

  it("makes no proof with a key whose points have been changed", async () => {
    const zkey = artifacts.zkey.slice();
    // The last byte of the last section of points belongs to one of the quotient's.
    zkey.fill(1, zkey.length - 2_000, zkey.length - 1_900);
    await using prover = await createProver({
      artifacts: { ...artifacts, zkey },
      engine: "fast",
      threads: 1,
    });
    const review = await prover.proveReview(reviewRequest()).catch(() => undefined);
    expect(review === undefined || !(await prover.verifyReview(review))).toBe(true);
  });

  it("takes one to eight threads", async () => {
    await expect(createProver({ artifacts, threads: 0 })).rejects.toThrow(IntegerOutOfRangeError);
    await expect(createProver({ artifacts, threads: 9 })).rejects.toThrow(IntegerOutOfRangeError);
    await expect(createProver({ artifacts, threads: 1.5 })).rejects.toThrow(IntegerOutOfRangeError);
  });

  it("refuses everything once it is closed, and closes while it loads", async () => {
    const prover = await createProver({ artifacts, engine: "fast", threads: 2 });
    const loading = prover.warmUp();
    await prover.close();
    await loading;
    await expect(prover.proveReview(reviewRequest())).rejects.toThrow(ProverClosedError);
    await expect(prover.warmUp()).rejects.toThrow(ProverClosedError);
  });
});
