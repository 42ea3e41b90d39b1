import { AftercareError } from "../../prover/errors.ts";
import { leafOf, SurgeryTree, type ClosedSurgery } from "../../prover/tree/index.ts";
import { toBeHex, getAddress } from "ethers";
import type { QueuedSurgery } from "../sdk/calls.ts";
import type { FlushEvent } from "./events.ts";

/** The leaves served do not make the root on chain: the list is wrong, and proofs from it would be refused. */
export class PoisonedLeavesError extends AftercareError {}

/** Where a closed surgery stands. */
export interface LeafPosition {
  treeNumber: number;
  leafIndex: number;
}

/** All surgery trees of a deployment, with the surgeries in their leaves. */
export interface IndexedTrees {
  trees: { tree: SurgeryTree; surgeries: ClosedSurgery[] }[];
  /** Every root there ever was, and how many leaves its tree had then. */
  roots: Map<bigint, { treeNumber: number; size: number }>;
  /** Surgeries flushed, over all trees. */
  flushed: number;
}

/** Splits a leaf's packed surgeon and day. */
export function closedSurgeryOf({
  patientCommitment,
  surgeonDay,
  recordCommitment,
}: QueuedSurgery): ClosedSurgery {
  return {
    patientCommitment,
    surgeon: getAddress(toBeHex(surgeonDay & ((1n << 160n) - 1n), 20)),
    closedDay: Number(surgeonDay >> 160n),
    recordCommitment,
  };
}

/** Rebuilds the trees from their batches and checks each root that the chain announced. */
export function indexTrees(events: readonly FlushEvent[]): IndexedTrees {
  const index: IndexedTrees = { trees: [], roots: new Map(), flushed: 0 };
  for (const event of events) {
    const current = index.trees[event.treeNumber] ?? { tree: SurgeryTree.fromLeaves([]), surgeries: [] };
    index.trees[event.treeNumber] = current;
    for (const queued of event.surgeries) {
      const surgery = closedSurgeryOf(queued);
      current.surgeries.push(surgery);
      current.tree.append(leafOf(surgery));
    }
    if (current.tree.root !== event.root) {
      throw new PoisonedLeavesError(
        `The leaves of the batch in block ${event.blockNumber} do not make the root announced there.`,
        "Read the events from another node.",
        { blockNumber: event.blockNumber, treeNumber: event.treeNumber },
      );
    }
    index.roots.set(event.root, { treeNumber: event.treeNumber, size: current.tree.size });
    index.flushed += event.surgeries.length;
  }
  return index;
}

/** The place of a surgery in the trees; undefined while it waits in the queue. */
export function positionOf(index: IndexedTrees, patientCommitment: bigint): LeafPosition | undefined {
  for (const [treeNumber, { surgeries }] of index.trees.entries()) {
    const leafIndex = surgeries.findIndex((surgery) => surgery.patientCommitment === patientCommitment);
    if (leafIndex >= 0) return { treeNumber, leafIndex };
  }
  return undefined;
}

/**
 * How many surgeries a review could belong to: leaves of this surgeon, closed inside the window,
 * in the tree of this root as it was then. Zero for a root that never was.
 */
export function anonymitySetOf(
  index: IndexedTrees,
  review: { root: bigint; surgeon: string; windowStart: number; windowEnd: number },
): number {
  const known = index.roots.get(review.root);
  if (!known) return 0;
  const surgeries = index.trees[known.treeNumber]?.surgeries.slice(0, known.size) ?? [];
  return surgeries.filter(
    ({ surgeon, closedDay }) =>
      surgeon === getAddress(review.surgeon) &&
      closedDay >= review.windowStart &&
      closedDay <= review.windowEnd,
  ).length;
}
