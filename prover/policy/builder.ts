import type { FieldName } from "../record/schema.ts";
import { parseComparison, parsePolicy } from "./parse.ts";
import {
  POLICY_VERSION,
  type AnyOf,
  type Comparison,
  type Operator,
  type OrderedField,
  type Policy,
  type PolicyInputs,
  type PolicyPart,
  type RangeField,
} from "./policy.ts";

function comparison(operator: Operator, field: FieldName, operands: Record<string, unknown>): Comparison {
  return parseComparison({ field, operator, ...operands }, `${operator}(${field})`);
}

/** The field is exactly this value. Throws InvalidPolicyError, as all of the builder does. */
export function eq<Field extends FieldName>(field: Field, value: PolicyInputs[Field]): Comparison {
  return comparison("eq", field, { value });
}

/** The field is stated, and is another value. */
export function neq<Field extends FieldName>(field: Field, value: PolicyInputs[Field]): Comparison {
  return comparison("neq", field, { value });
}

/** The field is stated, and less than the value. */
export function lt<Field extends OrderedField>(field: Field, value: PolicyInputs[Field]): Comparison {
  return comparison("lt", field, { value });
}

/** The field is stated, and the value or less. */
export function lte<Field extends OrderedField>(field: Field, value: PolicyInputs[Field]): Comparison {
  return comparison("lte", field, { value });
}

/** The field is stated, and more than the value. */
export function gt<Field extends OrderedField>(field: Field, value: PolicyInputs[Field]): Comparison {
  return comparison("gt", field, { value });
}

/** The field is stated, and the value or more. */
export function gte<Field extends OrderedField>(field: Field, value: PolicyInputs[Field]): Comparison {
  return comparison("gte", field, { value });
}

/** The field is from one value to another, both included; of ICD codes also every code that begins with the last. */
export function between<Field extends RangeField>(
  field: Field,
  from: PolicyInputs[Field],
  to: PolicyInputs[Field],
): Comparison {
  return comparison("between", field, { from, to });
}

/** The field is one of these values. */
export function inSet<Field extends FieldName>(
  field: Field,
  values: readonly PolicyInputs[Field][],
): Comparison {
  return comparison("inSet", field, { values });
}

/** The field is stated, and none of these values. */
export function notInSet<Field extends FieldName>(
  field: Field,
  values: readonly PolicyInputs[Field][],
): Comparison {
  return comparison("notInSet", field, { values });
}

/** At least one of the comparisons holds. */
export function any(...comparisons: readonly Comparison[]): AnyOf {
  return { any: comparisons };
}

/**
 * A policy: every part holds. Spread it to add a title: `{ ...all(…), title: "Rhinoplasty 2026" }`.
 *
 * @example
 * all(
 *   eq("procedure", { system: "icd-10-pcs", code: "0H0V0JZ" }),
 *   any(gte("complicationGrade", "IIIa"), gt("totalCost", "20000.00 USD")),
 *   between("surgeryDay", "2026-01-01", "2026-12-31"),
 * );
 */
export function all(...parts: readonly PolicyPart[]): Policy {
  return parsePolicy({ version: POLICY_VERSION, all: parts });
}
