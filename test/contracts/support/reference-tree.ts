import { buildPoseidon } from "circomlibjs";
import { randomBytes } from "node:crypto";

import type { ClosedSurgery } from "./queue.ts";

const poseidon = await buildPoseidon();
const DEPTH = 10;

function hash(inputs: readonly bigint[]): bigint {
  return poseidon.F.toObject(poseidon(inputs));
}

export function leafOf({ patientCommitment, surgeonDay, recordCommitment }: ClosedSurgery): bigint {
  return hash([patientCommitment, surgeonDay, recordCommitment]);
}

/** Root of the quaternary tree over these leaves, computed from nothing but docs/protocol.md. */
export function rootOf(leaves: readonly bigint[]): bigint {
  let nodes = [...leaves];
  let empty = 0n;
  for (let level = 0; level < DEPTH; level++) {
    const parents: bigint[] = [];
    for (let start = 0; start < nodes.length; start += 4) {
      const group = [0, 1, 2, 3].map((position) => nodes[start + position] ?? empty);
      parents.push(hash(group));
    }
    empty = hash([empty, empty, empty, empty]);
    nodes = parents;
  }
  return nodes[0] ?? empty;
}

/** What waits in that tree for the rest of its group, level by level: what a flush after these leaves passes in. */
export function frontierOf(leaves: readonly bigint[]): bigint[] {
  const frontier: bigint[] = [];
  let complete = [...leaves];
  for (let level = 0; level < DEPTH; level++) {
    const groups = Math.floor(complete.length / 4);
    frontier.push(...complete.slice(4 * groups));
    complete = Array.from({ length: groups }, (_, group) => hash(complete.slice(4 * group, 4 * group + 4)));
  }
  return frontier;
}

/** Made-up surgeries of one surgeon, no two alike. */
export function surgeriesOf(surgeon: string, count: number, closedDay = 20_000n): ClosedSurgery[] {
  return Array.from({ length: count }, () => ({
    patientCommitment: BigInt(`0x${randomBytes(31).toString("hex")}`),
    surgeonDay: BigInt(surgeon) + (closedDay << 160n),
    recordCommitment: BigInt(`0x${randomBytes(31).toString("hex")}`),
  }));
}
