import { readFile } from "node:fs/promises";

import type { VerificationKey } from "../../circuits/tools/verification-key.ts";
import { renderBatchVerifier } from "./groth16-batch-verifier.ts";

const ARTIFACTS = new URL("../../circuits/artifacts/", import.meta.url);
const CONTRACT = "ReviewBatchVerifier";

interface Manifest {
  readonly circuits: { readonly review: { readonly ceremony: "development" | "public" } };
}

/** The review circuit's verifier: where its source belongs, and the source that its committed key gives. */
export async function reviewBatchVerifier(): Promise<{ path: URL; source: string }> {
  const key = (await readArtifact("review/review.vkey.json")) as VerificationKey;
  const { circuits } = (await readArtifact("manifest.json")) as Manifest;
  return {
    path: new URL(`../verifiers/${CONTRACT}.sol`, import.meta.url),
    source: renderBatchVerifier({
      contract: CONTRACT,
      circuit: "review",
      key,
      usualSignals: { 4: 65_535n },
      ceremony: circuits.review.ceremony,
    }),
  };
}

async function readArtifact(file: string): Promise<unknown> {
  return JSON.parse(await readFile(new URL(file, ARTIFACTS), "utf8"));
}
