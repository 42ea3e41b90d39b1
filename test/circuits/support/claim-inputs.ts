import { buildPoseidonReference } from "circomlibjs";

import { type MerklePath, poseidon } from "./quaternary-tree.ts";
import { SURGEON, treeAround } from "./review-inputs.ts";

/** Inputs of the claim circuit that make up a program, by the names that it gives them. */
export interface ProgramInputs {
  lowerBounds: bigint[];
  upperBounds: bigint[];
  indexBits: bigint[][];
  negated: bigint[];
  startsGroup: bigint[];
}

/** Inputs of the claim circuit, by the names that it gives them. */
export interface ClaimInputs extends MerklePath, ProgramInputs {
  root: bigint;
  coverageRoot: bigint;
  programHash: bigint;
  scope: bigint;
  nullifier: bigint;
  signalHash: bigint;
  secret: bigint;
  surgeonDay: bigint;
  fields: bigint[];
  blinding: bigint;
  coveredFrom: bigint;
  coveredUntil: bigint;
  coveragePositions: bigint[][];
  coverageChildren: bigint[][];
}

/** A clause as a test writes it down: `[field, lowest, highest]`, inside unless `not`, after an `or` unless it starts a group. */
export interface TestClause {
  field: number;
  lowest: bigint;
  highest: bigint;
  not?: boolean;
  or?: boolean;
}

export const SLOTS = 8;
export const COVERAGE_DEPTH = 4;
export const SURGERY_DAY = 3;
export const LARGEST = 2n ** 64n - 1n;

export const CLAIM_SECRET = 0x0b2f3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f80an;
export const SCOPE = 0x51c0feen;
const BLINDING = 0x0fedcba9876543210fedcba9876543210fedcba9876543210fedcba987654321n;
const CLOSED_DAY = 20_540n;

/** Rhinoplasty on day 20,500, discharged a day later, complication of grade III a; as far as the circuit cares, fifteen numbers. */
export const FIELDS: readonly bigint[] = [
  1172956003n,
  1n,
  249338000n,
  20_500n,
  20_501n,
  640_000n,
  840n,
  4n,
  2n,
  3n,
  385669000n,
  77n,
  LARGEST,
  0n,
  1n,
];

/** "Nose, and grade III or worse or revised, on a day of the year, in dollars, not abroad": five groups, seven clauses. */
export const CLAUSES: readonly TestClause[] = [
  { field: 0, lowest: 1172956003n, highest: 1172956003n },
  { field: 9, lowest: 3n, highest: 7n },
  { field: 10, lowest: 1n, highest: 9n, or: true },
  { field: SURGERY_DAY, lowest: 20_400n, highest: 20_765n },
  { field: 6, lowest: 840n, highest: 840n },
  { field: 11, lowest: 100n, highest: 200n, not: true },
  { field: 5, lowest: 500_000n, highest: LARGEST, or: true },
];

const UNUSED: TestClause = { field: 0, lowest: 0n, highest: LARGEST };

/** The program's inputs, filled up to eight clauses. */
export function programInputs(clauses: readonly TestClause[]): ProgramInputs {
  const slots = [...clauses, ...Array.from({ length: SLOTS - clauses.length }, () => UNUSED)];
  return {
    lowerBounds: slots.map(({ lowest }) => lowest),
    upperBounds: slots.map(({ highest }) => highest),
    indexBits: slots.map(({ field }) => [0, 1, 2, 3].map((bit) => BigInt((field >> bit) & 1))),
    negated: slots.map(({ not }) => BigInt(not === true)),
    startsGroup: slots.slice(1).map(({ or }) => BigInt(or !== true)),
  };
}

/** The hash that a program's author publishes. */
export function programHashOf(clauses: readonly TestClause[]): bigint {
  const { lowerBounds, upperBounds, indexBits, negated, startsGroup } = programInputs(clauses);
  const words = upperBounds.map((upper, slot) => {
    const field = indexBits[slot]!.reduce((sum, bit, position) => sum + (bit << BigInt(position)), 0n);
    const starts = slot === 0 ? 1n : startsGroup[slot - 1]!;
    return upper + ((field + 16n * negated[slot]! + 32n * starts) << 128n);
  });
  return poseidon(...lowerBounds, ...words);
}

/** Whether a record satisfies a program, read off its clauses one by one. */
export function satisfies(fields: readonly bigint[], clauses: readonly TestClause[]): boolean {
  const groups: boolean[][] = [];
  for (const { field, lowest, highest, not = false, or = false } of clauses) {
    if (!or || groups.length === 0) groups.push([]);
    const value = fields[field]!;
    groups.at(-1)!.push((value >= lowest && value <= highest) !== not);
  }
  return groups.every((group) => group.includes(true));
}

const reference = await buildPoseidonReference();

/** Nullifier and coverage commitment: two outputs of one permutation. */
export function ofSecret(secret: bigint, scope: bigint): { nullifier: bigint; coverageCommitment: bigint } {
  const [nullifier, coverageCommitment] = reference([secret, 2n, scope], 0n, 2).map((output) =>
    reference.F.toObject(output),
  );
  return { nullifier: nullifier!, coverageCommitment: coverageCommitment! };
}

/** A full octal tree over 8^4 places is too much to hash for each test: strangers sit beside the path only. */
export function coverageTreeAround(leaf: bigint, leafIndex: number) {
  const positions: bigint[][] = [];
  const children: bigint[][] = [];
  let node = leaf;
  for (let level = 0; level < COVERAGE_DEPTH; level++) {
    const position = Math.floor(leafIndex / 8 ** level) % 8;
    const siblings = Array.from({ length: 8 }, (_, child) => poseidon(BigInt(level), BigInt(child)));
    siblings[position] = node;
    positions.push([0, 1, 2].map((bit) => BigInt((position >> bit) & 1)));
    children.push(siblings);
    node = poseidon(...siblings);
  }
  return { coverageRoot: node, coveragePositions: positions, coverageChildren: children };
}

export interface ClaimChoice {
  leafIndex?: number;
  coverageIndex?: number;
  fields?: readonly bigint[];
  clauses?: readonly TestClause[];
  secret?: bigint;
  /** Whose coverage the insurer added; the patient's own if left out. */
  coveredSecret?: bigint;
  scope?: bigint;
  coveredFrom?: bigint;
  coveredUntil?: bigint;
}

/** Inputs that are true, if what is chosen is. */
export function honestClaim(choice: ClaimChoice = {}): ClaimInputs {
  const { leafIndex = 724_321, coverageIndex = 1_234, secret = CLAIM_SECRET, scope = SCOPE } = choice;
  const { fields = FIELDS, clauses = CLAUSES, coveredFrom = 20_300n, coveredUntil = 20_700n } = choice;
  const surgeonDay = SURGEON + (CLOSED_DAY << 160n);
  const leaf = poseidon(poseidon(secret, 0n), surgeonDay, poseidon(...fields, BLINDING));
  const surgeries = treeAround(leaf, leafIndex);
  const { coverageCommitment } = ofSecret(choice.coveredSecret ?? secret, scope);
  return {
    root: surgeries.root,
    programHash: programHashOf(clauses),
    scope,
    nullifier: ofSecret(secret, scope).nullifier,
    signalHash: 0xabcdef0123456789n,
    secret,
    surgeonDay,
    ...surgeries.path(leafIndex),
    fields: [...fields],
    blinding: BLINDING,
    coveredFrom,
    coveredUntil,
    ...coverageTreeAround(poseidon(coverageCommitment, coveredFrom, coveredUntil), coverageIndex),
    ...programInputs(clauses),
  };
}
