/**
 * Results of the work on each item, in the order of the items. The first failure stops what is under way and keeps the rest
 * from being begun; it is told once everything has come to rest.
 *
 * @param work Heeds its signal.
 */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item, signal: AbortSignal) => Promise<Result>,
): Promise<Result[]> {
  const queue = [...items.entries()];
  const results = new Array<Result>(items.length);
  const stop = new AbortController();
  const workOff = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [index, item] = next;
      results[index] = await work(item, stop.signal);
    }
  };
  const failures: unknown[] = [];
  await Promise.all(
    Array.from({ length: atOnce }, () =>
      workOff().catch((error: unknown) => {
        failures.push(error);
        queue.length = 0;
        stop.abort(error);
      }),
    ),
  );
  if (failures.length > 0) throw failures[0];
  return results;
}
