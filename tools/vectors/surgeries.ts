import { AbiCoder, getAddress, keccak256 } from "ethers";

import { EXAMPLE_SURGEONS, exampleElement, LARGEST_ELEMENT, poseidon } from "./reference.ts";

interface ExampleSurgery {
  secret: bigint;
  patientCommitment: bigint;
  surgeon: string;
  closedDay: number;
  surgeonDay: bigint;
  recordCommitment: bigint;
  leaf: bigint;
}

const DEPTH = 10;
const QUEUE_HASH_MASK = (1n << 216n) - 1n;
const PATH_SIZES = new Map([
  [0, []],
  [1, [0]],
  [2, [1]],
  [4, [3]],
  [5, [0, 4]],
  [16, [15]],
  [17, [16]],
  [64, [0, 63]],
  [100, [0, 42, 64, 99]],
]);

function surgery(
  secret: bigint,
  surgeon: string,
  closedDay: number,
  recordCommitment: bigint,
): ExampleSurgery {
  const patientCommitment = poseidon(secret, 0n);
  const surgeonDay = BigInt(surgeon) + (BigInt(closedDay) << 160n);
  const leaf = poseidon(patientCommitment, surgeonDay, recordCommitment);
  return { secret, patientCommitment, surgeon, closedDay, surgeonDay, recordCommitment, leaf };
}

/** A hundred surgeries of three surgeons over a year, in the order in which they were closed. */
export const EXAMPLE_SURGERIES: readonly ExampleSurgery[] = Array.from({ length: 100 }, (_, index) =>
  surgery(
    exampleElement(`secret ${index}`),
    EXAMPLE_SURGEONS[(index * index) % 3]!,
    20_000 + Math.floor(index * 3.65),
    exampleElement(`record ${index}`),
  ),
);

/** Leaves at the edges of every range, besides one ordinary. */
export function leafVectors() {
  const ordinary = EXAMPLE_SURGERIES[0]!;
  const lastAddress = getAddress(`0x${"ff".repeat(20)}`);
  const firstAddress = getAddress(`0x${"00".repeat(19)}01`);
  return [
    ordinary,
    surgery(1n, firstAddress, 0, 1n),
    surgery(LARGEST_ELEMENT, lastAddress, 65_535, LARGEST_ELEMENT),
    surgery(exampleElement("same secret"), EXAMPLE_SURGEONS[0], 1, exampleElement("record")),
    surgery(exampleElement("same secret"), EXAMPLE_SURGEONS[0], 2, exampleElement("record")),
  ];
}

export function commitmentVectors() {
  const secrets = [0n, 1n, 2n, LARGEST_ELEMENT, exampleElement("secret")];
  const scopes = [0n, 1n, LARGEST_ELEMENT];
  return secrets.map((secret) => ({
    secret,
    patientCommitment: poseidon(secret, 0n),
    reviewNullifier: poseidon(secret, 1n),
    claimNullifiers: scopes.map((scope) => ({
      scope,
      claimNullifier: poseidon(secret, 2n, scope),
    })),
  }));
}

/** The queue word after each of the example surgeries; `tree.json` holds the same leaves. */
export function queueVectors() {
  let word = 0n;
  const surgeries = EXAMPLE_SURGERIES.map((closed) => {
    const encoded = AbiCoder.defaultAbiCoder().encode(
      ["uint256", "uint256", "uint256", "uint256"],
      [word, closed.patientCommitment, closed.surgeonDay, closed.recordCommitment],
    );
    word = (((word >> 216n) + 1n) << 216n) | (BigInt(keccak256(encoded)) & QUEUE_HASH_MASK);
    return { ...closed, word };
  });
  return { firstWord: 0n, checkpointInterval: 64, surgeries };
}

/** Every level of the full tree above these leaves, from the leaves up; a level ends with its last non-empty node. */
function levelsAbove(leaves: readonly bigint[]): { levels: bigint[][]; empty: bigint[] } {
  const levels = [[...leaves]];
  const empty = [0n];
  for (let level = 0; level < DEPTH; level++) {
    const padding = empty[level]!;
    const below = levels[level]!;
    const above: bigint[] = [];
    for (let first = 0; first < below.length; first += 4) {
      above.push(poseidon(...[0, 1, 2, 3].map((child) => below[first + child] ?? padding)));
    }
    levels.push(above);
    empty.push(poseidon(padding, padding, padding, padding));
  }
  return { levels, empty };
}

/** Roots over the first leaves of the queue, and the paths of some of them. */
export function treeVectors() {
  const leaves = EXAMPLE_SURGERIES.map((closed) => closed.leaf);
  const trees = [...PATH_SIZES].map(([size, pathIndices]) => {
    const { levels, empty } = levelsAbove(leaves.slice(0, size));
    const paths = pathIndices.map((leafIndex) => {
      const positions: number[] = [];
      const children: bigint[][] = [];
      for (let level = 0, index = leafIndex; level < DEPTH; level++, index = Math.floor(index / 4)) {
        const first = index - (index % 4);
        positions.push(index % 4);
        children.push([0, 1, 2, 3].map((child) => levels[level]![first + child] ?? empty[level]!));
      }
      return { leafIndex, positions, children };
    });
    return { size, root: levels[DEPTH]![0] ?? empty[DEPTH]!, paths };
  });
  return { depth: DEPTH, leaves, trees };
}
