import { FIELD_NAMES, type FieldName } from "../record/schema.ts";
import { ImpossibleComparisonError, PolicyTooLongError, UnsatisfiablePolicyError } from "./errors.ts";
import { POLICY_FIELDS } from "./fields.ts";
import { parsePolicy } from "./parse.ts";
import type { Comparison, Policy, PolicyPart, PolicyValue } from "./policy.ts";
import { PADDING, PROGRAM_SLOTS, type Clause, type Program } from "./program.ts";
import {
  ALL_VALUES,
  complementOf,
  intersectionOf,
  isSubset,
  rangeOf,
  testsFor,
  unionOf,
  type ValueSet,
} from "./value-set.ts";
import { currencies, currencyOfMoney, lastCodeUnder } from "./values.ts";

/** An or of conditions on different fields: it holds if the value of some field is in that field's set. */
interface Group {
  readonly sets: ReadonlyMap<FieldName, ValueSet>;
  /** Parts of the policy that it comes from. */
  readonly paths: readonly string[];
}

function pointOf(field: FieldName, value: PolicyValue): ValueSet {
  const encoded = POLICY_FIELDS[field].values.encode(value);
  return rangeOf(encoded, encoded);
}

/** The values that satisfy a comparison, before what the field cannot state is taken away. */
function unboundedSetOf(comparison: Comparison): ValueSet {
  const { field } = comparison;
  const encode = (value: PolicyValue) => POLICY_FIELDS[field].values.encode(value);
  const { hi: greatest } = ALL_VALUES[0]!;
  switch (comparison.operator) {
    case "eq":
      return pointOf(field, comparison.value);
    case "neq":
      return complementOf(pointOf(field, comparison.value));
    case "lt":
      return rangeOf(0n, encode(comparison.value) - 1n);
    case "lte":
      return rangeOf(0n, encode(comparison.value));
    case "gt":
      return rangeOf(encode(comparison.value) + 1n, greatest);
    case "gte":
      return rangeOf(encode(comparison.value), greatest);
    case "between": {
      const { from, to } = comparison;
      return rangeOf(encode(from), typeof to === "object" ? lastCodeUnder(to) : encode(to));
    }
    case "inSet":
      return unionOf(...comparison.values.map((value) => pointOf(field, value)));
    case "notInSet":
      return complementOf(unionOf(...comparison.values.map((value) => pointOf(field, value))));
  }
}

function setOf(comparison: Comparison, path: string): ValueSet {
  const set = intersectionOf(unboundedSetOf(comparison), POLICY_FIELDS[comparison.field].domain);
  if (set.length === 0) throw new ImpossibleComparisonError(path);
  return set;
}

/** The currency that an amount is in: the record has to have it too. */
function currencySetOf(comparison: Comparison): ValueSet | undefined {
  if (comparison.field !== "totalCost") return undefined;
  const amount =
    comparison.operator === "between"
      ? comparison.from
      : "values" in comparison
        ? comparison.values[0]!
        : comparison.value;
  const encoded = currencies.encode(currencyOfMoney(amount as string));
  return rangeOf(encoded, encoded);
}

function groupOf(path: string, sets: readonly (readonly [FieldName, ValueSet])[]): Group {
  const merged = new Map<FieldName, ValueSet>();
  for (const [field, set] of sets) merged.set(field, unionOf(merged.get(field) ?? [], set));
  return { sets: merged, paths: [path] };
}

/**
 * The groups of one part. An amount asks for two things, the sum and its currency, so a part with one becomes two
 * groups: (others or sum) and (others or currency).
 */
function groupsOf(part: PolicyPart, path: string): Group[] {
  const comparisons = "any" in part ? part.any : [part];
  const placed = comparisons.map((comparison, index) => {
    const place = "any" in part ? `${path}.any[${index}]` : path;
    return { comparison, set: setOf(comparison, place), currency: currencySetOf(comparison) };
  });
  const values = groupOf(
    path,
    placed.map(({ comparison, set }) => [comparison.field, set] as const),
  );
  if (placed.every(({ currency }) => currency === undefined)) return [values];
  const withCurrency = groupOf(
    path,
    placed.map(({ comparison, set, currency }) =>
      currency === undefined ? ([comparison.field, set] as const) : (["currency", currency] as const),
    ),
  );
  return [values, withCurrency];
}

/** Joins all groups about one field only into one for that field: a value has to be in each of their sets. */
function joinSameField(groups: readonly Group[]): Group[] {
  const joined: Group[] = [];
  for (const group of groups) {
    const [[field, set] = []] = group.sets;
    const index = joined.findIndex(({ sets }) => sets.size === 1 && field !== undefined && sets.has(field));
    if (group.sets.size !== 1 || field === undefined || set === undefined || index < 0) {
      joined.push(group);
      continue;
    }
    const other = joined[index]!;
    const paths = [...new Set([...other.paths, ...group.paths])];
    const common = intersectionOf(other.sets.get(field)!, set);
    if (common.length === 0) throw new UnsatisfiablePolicyError(paths);
    joined[index] = { sets: new Map([[field, common]]), paths };
  }
  return joined;
}

function implies(group: Group, other: Group): boolean {
  return [...group.sets].every(([field, set]) => isSubset(set, other.sets.get(field) ?? []));
}

/** Leaves out each group that another one implies; of two equal ones the first stays. */
function dropImplied(groups: readonly Group[]): Group[] {
  return groups.filter(
    (group, index) =>
      !groups.some(
        (other, otherIndex) =>
          other !== group && implies(other, group) && (!implies(group, other) || otherIndex < index),
      ),
  );
}

function isAlwaysTrue({ sets }: Group): boolean {
  return [...sets.values()].some((set) => isSubset(ALL_VALUES, set));
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
  const groups = all.flatMap((part, index) => groupsOf(part, `policy.all[${index}]`));
  const needed = dropImplied(joinSameField(groups)).filter((group) => !isAlwaysTrue(group));
  const uses = needed.map((group) => ({ paths: group.paths, clauses: clausesOf(group) }));
  const clauses = uses.flatMap((use) => use.clauses);
  if (clauses.length > PROGRAM_SLOTS) {
    throw new PolicyTooLongError(
      clauses.length,
      PROGRAM_SLOTS,
      uses.map(({ paths, clauses: { length } }) => ({ paths, slots: length })),
    );
  }
  // A policy that every record satisfies is still one clause: a program without any is no program.
  return { clauses: clauses.length > 0 ? clauses : [PADDING] };
}
