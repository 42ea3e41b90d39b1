import { writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

import { curves, groth16, type Groth16Proof as SnarkjsProof } from "snarkjs";

import type { Terminal } from "../../circuits/command-line.ts";
import { loadArtifacts } from "../../prover/artifacts/node.ts";
import type { ReviewArtifacts } from "../../prover/artifacts/index.ts";
import { createProver } from "../../prover/index.ts";
import { publicSignalsOf } from "../../prover/review/statement.ts";
import { createConsumer } from "../../tools/package/consumer.ts";
import { reviewRequest } from "../../fixtures/review-request.ts";
import { describeMachine } from "../machine.ts";
import { interleave, ratio } from "../statistics.ts";
import { measureBrowser } from "./browser.ts";
import { measureNode } from "./node.ts";

const RESULTS = new URL("../results/prover.json", import.meta.url);

const gzipped = promisify(gzip);
const brotlied = promisify(brotliCompress);

/** Bytes of everything that a page downloads to prove, as servers send it compressed. */
async function measureDownload({ wasm, zkey, verificationKey }: ReviewArtifacts) {
  const files = [wasm, zkey, new TextEncoder().encode(JSON.stringify(verificationKey))];
  const total = (sizes: readonly Uint8Array[]) => sizes.reduce((sum, { length }) => sum + length, 0);
  return {
    reviewBytes: total(files),
    reviewBytesCompressed: total(await Promise.all(files.map((file) => gzipped(file, { level: 9 })))),
    reviewBytesBrotli: total(
      await Promise.all(
        files.map((file) => brotlied(file, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })),
      ),
    ),
  };
}

/** One verification beside one of snarkjs, which leaves out whether points are in their subgroups. */
async function measureVerification(artifacts: ReviewArtifacts) {
  await using prover = await createProver({ artifacts });
  const review = await prover.proveReview(reviewRequest());
  const signals = publicSignalsOf(review.statement).map(String);
  // As snarkjs reads it: lists that could be written to.
  const proof = JSON.parse(JSON.stringify(review.proof)) as SnarkjsProof;
  const times = await interleave(
    [
      { name: "own", run: () => prover.verifyReview(review) },
      { name: "snarkjs", run: () => groth16.verify(artifacts.verificationKey, signals, proof) },
    ],
    { rounds: 40, warmUps: 20 },
  );
  return { own: times.get("own")!, snarkjs: times.get("snarkjs")! };
}

interface ProverOptions {
  readonly json: boolean;
  readonly write: boolean;
  readonly rounds: number | undefined;
}

/** Everything that is measured. */
async function measure(rounds: number) {
  const artifacts = await loadArtifacts("review");
  await using consumer = await createConsumer(["snarkjs"]);
  const node = await measureNode(artifacts, consumer, rounds);
  const verification = await measureVerification(artifacts);
  const download = await measureDownload(artifacts);
  const browser = await measureBrowser(consumer, rounds);
  return {
    machine: describeMachine(),
    node,
    ...(browser && { browser }),
    download,
    verifyVsSnarkjs: ratio(verification.own, verification.snarkjs),
    verify: { ms: verification.own.median, milliseconds: verification },
  };
}

/** The prover beside its anchors. */
export async function run({ json, write, rounds = 15 }: ProverOptions, { console }: Terminal): Promise<void> {
  const result = await measure(rounds).finally(async () => {
    // Its workers would keep the process alive.
    await (await curves.getCurveFromName("bn128")).terminate();
  });
  if (write) await writeFile(RESULTS, `${JSON.stringify(result, null, 2)}\n`);
  if (json) console.log(JSON.stringify(result, null, 2));
  else {
    const { node, browser, download, verify } = result;
    console.table({
      "review / Semaphore v4, Node": node.reviewVsSemaphore,
      "review / snarkjs, Node": node.reviewVsSnarkjs,
      "review / snarkjs, Chromium": browser?.reviewVsSnarkjs ?? "no Chromium",
      "peak memory in Chromium, MB": browser?.peakMemoryMB ?? "unknown",
      "download, compressed bytes": download.reviewBytesCompressed,
      "first review / snarkjs, Node": node.firstReviewVsSnarkjs,
      "first review / snarkjs, Chromium": browser?.firstReviewVsSnarkjs ?? "no Chromium",
      "first claim / snarkjs, Node": node.firstClaimVsSnarkjs,
      "first claim / snarkjs, Chromium": browser?.firstClaimVsSnarkjs ?? "no Chromium",
      "review without relaxed SIMD / snarkjs, Chromium": browser?.portableReviewVsSnarkjs ?? "no Chromium",
      "verification, ms": verify.ms,
    });
  }
}
