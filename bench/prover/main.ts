import { writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

import type { Terminal } from "../../circuits/command-line.ts";
import { loadArtifacts } from "../../prover/artifacts/node.ts";
import type { ReviewArtifacts } from "../../prover/artifacts/index.ts";
import { createProver } from "../../prover/index.ts";
import { reviewRequest } from "../../fixtures/review-request.ts";
import { describeMachine } from "../machine.ts";
import { interleave, type Summary } from "../statistics.ts";
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

async function measureVerification(artifacts: ReviewArtifacts): Promise<Summary> {
  await using prover = await createProver({ artifacts });
  const review = await prover.proveReview(reviewRequest());
  const times = await interleave([{ name: "verify", run: () => prover.verifyReview(review) }], {
    rounds: 40,
    warmUps: 20,
  });
  return times.get("verify")!;
}

interface ProverOptions {
  readonly json: boolean;
  readonly write: boolean;
  readonly rounds: number | undefined;
}

/** The prover beside its anchors. */
export async function run({ json, write, rounds = 15 }: ProverOptions, { console }: Terminal): Promise<void> {
  const artifacts = await loadArtifacts("review");
  const node = await measureNode(artifacts, rounds);
  const verification = await measureVerification(artifacts);
  const download = await measureDownload(artifacts);
  const browser = await measureBrowser(rounds);
  const result = {
    machine: describeMachine(),
    node,
    ...(browser && { browser }),
    download,
    verify: { ms: verification.median, milliseconds: verification },
  };
  if (write) await writeFile(RESULTS, `${JSON.stringify(result, null, 2)}\n`);
  if (json) console.log(JSON.stringify(result, null, 2));
  else {
    console.table({
      "review / Semaphore v4, Node": node.reviewVsSemaphore,
      "review / snarkjs, Node": node.reviewVsSnarkjs,
      "review / snarkjs, Chromium": browser?.reviewVsSnarkjs ?? "no Chromium",
      "peak memory in Chromium, MB": browser?.peakMemoryMB ?? "unknown",
      "download, compressed bytes": download.reviewBytesCompressed,
      "verification, ms": verification.median,
    });
  }
}
