import { afterEach, describe, expect, it, vi } from "vitest";

import { reviewRequest } from "../../../fixtures/review-request.ts";
import { loadArtifacts } from "../../../prover/artifacts/node.ts";
import { KernelEngine } from "../../../prover/groth16/kernel-engine.ts";
import type { Witness } from "../../../prover/groth16/threads/proof-thread.ts";
import { startWorkerThread, Thread, WorkerStartError } from "../../../prover/groth16/threads/thread.ts";
import { prepareReview } from "../../../prover/review/request.ts";
import { compileKernel } from "./support/kernel.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

describe("an engine whose files are still to come", () => {
  it.each([1, 2])(
    "gives up on %i threads when it is aborted, and waits for no file",
    async (threads) => {
      const controller = new AbortController();
      const progress = vi.fn();
      const starting = KernelEngine.start(new Promise(() => {}), threads, {
        signal: controller.signal,
        progress,
      });
      setTimeout(() => controller.abort(new Error("enough")), 50);
      await expect(starting).rejects.toThrow("enough");
      expect(progress.mock.calls).toEqual([["loading", 0]]);
    },
    20_000,
  );
});

describe("an engine whose proof is aborted as soon as the witness is there", () => {
  it("wipes the witness, though no thread was given it", async () => {
    const calls = vi.spyOn(Thread.prototype, "call");
    const never = new AbortController().signal;
    const engine = await KernelEngine.start(loadArtifacts("review"), 1, {
      signal: never,
      progress: () => {},
    });
    const controller = new AbortController();
    const proving = engine.prove(prepareReview(reviewRequest()).input, {
      signal: controller.signal,
      progress: (phase, fraction) => {
        if (phase === "witness" && fraction === 1) controller.abort(new Error("enough"));
      },
    });
    await expect(proving).rejects.toThrow("enough");
    const asked = calls.mock.calls.findIndex(([name]) => name === "witness");
    const { elements, scalars } = (await calls.mock.results[asked]!.value) as Witness;
    expect(elements.length).toBeGreaterThan(0);
    expect(scalars.every((word) => word === 0)).toBe(true);
    expect(elements.every((byte) => byte === 0)).toBe(true);
    await engine.end();
  });
});

describe("a worker thread where none may be started", () => {
  // Nothing that a worker could be made with.
  const refuseWorkers = () => vi.spyOn(process, "getBuiltinModule").mockReturnValue({});

  it("is a WorkerStartError", async () => {
    const kernel = compileKernel("fused");
    refuseWorkers();
    await expect(startWorkerThread(kernel)).rejects.toThrow(WorkerStartError);
  });

  it("matters less than a kernel that does not run, which another engine stands in for", async () => {
    refuseWorkers();
    await expect(startWorkerThread(Promise.reject(new Error("no kernel")))).rejects.toThrow("no kernel");
  });
});
