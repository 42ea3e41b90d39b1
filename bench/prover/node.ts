import { curves, groth16 } from "snarkjs";

import type { ReviewArtifacts } from "../../prover/artifacts/index.ts";
import { createProver } from "../../prover/index.ts";
import { prepareReview } from "../../prover/review/request.ts";
import { reviewRequest } from "../../fixtures/review-request.ts";
import { interleave, ratio, summarise, type Summary } from "../statistics.ts";
import { rapidsnarkContender } from "./rapidsnark.ts";
import { semaphoreContender } from "./semaphore.ts";

const THREADS = 2;

/** Proofs after the first until an engine is warm: the fifth of all fills tables that the later ones use. */
export const WARM_UPS = 5;

const PROOFS_OF_A_BATCH = 8;

export interface NodeResult {
  readonly threads: number;
  readonly reviewVsSemaphore: number;
  readonly reviewVsSnarkjs: number;
  readonly reviewVsRapidsnark?: number;
  /** Milliseconds of one warm proof, witness included; rapidsnark without it. */
  readonly milliseconds: Readonly<Record<string, Summary>>;
  /** From createProver to the first proof, nothing being warm. */
  readonly firstProofMilliseconds: number;
  /** Proofs a second of proveMany, by threads. */
  readonly proofsPerSecond: Readonly<Record<number, number>>;
}

async function throughput(artifacts: ReviewArtifacts, threads: number): Promise<number> {
  await using prover = await createProver({ artifacts, engine: "fast", threads });
  const requests = Array.from({ length: PROOFS_OF_A_BATCH }, (_, index) => reviewRequest(index));
  await prover.proveMany(requests);
  const rates: number[] = [];
  for (let round = 0; round < 3; round++) {
    const start = performance.now();
    await prover.proveMany(requests);
    rates.push((1_000 * requests.length) / (performance.now() - start));
  }
  return summarise(rates).median;
}

/** Measures a review proof beside the others, in this process. */
export async function measureNode(artifacts: ReviewArtifacts, rounds: number): Promise<NodeResult> {
  const request = reviewRequest();
  const { input } = prepareReview(request);
  const begin = performance.now();
  await using prover = await createProver({ artifacts, engine: "fast", threads: THREADS });
  await prover.proveReview(request);
  const firstProofMilliseconds = Math.round(performance.now() - begin);

  await using rapidsnark = await rapidsnarkContender(artifacts);
  const times = await interleave(
    [
      { name: "review", run: () => prover.proveReview(request) },
      { name: "snarkjs", run: () => groth16.fullProve(input, artifacts.wasm, artifacts.zkey) },
      await semaphoreContender(),
      ...(rapidsnark === undefined ? [] : [rapidsnark]),
    ],
    { rounds, warmUps: WARM_UPS },
  );
  await (await curves.getCurveFromName("bn128")).terminate();

  const review = times.get("review")!;
  const native = times.get("rapidsnark");
  const proofsPerSecond: Record<number, number> = {};
  for (const threads of [1, 2, 4]) proofsPerSecond[threads] = await throughput(artifacts, threads);
  return {
    threads: THREADS,
    reviewVsSemaphore: ratio(review, times.get("semaphore")!),
    reviewVsSnarkjs: ratio(review, times.get("snarkjs")!),
    ...(native && { reviewVsRapidsnark: ratio(review, native) }),
    milliseconds: Object.fromEntries(times),
    firstProofMilliseconds,
    proofsPerSecond,
  };
}
