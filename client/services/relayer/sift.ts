/** What came of a list whose parts can only be tried together. */
export interface Sifted<Item> {
  readonly accepted: Item[];
  /** Each item that fails even alone, with its own failure. */
  readonly refused: { item: Item; reason: Error }[];
}

/**
 * Finds the items that fail by halving: k culprits among n take about 2·k·log₂ n attempts. Items must not depend on
 * each other.
 *
 * @param attempt Tries items together; resolves with the failure, or undefined. A rejection ends the search.
 */
export async function sift<Item>(
  items: readonly Item[],
  attempt: (items: readonly Item[]) => Promise<Error | undefined>,
): Promise<Sifted<Item>> {
  const [first, ...others] = items;
  if (first === undefined) return { accepted: [], refused: [] };
  const reason = await attempt(items);
  if (!reason) return { accepted: [...items], refused: [] };
  if (others.length === 0) return { accepted: [], refused: [{ item: first, reason }] };
  const middle = Math.ceil(items.length / 2);
  const left = await sift(items.slice(0, middle), attempt);
  const right = await sift(items.slice(middle), attempt);
  return {
    accepted: [...left.accepted, ...right.accepted],
    refused: [...left.refused, ...right.refused],
  };
}
