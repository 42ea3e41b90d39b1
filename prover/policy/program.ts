import { poseidon16 } from "poseidon-lite/poseidon16";

import { Members, type Refusal } from "../json/members.ts";
import { jsonText, parsedJson } from "../json/strict-json.ts";
import { assertFields } from "../record/fields.ts";
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

const refusal: Refusal = (path, expected) => new InvalidProgramError(path, expected);

function readClause(members: Members, field: number): Clause {
  const clause = {
    field,
    lo: members.takeInteger("lo", FIELD_LIMIT),
    hi: members.takeInteger("hi", FIELD_LIMIT),
    negated: members.takeBoolean("negated"),
    startsGroup: members.takeBoolean("startsGroup"),
  };
  if (clause.hi < clause.lo) throw members.refuse("hi", "no less than lo");
  members.assertAllRead();
  return clause;
}

function readProgram(members: Members, fieldOf: (clause: Members) => number): Program {
  const places = members.takeObjects("clauses", PROGRAM_SLOTS);
  const clauses = places.map((clause) => readClause(clause, fieldOf(clause)));
  if (!clauses[0]!.startsGroup) throw places[0]!.refuse("startsGroup", "true, as it is the first");
  members.assertAllRead();
  return { clauses };
}

/** Throws {@link InvalidProgramError} unless the program has 1 to 8 clauses within their ranges, the first starting a group. */
export function assertProgram(program: Program): void {
  readProgram(new Members(program, "program", refusal, "value"), (clause) =>
    clause.takeNumber("field", 0, FIELD_NAMES.length - 1),
  );
}

/** A program's clauses for JSON: fields by their names, bounds as decimal texts. */
export function clausesJson({ clauses }: Program): object[] {
  return clauses.map(({ field, lo, hi, negated, startsGroup }) => ({
    field: FIELD_NAMES[field],
    lo: lo.toString(),
    hi: hi.toString(),
    negated,
    startsGroup,
  }));
}

/** A program as JSON. Throws {@link InvalidProgramError}. */
export function formatProgram(program: Program): string {
  assertProgram(program);
  return jsonText({ clauses: clausesJson(program) });
}

/**
 * Reads a program from JSON, its text or parsed.
 *
 * @throws MalformedJsonError, InvalidProgramError
 */
export function parseProgram(json: unknown): Program {
  return readProgram(new Members(parsedJson(json), "program", refusal), (clause) => {
    const field = (FIELD_NAMES as readonly unknown[]).indexOf(clause.take("field"));
    if (field < 0) throw clause.refuse("field", `one of: ${FIELD_NAMES.join(", ")}`);
    return field;
  });
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
 * @throws InvalidProgramError, InvalidRecordError
 */
export function evaluateProgram(program: Program, fields: RecordFields): boolean {
  assertProgram(program);
  assertFields(fields);
  let groupHolds = true;
  for (const clause of program.clauses) {
    if (clause.startsGroup && !groupHolds) return false;
    groupHolds = holds(clause, fields) || (!clause.startsGroup && groupHolds);
  }
  return groupHolds;
}
