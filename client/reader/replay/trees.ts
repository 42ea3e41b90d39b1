import { getAddress } from "ethers/address";
import { toBeHex } from "ethers/utils";
import { AftercareError } from "../../../prover/errors.ts";
import {
  type ClosedSurgery,
  leafOf,
  SurgeryTree,
  TREE_ARITY,
  TREE_DEPTH,
} from "../../../prover/tree/index.ts";
import type { QueuedSurgery } from "../../protocol/calls/queued-surgery.ts";
import type { FlushEvent } from "../events.ts";

/** The leaves served are not those that the chain's closings and its tree tell. */
export class PoisonedLeavesError extends AftercareError {
  override readonly name = "PoisonedLeavesError";
}

/** Where a closed surgery stands. */
export interface LeafPosition {
  readonly treeNumber: number;
  readonly leafIndex: number;
}

/** All surgery trees of a deployment, with the surgeries in their leaves. */
export interface IndexedTrees {
  readonly trees: { tree: SurgeryTree; surgeries: ClosedSurgery[] }[];
  /** Every root there ever was, and how many leaves its tree had then. */
  readonly roots: Map<bigint, { treeNumber: number; size: number }>;
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

const LEAVES_IN_A_TREE = TREE_ARITY ** TREE_DEPTH;

/**
 * Rebuilds the trees from their batches. Whoever serves the events may have made them up, so every batch has to continue
 * its tree where the last one ended, and the surgeries that were queued next have to make the root announced.
 *
 * @throws PoisonedLeavesError, naming the block
 */
export function indexTrees(flushes: readonly FlushEvent[], queue: readonly QueuedSurgery[]): IndexedTrees {
  const index: IndexedTrees = { trees: [], roots: new Map(), flushed: 0 };
  for (const { treeNumber, firstLeaf, count, root, blockNumber } of flushes) {
    const refuse = (problem: string): never => {
      throw new PoisonedLeavesError(
        `The batch of leaves in block ${blockNumber} ${problem}.`,
        "Read the events from another node.",
        { blockNumber, treeNumber },
      );
    };
    if (treeNumber !== Math.floor(index.flushed / LEAVES_IN_A_TREE)) refuse("is not of the current tree");
    if (firstLeaf !== index.flushed % LEAVES_IN_A_TREE) refuse("does not begin where the last one ended");
    const current = index.trees[treeNumber] ?? { tree: SurgeryTree.fromLeaves([]), surgeries: [] };
    index.trees[treeNumber] = current;
    if (index.flushed + count > queue.length) refuse("holds more leaves than were queued");
    for (const queued of queue.slice(index.flushed, index.flushed + count)) {
      const surgery = closedSurgeryOf(queued);
      current.surgeries.push(surgery);
      current.tree.append(leafOf(surgery));
    }
    index.flushed += count;
    if (current.tree.root !== root) refuse("does not make the root announced there");
    index.roots.set(root, { treeNumber, size: current.tree.size });
  }
  return index;
}

/** What the next flush passes in: the frontier of the current tree, empty where that has no leaves. */
export function frontierOf(index: IndexedTrees): bigint[] {
  return index.trees.at(-1)?.tree.frontier ?? [];
}

/**
 * The place of a surgery in the trees; undefined while it waits in the queue. Commitments are public, so another booking
 * may have copied this one's: surgeon and record tell them apart.
 */
export function positionOf(
  index: IndexedTrees,
  own: Pick<ClosedSurgery, "patientCommitment" | "surgeon" | "recordCommitment">,
): LeafPosition | undefined {
  for (const [treeNumber, { surgeries }] of index.trees.entries()) {
    const leafIndex = surgeries.findIndex(
      (surgery) =>
        surgery.patientCommitment === own.patientCommitment &&
        surgery.surgeon === getAddress(own.surgeon) &&
        surgery.recordCommitment === own.recordCommitment,
    );
    if (leafIndex >= 0) return { treeNumber, leafIndex };
  }
  return undefined;
}
