// The script of the page that tests and benchmarks drive from outside: the prover as an application bundles it, and
// snarkjs on the same artifacts beside it.
import { curves, groth16 } from "snarkjs";

import manifestFile from "../../circuits/artifacts/manifest.json" with { type: "json" };
import * as prover from "../../prover/index.ts";
import { prepareReview } from "../../prover/review/request.ts";
import { reviewRequest } from "../../fixtures/review-request.ts";

const manifest = prover.parseManifest(manifestFile);

type DownloadOptions = Pick<prover.FetchArtifactsOptions<"review">, "signal" | "onProgress">;

function fetchReviewArtifacts(options: DownloadOptions = {}): Promise<prover.ReviewArtifacts> {
  const baseUrl = new URL("/artifacts/", location.href);
  return prover.fetchArtifacts({ circuit: "review", baseUrl, manifest, ...options });
}

/** What `page.evaluate` finds as `window.aftercare`. */
const aftercare = {
  ...prover,
  reviewRequest,
  fetchReviewArtifacts,
  /** Runs the body with a prover of the page's artifacts, and closes it. */
  withProver: async <Result>(
    options: Omit<prover.SessionOptions<"review">, "artifacts">,
    body: (prover: prover.ReviewProver) => Promise<Result>,
  ): Promise<Result> => {
    await using made = await prover.createProver({ artifacts: await fetchReviewArtifacts(), ...options });
    return await body(made);
  },
  /** A whole proof by snarkjs, witness included, as its own users make it. */
  proveWithSnarkjs: async ({ wasm, zkey }: prover.ReviewArtifacts) => {
    const { input } = prepareReview(reviewRequest());
    return groth16.fullProve(input, wasm, zkey);
  },
  endSnarkjs: async () => (await curves.getCurveFromName("bn128")).terminate(),
};

export type AftercarePage = typeof aftercare;

declare global {
  // Only a `var` becomes a property of the global object.
  var aftercare: AftercarePage;
}

globalThis.aftercare = aftercare;
