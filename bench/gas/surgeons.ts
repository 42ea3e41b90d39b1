import { id, Wallet } from "ethers";

/**
 * Surgeons between whom a batch is spread, one after another in turn: whoever relays for a city takes what comes in. Where a
 * batch is of one surgeon, its step says so.
 */
export const SURGEONS: readonly Wallet[] = Array.from(
  { length: 8 },
  (_, index) => new Wallet(id(`benchmark surgeon ${index}`)),
);

/** Whose turn it is. */
export function surgeonInTurn(index: number): Wallet {
  return SURGEONS[index % SURGEONS.length]!;
}

export function surgeonsInTurn(count: number): Wallet[] {
  return Array.from({ length: count }, (_, index) => surgeonInTurn(index));
}
