import { id, type BaseContract } from "ethers";

import { poseidonArtifact } from "../../ignition/poseidon-artifact.ts";
import { leafOf, surgeonDayOf, SurgeryTree, type ClosedSurgery } from "../../prover/tree/index.ts";
import type { MeasuringRollup } from "./rollup.ts";
import { dearest, type Step } from "./steps.ts";
import { surgeonInTurn } from "./surgeons.ts";

const ROOT_LIFETIME = 30 * 24 * 60 * 60;
const FLUSH_SIZES = [1, 4, 16, 32, 64] as const;

/** Leaves in the tree before the first measured flush: 4⁵ + 4⁴, so that the frontier has nodes on two upper levels. */
const GROWN = 1_280;
/** Leaves more than that, in a group of 64: whole groups of 16 and 4, and every kind of broken ones. */
const ALIGNMENTS = [0, 4, 16, 21, 32, 42, 48, 60, 63] as const;

/** The step of a flush that begins where the flushes before it, of the same size, ended. */
export const flushStep = (size: number): string => `flush of ${size}`;
/** The same at the dearest place that it can begin at. */
export const unalignedFlushStep = (size: number): string => `flush of ${size}, unaligned`;

let made = 0;

/** A surgery unlike any other, of a surgeon in turn. */
function surgery(): ClosedSurgery {
  made += 1;
  return {
    patientCommitment: BigInt(id(`commitment ${made}`)) >> 3n,
    surgeon: surgeonInTurn(made).address,
    closedDay: 20_000,
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
  /** Inserts surgeries into the contract, and their leaves into the tree that is its equal. */
  const insert = async (equal: SurgeryTree, count: number) => {
    const closed = Array.from({ length: count }, surgery);
    const surgeries = closed.map(({ surgeon, closedDay, ...commitments }) => ({
      ...commitments,
      surgeonDay: surgeonDayOf(surgeon, closedDay),
    }));
    const { frontier } = equal;
    const leaves = closed.map(leafOf);
    for (const leaf of leaves) equal.append(leaf);
    await chain.send(await queue.getFunction("enqueue").populateTransaction(surgeries));
    const flush = await tree.getFunction("flush").populateTransaction(surgeries, frontier);
    return { leaves, usage: await chain.measure(flush) };
  };
  const grown: bigint[] = [];
  const growing = SurgeryTree.fromLeaves([]);
  while (grown.length < GROWN) grown.push(...(await insert(growing, 64)).leaves);

  const steps: Step[] = [];
  for (const items of FLUSH_SIZES) {
    const aligned: Step[] = [];
    const unaligned: Step[] = [];
    for (const before of ALIGNMENTS) {
      const { usage } = await chain.onBranch(async () => {
        const equal = SurgeryTree.fromLeaves(grown);
        if (before > 0) await insert(equal, before);
        return insert(equal, items);
      });
      if (before % items === 0) aligned.push({ name: flushStep(items), items, ...usage });
      else unaligned.push({ name: unalignedFlushStep(items), items, ...usage });
    }
    steps.push(...[aligned, unaligned].filter((places) => places.length > 0).map(dearest));
  }
  return steps;
}
