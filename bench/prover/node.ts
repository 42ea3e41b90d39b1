import { groth16 } from "snarkjs";

import type { ReviewArtifacts } from "../../prover/artifacts/index.ts";
import { createProver } from "../../prover/index.ts";
import { prepareReview } from "../../prover/review/request.ts";
import { loadArtifacts } from "../../prover/artifacts/node.ts";
import { prepareClaim } from "../../prover/claim/request.ts";
import { claimRequest } from "../../fixtures/claim-request.ts";
import { reviewRequest } from "../../fixtures/review-request.ts";
import type { Consumer } from "../../tools/package/consumer.ts";
import { interleave, ratio, summarise, type Summary } from "../statistics.ts";
import { measureFirstInNode, type FirstProofs } from "./first-in-node.ts";
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
  readonly claimVsSnarkjs: number;
  readonly firstReviewVsSnarkjs: number;
  readonly firstClaimVsSnarkjs: number;
  /** Milliseconds of one warm review proof, witness included; rapidsnark without it. */
  readonly milliseconds: Readonly<Record<string, Summary>>;
  /** The same of one claim. */
  readonly claimMilliseconds: Readonly<Record<string, Summary>>;
  readonly firstReview: FirstProofs;
  readonly firstClaim: FirstProofs;
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

/** Claims beside those of snarkjs, warm. */
async function measureClaims(rounds: number): Promise<ReadonlyMap<string, Summary>> {
  const request = claimRequest();
  const { input } = prepareClaim(request);
  const artifacts = await loadArtifacts("claim");
  await using prover = await createProver({ artifacts, engine: "fast", threads: THREADS });
  await prover.proveClaim(request);
  // Awaited here, since the prover is closed with the function's end.
  return await interleave(
    [
      { name: "claim", run: () => prover.proveClaim(request) },
      { name: "snarkjs", run: () => groth16.fullProve(input, artifacts.wasm, artifacts.zkey) },
    ],
    { rounds, warmUps: WARM_UPS },
  );
}

/** Measures proofs beside those of others, warm in this process and first ones in processes of their own. */
export async function measureNode(
  artifacts: ReviewArtifacts,
  consumer: Consumer,
  rounds: number,
): Promise<NodeResult> {
  const firstReview = await measureFirstInNode(consumer, "review", rounds);
  const firstClaim = await measureFirstInNode(consumer, "claim", rounds);
  const request = reviewRequest();
  const { input } = prepareReview(request);
  await using prover = await createProver({ artifacts, engine: "fast", threads: THREADS });
  await prover.proveReview(request);

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
  const claimTimes = await measureClaims(rounds);
  const review = times.get("review")!;
  const native = times.get("rapidsnark");
  const proofsPerSecond: Record<number, number> = {};
  for (const threads of [1, 2, 4]) proofsPerSecond[threads] = await throughput(artifacts, threads);
  return {
    threads: THREADS,
    reviewVsSemaphore: ratio(review, times.get("semaphore")!),
    reviewVsSnarkjs: ratio(review, times.get("snarkjs")!),
    ...(native && { reviewVsRapidsnark: ratio(review, native) }),
    claimVsSnarkjs: ratio(claimTimes.get("claim")!, claimTimes.get("snarkjs")!),
    firstReviewVsSnarkjs: firstReview.vsSnarkjs,
    firstClaimVsSnarkjs: firstClaim.vsSnarkjs,
    milliseconds: Object.fromEntries(times),
    claimMilliseconds: Object.fromEntries(claimTimes),
    firstReview,
    firstClaim,
    proofsPerSecond,
  };
}
