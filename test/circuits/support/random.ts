import { createHash } from "node:crypto";

/** Numbers that look random and are the same for the same seed. */
export interface Random {
  /** A whole number from 0 up to, but not including, `limit`; for limits far below 2^32. */
  below(limit: number): number;
  /** A number of at most `count` bits, up to 256. */
  bits(count: number): bigint;
}

export function seededRandom(seed: string): Random {
  let counter = 0;
  const bits = (count: number): bigint => {
    const digest = createHash("sha256").update(`${seed}:${counter++}`).digest("hex");
    return BigInt(`0x${digest}`) >> BigInt(256 - count);
  };
  return { bits, below: (limit) => Number(bits(32)) % limit };
}
