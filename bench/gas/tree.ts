import { id, type BaseContract } from "ethers";

import { poseidonArtifact } from "../../ignition/poseidon-artifact.ts";
import { surgeonDayOf } from "../../prover/tree/index.ts";
import type { MeasuringRollup } from "./rollup.ts";
import { dearest, type Step } from "./steps.ts";
import { surgeonInTurn } from "./surgeons.ts";

const ROOT_LIFETIME = 30 * 24 * 60 * 60;
const FLUSH_SIZES = [1, 4, 16, 32, 64] as const;

/** Leaves in the tree before the first measured flush: 4⁵ + 4⁴, so that every place near the leaves has been written before. */
const GROWN = 1_280;
/** Leaves more than that, in a group of 64: whole groups of 16 and 4, and every kind of broken ones. */
const ALIGNMENTS = [0, 4, 16, 21, 32, 42, 48, 60, 63] as const;

/** The step of a flush that begins where the flushes before it, of the same size, ended. */
export const flushStep = (size: number): string => `flush of ${size}`;
/** The same at the dearest place that it can begin at. */
export const unalignedFlushStep = (size: number): string => `flush of ${size}, unaligned`;

let made = 0;

/** A surgery unlike any other, of a surgeon in turn. */
function surgery() {
  made += 1;
  return {
    patientCommitment: BigInt(id(`commitment ${made}`)) >> 3n,
    surgeonDay: surgeonDayOf(surgeonInTurn(made).address, 20_000),
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

/** Flushes of each size, where a flusher of that size begins and at the dearest alignment, in a tree that has been in use. */
export async function measureTree(chain: MeasuringRollup): Promise<Step[]> {
  const { queue, tree } = await deployTree(chain);
  const insert = async (count: number) => {
    const surgeries = Array.from({ length: count }, surgery);
    await chain.send(await queue.getFunction("enqueue").populateTransaction(surgeries));
    return chain.measure(await tree.getFunction("flush").populateTransaction(surgeries));
  };
  for (let grown = 0; grown < GROWN; grown += 64) await insert(64);

  const steps: Step[] = [];
  for (const items of FLUSH_SIZES) {
    const aligned: Step[] = [];
    const unaligned: Step[] = [];
    for (const before of ALIGNMENTS) {
      const usage = await chain.onBranch(async () => {
        if (before > 0) await insert(before);
        return insert(items);
      });
      if (before % items === 0) aligned.push({ name: flushStep(items), items, ...usage });
      else unaligned.push({ name: unalignedFlushStep(items), items, ...usage });
    }
    steps.push(...[aligned, unaligned].filter((places) => places.length > 0).map(dearest));
  }
  return steps;
}
