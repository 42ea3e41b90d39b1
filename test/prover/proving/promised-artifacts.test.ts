import { expect, it, vi } from "vitest";

import { loadArtifacts } from "../../../prover/artifacts/node.ts";
import { createProver, type ProvingProgress } from "../../../prover/proving/index.ts";
import { reviewRequest } from "../../../fixtures/review-request.ts";

it("threads start while promised artifacts are still under way, and prove once they are there", async () => {
  const artifacts = await loadArtifacts("review");
  const progress: ProvingProgress[] = [];
  let arrive: (value: typeof artifacts) => void = () => {};
  const creating = createProver({
    artifacts: new Promise<typeof artifacts>((resolve) => (arrive = resolve)),
    engine: "fast",
    threads: 2,
    onProgress: (step) => progress.push(step),
  });
  await vi.waitFor(() => expect(progress).toEqual([{ phase: "loading", fraction: 0 }]));
  arrive(artifacts);
  await using prover = await creating;
  expect(await prover.verifyReview(await prover.proveReview(reviewRequest()))).toBe(true);
  const loading = progress.filter(({ phase }) => phase === "loading").map(({ fraction }) => fraction);
  expect(loading).toEqual(loading.toSorted((left, right) => left - right));
  expect(loading.at(-1)).toBe(1);
});

it("nothing starts for artifacts that are there, until a proof asks for it", async () => {
  const progress: ProvingProgress[] = [];
  const artifacts = await loadArtifacts("review");
  await using prover = await createProver({ artifacts, onProgress: (step) => progress.push(step) });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(progress).toEqual([]);
  expect(prover.circuit).toBe("review");
});
