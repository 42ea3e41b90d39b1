import { id, type BaseContract } from "ethers";

import { poseidonArtifact } from "../../ignition/poseidon-artifact.ts";
import { surgeonDayOf } from "../../prover/tree/index.ts";
import type { MeasuringRollup } from "./rollup.ts";
import { dearest, type Step } from "./steps.ts";

const ROOT_LIFETIME = 30 * 24 * 60 * 60;
/** Surgeons between whom the surgeries of one batch are spread. */
const SURGEONS = 8;
export const FLUSH_SIZES = [1, 4, 16, 32, 64] as const;
/**
 * Leaves in the tree before each measured flush: whole groups of 64, 16 and 4, and every kind of broken ones.
 */
const ALIGNMENTS = [0, 16, 21, 42, 60, 63] as const;

let made = 0;

/** A surgery unlike any other, of a surgeon in turn. */
function surgery() {
  made += 1;
  const surgeon = `0x${id(`surgeon ${made % SURGEONS}`).slice(-40)}`;
  return {
    patientCommitment: BigInt(id(`commitment ${made}`)) >> 3n,
    surgeonDay: surgeonDayOf(surgeon, 20_000),
    recordCommitment: BigInt(id(`record ${made}`)) >> 3n,
  };
}

/** Deploys a tree that anybody may queue surgeries for. */
export async function deployTree(chain: MeasuringRollup) {
  const queue = await chain.deploy("OpenQueue");
  const poseidons: BaseContract[] = [];
  for (const inputs of [3, 4] as const) {
    const { abi, bytecode } = poseidonArtifact(inputs);
    poseidons.push(await chain.create([...abi], bytecode));
  }
  const tree = await chain.deploy("SurgeryTree", [queue, ...poseidons, ROOT_LIFETIME]);
  return { queue, tree };
}

/** Flushes of each size, each at its dearest alignment, in a tree that has been in use. */
export async function measureTree(chain: MeasuringRollup): Promise<Step[]> {
  const { queue, tree } = await deployTree(chain);
  const insert = async (count: number) => {
    const surgeries = Array.from({ length: count }, surgery);
    await chain.send(await queue.getFunction("enqueue").populateTransaction(surgeries));
    return chain.measure(await tree.getFunction("flush").populateTransaction(surgeries));
  };
  // Every place that keeps nodes between flushes has been written before, on each level that batches reach.
  for (const count of [63, 63, 63, 63, 4]) await insert(count);
  const grown = Number(await tree.getFunction("leafCount")());
  if (grown !== 256) throw new Error(`The tree has ${grown} leaves.`);

  const steps: Step[] = [];
  for (const items of FLUSH_SIZES) {
    const measured: Step[] = [];
    for (const before of ALIGNMENTS) {
      measured.push(
        await chain.onBranch(async () => {
          if (before > 0) await insert(before);
          return { name: `flush of ${items}`, items, ...(await insert(items)) };
        }),
      );
    }
    steps.push(dearest(measured));
    // The first of the alignments: what a flusher pays who waits until the queue holds whole groups.
    if (items >= 16) steps.push({ ...measured[0]!, name: `flush of ${items}, aligned` });
  }
  return steps;
}
