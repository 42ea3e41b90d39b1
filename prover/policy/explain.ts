import { POLICY_FIELDS, type PolicyField } from "./fields.ts";
import { parsePolicy } from "./parse.ts";
import type { Comparison, Policy, PolicyPart, PolicyValue } from "./policy.ts";

function listOf(texts: readonly string[], conjunction: string): string {
  const last = texts.at(-1) ?? "";
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(", ")} ${conjunction} ${last}`;
}

function explainOrder(
  { comparability }: PolicyField,
  operator: "lt" | "lte" | "gt" | "gte",
  value: string,
): string {
  const word = comparability.kind === "order" ? comparability.words[operator] : operator;
  return `is ${word} ${value}`;
}

function explainRange(from: PolicyValue, describe: (value: PolicyValue) => string, to: PolicyValue): string {
  const range = `is from ${describe(from)} to ${describe(to)}`;
  return typeof to === "object"
    ? `${range}, with every code that begins with ${to.code}`
    : `${range}, both included`;
}

function explainComparison(comparison: Comparison): string {
  const field = POLICY_FIELDS[comparison.field];
  const describe = (value: PolicyValue) => field.values.describe(value);
  const predicate = (): string => {
    switch (comparison.operator) {
      case "eq":
        return `is ${describe(comparison.value)}`;
      case "neq":
        return `is not ${describe(comparison.value)}`;
      case "between":
        return explainRange(comparison.from, describe, comparison.to);
      case "inSet":
        return `is one of: ${listOf(comparison.values.map(describe), "or")}`;
      case "notInSet":
        return `is none of: ${listOf(comparison.values.map(describe), "and")}`;
      default:
        return explainOrder(field, comparison.operator, describe(comparison.value));
    }
  };
  return `the ${field.title} ${predicate()}`;
}

function explainPart(part: PolicyPart, index: number): string[] {
  const number = `${index + 1}. `;
  if (!("any" in part)) return [`${number}${explainComparison(part)}`];
  const alternatives = part.any.map((comparison) => `   - ${explainComparison(comparison)}`);
  return [`${number}at least one of these holds:`, ...alternatives];
}

/**
 * A policy in plain English, one line for each condition.
 *
 * @throws InvalidPolicyError
 */
export function explainPolicy(policy: Policy): string {
  const { title, all } = parsePolicy(policy);
  return [
    ...(title === undefined ? [] : [`Policy: ${title}`]),
    "A surgery qualifies if its record says all of this:",
    ...all.flatMap(explainPart),
    "What the record does not state satisfies no condition, not even an “is not”.",
  ].join("\n");
}
