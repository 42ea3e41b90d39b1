import { createHash } from "node:crypto";

import { FIELD_MODULUS } from "../../../../../prover/field.ts";

const EDGES = [0n, 1n, FIELD_MODULUS - 1n, FIELD_MODULUS - 2n, (FIELD_MODULUS + 1n) / 2n];

/** Every combination of so many edge values. */
export function edgeGroups(length: number): bigint[][] {
  if (length === 0) return [[]];
  return edgeGroups(length - 1).flatMap((group) => EDGES.map((edge) => [...group, edge]));
}

/** Groups of field elements that follow from the seed, so that a failure can be repeated. */
export function randomGroups(seed: string, count: number, length: number): bigint[][] {
  const bytesEach = 40; // 66 bits more than the modulus has: the remainder is even enough
  const bytes = createHash("shake256", { outputLength: count * length * bytesEach })
    .update(seed)
    .digest();
  return Array.from({ length: count }, (_, group) =>
    Array.from({ length }, (_, input) => {
      const start = (group * length + input) * bytesEach;
      return BigInt(`0x${bytes.toString("hex", start, start + bytesEach)}`) % FIELD_MODULUS;
    }),
  );
}
