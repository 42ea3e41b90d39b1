import hre from "hardhat";

import { setStage, type Stage } from "../../../fixtures/stage.ts";
import type { ReviewArtifacts } from "../../../prover/artifacts/index.ts";
import { loadArtifacts, loadManifest } from "../../../prover/artifacts/node.ts";
import { createProver, type ReviewProver } from "../../../prover/proving/index.ts";
import type { LocalRollup } from "../../local/local-rollup.ts";
import type { ProgressList } from "../progress.ts";

/** What everything else stands on. */
export interface Ground {
  readonly stage: Stage;
  readonly manifest: Awaited<ReturnType<typeof loadManifest>>;
  readonly artifacts: ReviewArtifacts;
  readonly prover: ReviewProver;
}

/** Compiled contracts on a rollup, and a prover. */
export async function layGround(rollup: LocalRollup, progress: ProgressList): Promise<Ground> {
  progress.chapter("The ground");
  await progress.step("contracts compiled (the first time takes a minute)", () =>
    hre.tasks.getTask("build").run({ quiet: true }),
  );
  const stage = await progress.step(
    "contracts deployed to a local OP-type rollup, the L1 data fee switched on",
    () => setStage(rollup),
    ({ deployment }) => `escrow ${deployment.escrow}`,
  );
  const manifest = await loadManifest();
  const artifacts = await loadArtifacts("review");
  const prover = await progress.step(
    "prover ready, its artifacts checked against their SHA-256 sums",
    () => createProver({ artifacts }),
    () => `${manifest.circuits.review.constraints} constraints, ${artifacts.ceremony} keys`,
  );
  return { stage, manifest, artifacts, prover };
}
