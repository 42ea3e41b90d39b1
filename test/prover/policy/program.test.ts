import { describe, expect, it } from "vitest";

import {
  InvalidProgramError,
  PROGRAM_SLOTS,
  evaluateProgram,
  programHashOf,
  programWordsOf,
  type Clause,
  type Program,
} from "../../../prover/policy/index.ts";
import { InvalidRecordError } from "../../../prover/record/index.ts";

const MAXIMUM = 2n ** 64n - 1n;

const clause = (changes: Partial<Clause> = {}): Clause => ({
  field: 5,
  lo: 10n,
  hi: 20n,
  negated: false,
  startsGroup: true,
  ...changes,
});
const program = (...clauses: Clause[]): Program => ({ clauses });
const fieldsWith = (index: number, value: bigint): bigint[] =>
  Array.from({ length: 15 }, (_, position) => (position === index ? value : 0n));

describe("the words of a program", () => {
  it("hold each lower bound alone, and each upper bound 64 bits away from field and flags", () => {
    const words = programWordsOf(program(clause({ field: 14, lo: 1n, hi: MAXIMUM, negated: true })));
    expect(words).toHaveLength(2 * PROGRAM_SLOTS);
    expect(words[0]).toBe(1n);
    expect(words[PROGRAM_SLOTS]).toBe(MAXIMUM + 2n ** 128n * (14n + 16n + 32n));
  });

  it("fill every unused slot with a group that every record satisfies", () => {
    const words = programWordsOf(program(clause()));
    expect(words.slice(1, PROGRAM_SLOTS)).toEqual(Array.from({ length: PROGRAM_SLOTS - 1 }, () => 0n));
    for (const word of words.slice(PROGRAM_SLOTS + 1)) expect(word).toBe(MAXIMUM + 2n ** 128n * 32n);
  });

  it("give another hash when any part of any clause changes", () => {
    const original = [clause(), clause({ field: 6, startsGroup: false }), clause({ field: 7 })];
    const hashes = new Set([programHashOf({ clauses: original })]);
    const changes: Partial<Clause>[] = [{ field: 8 }, { lo: 9n }, { hi: 21n }, { negated: true }];
    for (const index of original.keys()) {
      for (const change of changes) {
        hashes.add(programHashOf({ clauses: original.with(index, { ...original[index]!, ...change }) }));
      }
    }
    hashes.add(programHashOf(program(original[0]!, clause({ field: 6 }), original[2]!)));
    expect(hashes.size).toBe(1 + 3 * changes.length + 1);
  });
});

describe("evaluating a program", () => {
  it.each([
    [9n, false],
    [10n, true],
    [20n, true],
    [21n, false],
    [MAXIMUM, false],
  ])("finds %s inside [10, 20]: %s", (value, inside) => {
    expect(evaluateProgram(program(clause()), fieldsWith(5, value))).toBe(inside);
    expect(evaluateProgram(program(clause({ negated: true })), fieldsWith(5, value))).toBe(!inside);
  });

  it("takes clauses of one group as or, groups as and", () => {
    const holding = clause({ field: 0, lo: 0n, hi: 0n });
    const failing = clause({ field: 0, lo: 1n, hi: 1n });
    const joined = (one: Clause) => ({ ...one, startsGroup: false });
    const evaluate = (...clauses: Clause[]) => evaluateProgram(program(...clauses), fieldsWith(0, 0n));
    expect(evaluate(holding, failing)).toBe(false);
    expect(evaluate(failing, holding)).toBe(false);
    expect(evaluate(failing, joined(holding))).toBe(true);
    expect(evaluate(holding, joined(failing))).toBe(true);
    expect(evaluate(failing, joined(failing))).toBe(false);
    expect(evaluate(failing, joined(holding), failing, joined(failing))).toBe(false);
    expect(evaluate(failing, joined(holding), failing, joined(failing), joined(holding))).toBe(true);
  });
});

describe("what are no fields of a record", () => {
  it.each([
    ["a record that nobody encoded", { totalCostCents: 740_000n }],
    ["fourteen of them", fieldsWith(0, 0n).slice(1)],
    ["nothing", undefined],
  ])("is refused, and not found to fail: %s", (_, fields) => {
    const evaluate = () => evaluateProgram(program(clause()), fields as readonly bigint[]);
    expect(evaluate).toThrow(InvalidRecordError);
    expect(evaluate).toThrow("as encodeRecord gives them");
  });
});

describe("what is no program", () => {
  it.each([
    ["no clause", []],
    ["a clause too many", Array.from({ length: PROGRAM_SLOTS + 1 }, () => clause())],
    ["a first clause that continues a group", [clause({ startsGroup: false })]],
    ["a field beyond the record", [clause({ field: 15 })]],
    ["a field below the record", [clause({ field: -1 })]],
    ["half a field", [clause({ field: 0.5 })]],
    ["reversed bounds", [clause({ lo: 21n })]],
    ["a bound of 65 bits", [clause({ hi: MAXIMUM + 1n })]],
    ["a negative bound", [clause({ lo: -1n })]],
    ["a flag that is a number", [clause({ negated: 1 as unknown as boolean })]],
  ])("is refused: %s", (_, clauses) => {
    expect(() => programHashOf({ clauses })).toThrow(InvalidProgramError);
    expect(() => evaluateProgram({ clauses }, fieldsWith(0, 0n))).toThrow(InvalidProgramError);
  });
});
