import { groth16 } from "snarkjs";
import { afterAll, beforeAll, expect, it } from "vitest";

import type { ReviewArtifacts } from "../../../prover/artifacts/index.ts";
import { loadArtifacts } from "../../../prover/artifacts/node.ts";
import { holdWorkers, releaseWorkers } from "../../../prover/groth16/workers.ts";
import {
  createProver,
  ProvingAbortedError,
  type EngineChoice,
  type ReviewProver,
} from "../../../prover/proving/index.ts";
import { publicSignalsOf, SecretMismatchError, type ReviewProof } from "../../../prover/review/index.ts";
import { reviewRequest } from "../../../fixtures/review-request.ts";

/** snarkjs's own verdict, which shares no code with the kernel. Late proofs must not end its workers under it. */
async function holdsForSnarkjs(
  { verificationKey }: ReviewArtifacts,
  { proof, statement }: ReviewProof,
): Promise<boolean> {
  const holder = {};
  await holdWorkers(holder);
  try {
    return await groth16.verify(verificationKey, publicSignalsOf(statement).map(String), proof as never);
  } finally {
    await releaseWorkers(holder);
  }
}

/** What has to hold of every engine. */
export function engineSpecification(engine: EngineChoice): void {
  let artifacts: ReviewArtifacts;
  let prover: ReviewProver;

  beforeAll(async () => {
    artifacts = await loadArtifacts("review");
    prover = await createProver({ artifacts, ...engine });
  });

  afterAll(() => prover.close());

  it("makes proofs that hold, for snarkjs too, and that are new each time", async () => {
    const first = await prover.proveReview(reviewRequest(3));
    const second = await prover.proveReview(reviewRequest(3));
    expect(first.statement).toEqual(second.statement);
    expect(first.proof.pi_a).not.toEqual(second.proof.pi_a);
    expect(first.proof.pi_b).not.toEqual(second.proof.pi_b);
    expect(first.proof.pi_c).not.toEqual(second.proof.pi_c);
    for (const review of [first, second]) {
      expect(await prover.verifyReview(review)).toBe(true);
      expect(await holdsForSnarkjs(artifacts, review)).toBe(true);
    }
  });

  it("proves many, in the order of the requests", async () => {
    const indices = [4, 1, 7, 2, 9];
    const fractions: number[] = [];
    const reviews = await prover.proveMany(
      indices.map((index) => reviewRequest(index)),
      { onProgress: ({ fraction }) => fractions.push(fraction) },
    );
    const alone = await Promise.all(indices.map((index) => prover.proveReview(reviewRequest(index))));
    expect(reviews.map(({ statement }) => statement)).toEqual(alone.map(({ statement }) => statement));
    for (const review of reviews) expect(await prover.verifyReview(review)).toBe(true);
    expect(fractions).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(await prover.proveMany([])).toEqual([]);
  });

  it("stops a batch at the first request that cannot be proven", async () => {
    const wrong = { ...reviewRequest(1), secret: reviewRequest(2).secret };
    await expect(prover.proveMany([reviewRequest(1), wrong])).rejects.toThrow(SecretMismatchError);
  });

  it("stops at the caller's signal, before, during and between, and proves again", async () => {
    await expect(prover.proveReview(reviewRequest(), { signal: AbortSignal.abort() })).rejects.toThrow(
      ProvingAbortedError,
    );
    const controller = new AbortController();
    const proving = prover.proveReview(reviewRequest(), {
      signal: controller.signal,
      onProgress: () => controller.abort("enough"),
    });
    await expect(proving).rejects.toThrow(ProvingAbortedError);
    await expect(proving).rejects.toMatchObject({ cause: "enough" });

    const between = new AbortController();
    const many = prover.proveMany(
      [1, 2, 3, 4].map((index) => reviewRequest(index)),
      {
        signal: between.signal,
        onProgress: ({ fraction }) => {
          if (fraction > 0) between.abort();
        },
      },
    );
    await expect(many).rejects.toThrow(ProvingAbortedError);
    expect(await prover.verifyReview(await prover.proveReview(reviewRequest(5)))).toBe(true);
  });
}
