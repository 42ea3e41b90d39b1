import { CODE_SYSTEMS } from "../record/codes.ts";
import { FIELD_CODE_SYSTEMS } from "../record/fields.ts";
import { FIELD_NAMES, NOT_STATED, type FieldName, type RecordFields } from "../record/schema.ts";
import { RECORD_DAYS, RECORD_DOMAINS, taggedBy } from "./domains.ts";
import type { Group } from "./groups.ts";
import { ALL_VALUES, complementOf, intersectionOf, isSubset, rangeOf, type ValueSet } from "./value-set.ts";

/** For each field the values that it may have; every value where it is not named. */
type Constraints = ReadonlyMap<FieldName, ValueSet>;

const UNSTATED: ValueSet = rangeOf(NOT_STATED, NOT_STATED);

const allowedIn = (constraints: Constraints, field: FieldName): ValueSet =>
  constraints.get(field) ?? ALL_VALUES;

/** Values of fields that a record ties together, or undefined where no record has such values. */
type Tied = Partial<Record<FieldName, bigint>> | undefined;

const stated = (field: FieldName, set: ValueSet) => RECORD_DOMAINS[field].firstStated(set);

function mayBeUnstated(constraints: Constraints, field: FieldName): boolean {
  return RECORD_DOMAINS[field].optional && isSubset(UNSTATED, allowedIn(constraints, field));
}

/** The code system is that of the procedure. */
function procedureIn(constraints: Constraints): Tied {
  for (const system of FIELD_CODE_SYSTEMS.procedure) {
    const { tag } = CODE_SYSTEMS[system];
    if (!isSubset(rangeOf(tag, tag), allowedIn(constraints, "codeSystem"))) continue;
    const allowed = intersectionOf(allowedIn(constraints, "procedure"), taggedBy([system]));
    const procedure = stated("procedure", allowed);
    if (procedure !== undefined) return { procedure, codeSystem: tag };
  }
  return undefined;
}

/** An amount is stated exactly when its currency is. */
function billIn(constraints: Constraints): Tied {
  const totalCost = stated("totalCost", allowedIn(constraints, "totalCost"));
  const currency = stated("currency", allowedIn(constraints, "currency"));
  if (totalCost !== undefined && currency !== undefined) return { totalCost, currency };
  const mayBeAbsent = mayBeUnstated(constraints, "totalCost") && mayBeUnstated(constraints, "currency");
  return mayBeAbsent ? { totalCost: NOT_STATED, currency: NOT_STATED } : undefined;
}

/** Nobody is discharged before the surgery. */
function stayIn(constraints: Constraints): Tied {
  const surgeryDay = stated("surgeryDay", allowedIn(constraints, "surgeryDay"));
  if (surgeryDay === undefined) return undefined;
  if (mayBeUnstated(constraints, "dischargeDay")) return { surgeryDay, dischargeDay: NOT_STATED };
  const from = intersectionOf(rangeOf(surgeryDay, NOT_STATED), RECORD_DAYS);
  const dischargeDay = stated("dischargeDay", intersectionOf(allowedIn(constraints, "dischargeDay"), from));
  return dischargeDay === undefined ? undefined : { surgeryDay, dischargeDay };
}

const TIES = [procedureIn, billIn, stayIn];
const TIED: ReadonlySet<FieldName> = new Set([
  "procedure",
  "codeSystem",
  "totalCost",
  "currency",
  "surgeryDay",
  "dischargeDay",
]);

/** A record that has a value of each field's set, or undefined where there is none. */
function recordWithin(constraints: Constraints): RecordFields | undefined {
  const record: Partial<Record<FieldName, bigint>> = {};
  for (const tie of TIES) {
    const tied = tie(constraints);
    if (tied === undefined) return undefined;
    Object.assign(record, tied);
  }
  for (const field of FIELD_NAMES) {
    if (TIED.has(field)) continue;
    const unstated = mayBeUnstated(constraints, field) ? NOT_STATED : undefined;
    const value = unstated ?? stated(field, allowedIn(constraints, field));
    if (value === undefined) return undefined;
    record[field] = value;
  }
  return FIELD_NAMES.map((field) => record[field]!);
}

/**
 * A record that satisfies every group, or undefined where no record does: tries which field satisfies each group. The
 * choices multiply, so this is for groups that fit into a program: at most eighteen ways through eight clauses.
 */
export function witnessOf(
  groups: readonly Group[],
  constraints: Constraints = new Map(),
): RecordFields | undefined {
  const [group, ...others] = groups;
  if (group === undefined) return recordWithin(constraints);
  for (const [field, set] of group.sets) {
    const narrowed = new Map(constraints).set(field, intersectionOf(allowedIn(constraints, field), set));
    const witness = witnessOf(others, narrowed);
    if (witness !== undefined) return witness;
  }
  return undefined;
}

/** Groups that contradict each other, none of which could be left out; empty where some record satisfies all. */
export function contradictionIn(groups: readonly Group[]): readonly Group[] {
  if (witnessOf(groups) !== undefined) return [];
  let core = groups;
  for (const group of groups) {
    const without = core.filter((other) => other !== group);
    if (witnessOf(without) === undefined) core = without;
  }
  return core;
}

/** Whether a group holds for every record: no record has, in all its fields, a value outside the sets. */
export function holdsForAll({ sets }: Group): boolean {
  return recordWithin(new Map([...sets].map(([field, set]) => [field, complementOf(set)]))) === undefined;
}
