import { readFile } from "node:fs/promises";

import type { VerificationKey } from "../../circuits/tools/verification-key.ts";
import { renderBatchVerifier } from "./groth16-batch-verifier.ts";
import type { UsualSignals } from "./groth16-key.ts";

const ARTIFACTS = new URL("../../circuits/artifacts/", import.meta.url);

const CONTRACTS = { review: "ReviewBatchVerifier", claim: "ClaimBatchVerifier" } as const;

/** Signals that are mostly the same: nearly every review has the whole window, which ends on day 65,535. */
const USUAL_SIGNALS: Readonly<Record<BatchedCircuit, UsualSignals>> = { review: { 4: 65_535n }, claim: {} };

/** Circuits whose proofs are verified in batches. */
export type BatchedCircuit = keyof typeof CONTRACTS;
export const BATCHED_CIRCUITS: readonly BatchedCircuit[] = ["review", "claim"];

interface Manifest {
  readonly circuits: Readonly<Record<BatchedCircuit, { readonly ceremony: "development" | "public" }>>;
}

/** A circuit's batch verifier: where its source belongs, and the source that the committed key gives. */
export async function circuitBatchVerifier(circuit: BatchedCircuit): Promise<{ path: URL; source: string }> {
  const key = (await readArtifact(`${circuit}/${circuit}.vkey.json`)) as VerificationKey;
  const { circuits } = (await readArtifact("manifest.json")) as Manifest;
  const contract = CONTRACTS[circuit];
  return {
    path: new URL(`../verifiers/${contract}.sol`, import.meta.url),
    source: renderBatchVerifier({
      contract,
      circuit,
      key,
      usualSignals: USUAL_SIGNALS[circuit],
      ceremony: circuits[circuit].ceremony,
    }),
  };
}

async function readArtifact(file: string): Promise<unknown> {
  return JSON.parse(await readFile(new URL(file, ARTIFACTS), "utf8"));
}
