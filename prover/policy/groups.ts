import type { FieldName } from "../record/schema.ts";
import { POLICY_FIELDS } from "./fields.ts";
import type { Comparison, PolicyPart, PolicyValue } from "./policy.ts";
import {
  ALL_VALUES,
  complementOf,
  intersectionOf,
  isSubset,
  rangeOf,
  unionOf,
  type ValueSet,
} from "./value-set.ts";
import { currencies, currencyOfMoney, lastCodeUnder } from "./values.ts";

/** An or of conditions on different fields: it holds if the value of some field is in that field's set. */
export interface Group {
  readonly sets: ReadonlyMap<FieldName, ValueSet>;
  /** Parts of the policy that it comes from. */
  readonly paths: readonly string[];
}

/** One comparison of a part, with its place in the policy. */
export interface PlacedComparison {
  readonly comparison: Comparison;
  readonly path: string;
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

/** The integers for which a comparison holds. */
export function setOf(comparison: Comparison): ValueSet {
  return intersectionOf(unboundedSetOf(comparison), POLICY_FIELDS[comparison.field].domain);
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

/** The comparisons of one part, each with its place. */
export function comparisonsOf(part: PolicyPart, path: string): PlacedComparison[] {
  if (!("any" in part)) return [{ comparison: part, path }];
  return part.any.map((comparison, index) => ({ comparison, path: `${path}.any[${index}]` }));
}

/**
 * The groups of one part: it holds for a record exactly if all of them do. An amount asks for two things, the sum and its
 * currency, so a part with one becomes two groups: (others or sum) and (others or currency).
 */
export function groupsOf(part: PolicyPart, path: string): Group[] {
  const placed = comparisonsOf(part, path).map(({ comparison }) => ({
    field: comparison.field,
    set: setOf(comparison),
    currency: currencySetOf(comparison),
  }));
  const values = groupOf(
    path,
    placed.map(({ field, set }) => [field, set] as const),
  );
  if (placed.every(({ currency }) => currency === undefined)) return [values];
  const withCurrency = groupOf(
    path,
    placed.map(({ field, set, currency }) =>
      currency === undefined ? ([field, set] as const) : (["currency", currency] as const),
    ),
  );
  return [values, withCurrency];
}

/** Joins all groups about one field only into one for that field: a value has to be in each of their sets. */
export function joinSameField(groups: readonly Group[]): Group[] {
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
    joined[index] = { sets: new Map([[field, intersectionOf(other.sets.get(field)!, set)]]), paths };
  }
  return joined;
}

function implies(group: Group, other: Group): boolean {
  return [...group.sets].every(([field, set]) => isSubset(set, other.sets.get(field) ?? []));
}

/** Leaves out each group that another one implies; of two equal ones the first stays. */
export function dropImplied(groups: readonly Group[]): Group[] {
  return groups.filter(
    (group, index) =>
      !groups.some(
        (other, otherIndex) =>
          other !== group && implies(other, group) && (!implies(group, other) || otherIndex < index),
      ),
  );
}

/** Whether a group asks for nothing, not even that its field is stated. */
export function isAlwaysTrue({ sets }: Group): boolean {
  return [...sets.values()].some((set) => isSubset(ALL_VALUES, set));
}
