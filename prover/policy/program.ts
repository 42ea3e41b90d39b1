import { poseidon16 } from "poseidon-lite/poseidon16";

import { FIELD_LIMIT, FIELD_NAMES, type RecordFields } from "../record/schema.ts";
import { InvalidProgramError } from "./errors.ts";

/** Clauses that the claim circuit has room for. Every program has this many; what a policy does not need is padding. */
export const PROGRAM_SLOTS = 8;

/**
 * One comparison: `lo ≤ record[field] ≤ hi`, turned round where `negated`.
 *
 * A clause with `startsGroup` begins a new group; one without belongs to the group of the clause before it.
 */
export interface Clause {
  /** Index into `FIELD_NAMES`, 0 to 14. */
  readonly field: number;
  /** Least value inside, from 0 to `hi`. */
  readonly lo: bigint;
  /** Greatest value inside, below 2⁶⁴. */
  readonly hi: bigint;
  readonly negated: boolean;
  readonly startsGroup: boolean;
}

/** A predicate over records: it holds if in every group at least one clause holds. At most {@link PROGRAM_SLOTS} clauses. */
export interface Program {
  readonly clauses: readonly Clause[];
}

/** Fills the unused slots: a group of its own that every record satisfies. */
export const PADDING: Clause = { field: 0, lo: 0n, hi: FIELD_LIMIT - 1n, negated: false, startsGroup: true };

function assertClause(clause: Clause, index: number): void {
  const { field, lo, hi, negated, startsGroup } = clause;
  const place = `clause ${index + 1}`;
  if (!Number.isInteger(field) || field < 0 || field >= FIELD_NAMES.length) {
    throw new InvalidProgramError(`${place} compares a field that records do not have`);
  }
  if (typeof lo !== "bigint" || typeof hi !== "bigint" || lo < 0n || hi < lo || hi >= FIELD_LIMIT) {
    throw new InvalidProgramError(`the bounds of ${place} are not 0 ≤ lo ≤ hi < 2⁶⁴`);
  }
  if (typeof negated !== "boolean" || typeof startsGroup !== "boolean") {
    throw new InvalidProgramError(`a flag of ${place} is neither true nor false`);
  }
}

/** Throws {@link InvalidProgramError} unless the program has 1 to 8 clauses within their ranges, the first starting a group. */
export function assertProgram({ clauses }: Program): void {
  if (clauses.length === 0 || clauses.length > PROGRAM_SLOTS) {
    throw new InvalidProgramError(`it has ${clauses.length} clauses instead of 1 to ${PROGRAM_SLOTS}`);
  }
  clauses.forEach(assertClause);
  if (!clauses[0]!.startsGroup) throw new InvalidProgramError("its first clause does not start a group");
}

/**
 * The clauses as the circuit takes them: exactly {@link PROGRAM_SLOTS}, padded at the end.
 *
 * @throws InvalidProgramError
 */
export function paddedClausesOf(program: Program): Clause[] {
  assertProgram(program);
  const missing = PROGRAM_SLOTS - program.clauses.length;
  return [...program.clauses, ...Array.from({ length: missing }, () => PADDING)];
}

/**
 * Two field elements for each slot, first every `lo`, then every `hi + 2¹²⁸ · (field + 2⁴ · negated + 2⁵ · startsGroup)`.
 *
 * The circuit checks neither bound's range. It relies on `lo` standing alone, and on 64 bits between `hi` and the flags: see
 * `circuits/lib/program.circom`.
 *
 * @throws InvalidProgramError
 */
export function programWordsOf(program: Program): bigint[] {
  const slots = paddedClausesOf(program);
  return [
    ...slots.map(({ lo }) => lo),
    ...slots.map(({ field, hi, negated, startsGroup }) => {
      const flags = BigInt(field) | (BigInt(negated) << 4n) | (BigInt(startsGroup) << 5n);
      return hi | (flags << 128n);
    }),
  ];
}

/**
 * What a policy shows of its program on chain: `Poseidon16` of its words.
 *
 * @throws InvalidProgramError
 */
export function programHashOf(program: Program): bigint {
  return poseidon16(programWordsOf(program));
}

function holds({ field, lo, hi, negated }: Clause, fields: RecordFields): boolean {
  const value = fields[field]!;
  return (lo <= value && value <= hi) !== negated;
}

/**
 * Whether a record satisfies a program, as the circuit decides it.
 *
 * @param fields A record's fifteen fields, as `encodeRecord` gives them.
 * @throws InvalidProgramError
 */
export function evaluateProgram(program: Program, fields: RecordFields): boolean {
  assertProgram(program);
  let groupHolds = true;
  for (const clause of program.clauses) {
    if (clause.startsGroup && !groupHolds) return false;
    groupHolds = holds(clause, fields) || (!clause.startsGroup && groupHolds);
  }
  return groupHolds;
}
