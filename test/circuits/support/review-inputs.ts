import { type MerklePath, poseidon, QuaternaryTree } from "./quaternary-tree.ts";

/** Inputs of the review circuit, by the names that it gives them. */
export interface ReviewInputs extends MerklePath {
  root: bigint;
  nullifier: bigint;
  surgeon: bigint;
  windowStart: bigint;
  windowEnd: bigint;
  signalHash: bigint;
  secret: bigint;
  closedDay: bigint;
  recordCommitment: bigint;
}

export const SURGEON = 0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266n;
export const SECRET = 0x1b2f3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f809n;
const RECORD_COMMITMENT = 0x0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcden;

export function leafOf(secret: bigint, surgeon: bigint, closedDay: bigint, recordCommitment: bigint): bigint {
  return poseidon(poseidon(secret, 0n), surgeon + closedDay * 2n ** 160n, recordCommitment);
}

/** A tree with the surgery at `leafIndex` and strangers' leaves beside and far from it. */
export function treeAround(leaf: bigint, leafIndex: number): QuaternaryTree {
  const strangers = [0, 1, 2, 3, leafIndex ^ 1, leafIndex ^ 2, leafIndex ^ 64, 4 ** 10 - 1];
  const leaves = new Map(strangers.map((index) => [index, poseidon(BigInt(index), 77n, 78n)]));
  return new QuaternaryTree(leaves.set(leafIndex, leaf));
}

/** Inputs that are true. */
export function honestReview(
  choice: {
    leafIndex?: number;
    closedDay?: bigint;
    windowStart?: bigint;
    windowEnd?: bigint;
    surgeon?: bigint;
  } = {},
): ReviewInputs {
  const { leafIndex = 724_321, closedDay = 20_500n, surgeon = SURGEON } = choice;
  const tree = treeAround(leafOf(SECRET, surgeon, closedDay, RECORD_COMMITMENT), leafIndex);
  return {
    root: tree.root,
    nullifier: poseidon(SECRET, 1n),
    surgeon,
    windowStart: choice.windowStart ?? 0n,
    windowEnd: choice.windowEnd ?? 65_535n,
    signalHash: 0xabcdef0123456789n,
    secret: SECRET,
    closedDay,
    recordCommitment: RECORD_COMMITMENT,
    ...tree.path(leafIndex),
  };
}
