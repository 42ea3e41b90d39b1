import { measureEscrow } from "./escrow.ts";
import type { Measured } from "./figures.ts";
import { measurePoseidon, type PoseidonGas } from "./poseidon.ts";
import { measureReviews } from "./reviews.ts";
import type { MeasuringRollup } from "./rollup.ts";
import type { OwnStep, Section, Step } from "./steps.ts";
import { measureTree } from "./tree.ts";

/** What measures the steps of each section; each deploys what it needs. */
const STEPS: Readonly<Record<Exclude<Section, "poseidon">, (chain: MeasuringRollup) => Promise<Step[]>>> = {
  escrow: measureEscrow,
  tree: measureTree,
  review: measureReviews,
};

/** Measures our own contracts, and tells on stderr what has been measured. */
export async function measureSections(
  chain: MeasuringRollup,
  sections: readonly Section[],
): Promise<Measured> {
  const steps: OwnStep[] = [];
  let poseidon: PoseidonGas | undefined;
  for (const section of sections) {
    const startedAt = performance.now();
    if (section === "poseidon") poseidon = await measurePoseidon(chain);
    else steps.push(...(await STEPS[section](chain)).map((step) => ({ section, ...step })));
    console.error(`${section}: ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
  }
  return { sections, steps, ...(poseidon && { poseidon }) };
}
