import { FIELD_NAMES } from "../record/schema.ts";
import { RECORD_DOMAINS } from "./domains.ts";
import { ImpossibleComparisonError, PolicyTooLongError, UnsatisfiablePolicyError } from "./errors.ts";
import {
  comparisonsOf,
  dropImplied,
  groupsOf,
  isAlwaysTrue,
  joinSameField,
  setOf,
  type Group,
} from "./groups.ts";
import { parsePolicy } from "./parse.ts";
import type { Policy, PolicyPart } from "./policy.ts";
import { PADDING, PROGRAM_SLOTS, type Clause, type Program } from "./program.ts";
import { testsFor } from "./value-set.ts";
import { contradictionIn } from "./witness.ts";

function assertPossible(part: PolicyPart, place: string): void {
  for (const { comparison, path } of comparisonsOf(part, place)) {
    if (RECORD_DOMAINS[comparison.field].firstStated(setOf(comparison)) === undefined) {
      throw new ImpossibleComparisonError(path);
    }
  }
}

function assertNoContradiction(groups: readonly Group[]): void {
  const core = contradictionIn(groups);
  if (core.length > 0) throw new UnsatisfiablePolicyError([...new Set(core.flatMap(({ paths }) => paths))]);
}

function clausesOf({ sets }: Group): Clause[] {
  return FIELD_NAMES.flatMap((name, field) =>
    testsFor(sets.get(name) ?? []).map(({ lo, hi, negated }) => ({ field, lo, hi, negated })),
  ).map((test, index) => ({ ...test, startsGroup: index === 0 }));
}

/**
 * Compiles a policy to a program that holds for exactly the records that satisfy the policy.
 *
 * Saves slots where it is safe: neighbouring values become one range, conditions on one field one condition, and what
 * another condition implies is left out.
 *
 * @throws InvalidPolicyError; ImpossibleComparisonError and UnsatisfiablePolicyError for what no record could satisfy;
 * PolicyTooLongError where it needs more than {@link PROGRAM_SLOTS} slots
 */
export function compilePolicy(policy: Policy): Program {
  const { all } = parsePolicy(policy);
  const groups = all.flatMap((part, index) => {
    const path = `policy.all[${index}]`;
    assertPossible(part, path);
    return groupsOf(part, path);
  });
  const joined = joinSameField(groups);
  // Before slots are counted: a field with no value left takes none, and would pass for what implies everything else.
  for (const group of joined) if (group.sets.size === 1) assertNoContradiction([group]);
  const needed = dropImplied(joined).filter((group) => !isAlwaysTrue(group));
  const uses = needed.map((group) => ({ paths: group.paths, clauses: clausesOf(group) }));
  const clauses = uses.flatMap((use) => use.clauses);
  if (clauses.length > PROGRAM_SLOTS) {
    throw new PolicyTooLongError(
      clauses.length,
      PROGRAM_SLOTS,
      uses.map(({ paths, clauses: { length } }) => ({ paths, slots: length })),
    );
  }
  assertNoContradiction(needed);
  // A policy that every record satisfies is still one clause: a program without any is no program.
  return { clauses: clauses.length > 0 ? clauses : [PADDING] };
}
