import { measureClaims } from "./claims.ts";
import { measureEscrow } from "./escrow.ts";
import type { Measured } from "./figures.ts";
import { measurePoseidon, type PoseidonGas } from "./poseidon.ts";
import { measureReviews } from "./reviews.ts";
import type { MeasuringRollup } from "./rollup.ts";
import type { OwnStep, Section, Step } from "./steps.ts";
import { measureTree } from "./tree.ts";

/** How much is measured. A claim takes seconds to prove: only who has a minute measures batches of many. */
export type Thoroughness = "quick" | "complete";

const LARGEST_CLAIM_BATCH: Readonly<Record<Thoroughness, number>> = { quick: 4, complete: 32 };

/** Whether quick measurements leave a step out. */
export const isLeftOutByQuick = ({ section, items }: Pick<OwnStep, "section" | "items">): boolean =>
  section === "claim" && items > LARGEST_CLAIM_BATCH.quick;

type Measure = (chain: MeasuringRollup, thoroughness: Thoroughness) => Promise<Step[]>;

/** What measures the steps of each section; each deploys what it needs. */
const STEPS: Readonly<Record<Exclude<Section, "poseidon">, Measure>> = {
  escrow: measureEscrow,
  tree: measureTree,
  review: measureReviews,
  claim: (chain, thoroughness) => measureClaims(chain, LARGEST_CLAIM_BATCH[thoroughness]),
};

/** Measures our own contracts, and tells on stderr what has been measured. */
export async function measureSections(
  chain: MeasuringRollup,
  sections: readonly Section[],
  thoroughness: Thoroughness,
): Promise<Measured> {
  const steps: OwnStep[] = [];
  let poseidon: PoseidonGas | undefined;
  for (const section of sections) {
    const startedAt = performance.now();
    if (section === "poseidon") poseidon = await measurePoseidon(chain);
    else steps.push(...(await STEPS[section](chain, thoroughness)).map((step) => ({ section, ...step })));
    console.error(`${section}: ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
  }
  return { sections, steps, ...(poseidon && { poseidon }) };
}
