import type { Log, Provider } from "ethers/providers";

/** Nodes limit how many blocks one request may span; 2,000 is within every public limit. */
const BLOCKS_PER_REQUEST = 2_000;

/** All logs of some contracts in a range of blocks, in the chain's order. */
export async function readLogs(
  provider: Provider,
  addresses: readonly string[],
  firstBlock: number,
  lastBlock: number,
): Promise<Log[]> {
  const logs: Log[] = [];
  for (let from = firstBlock; from <= lastBlock; from += BLOCKS_PER_REQUEST) {
    const to = Math.min(from + BLOCKS_PER_REQUEST - 1, lastBlock);
    // ethers takes several addresses, and one request keeps the order across contracts.
    logs.push(...(await provider.getLogs({ address: [...addresses], fromBlock: from, toBlock: to })));
  }
  return logs;
}
