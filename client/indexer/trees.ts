import { AftercareError } from "../../prover/errors.ts";
import { leafOf, SurgeryTree, TREE_ARITY, TREE_DEPTH, type ClosedSurgery } from "../../prover/tree/index.ts";
import { toBeHex, getAddress } from "ethers";
import type { QueuedSurgery } from "../sdk/calls.ts";
import type { FlushEvent } from "./events.ts";
import { queueWordOf } from "./queue.ts";

/** The leaves served are not those that the chain's closings and its tree tell. */
export class PoisonedLeavesError extends AftercareError {
  override readonly name = "PoisonedLeavesError";
}

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

/** What the tree's contract says of itself; best asked of another node than the one that served the events. */
export interface TreeOnChain {
  root: bigint;
  flushedWord: bigint;
}

/**
 * Compares rebuilt trees with the contract. A patient has to do this before proving: a server that gave her leaves of
 * her own would recognise her by the root of her proof, even though the board would refuse it.
 *
 * @throws PoisonedLeavesError
 */
export function assertTreesOnChain(
  index: IndexedTrees,
  queue: readonly QueuedSurgery[],
  onChain: TreeOnChain,
): void {
  const root = index.trees.at(-1)?.tree.root ?? SurgeryTree.fromLeaves([]).root;
  if (root === onChain.root && queueWordOf(queue.slice(0, index.flushed)) === onChain.flushedWord) return;
  throw new PoisonedLeavesError(
    "The leaves served are not those of the tree on chain.",
    "Read the events from another node, and up to the latest block.",
    { leaves: index.flushed },
  );
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
