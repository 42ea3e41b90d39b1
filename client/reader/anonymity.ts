import { getAddress } from "ethers/address";
import type { IndexedTrees } from "./replay/trees.ts";

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
