import { POLICY_FIELDS, type PolicyField } from "./fields.ts";
import { groupsOf } from "./groups.ts";
import { parsePolicy } from "./parse.ts";
import type { Comparison, Policy, PolicyPart, PolicyValue } from "./policy.ts";
import { holdsForAll } from "./witness.ts";

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

/** Says which conditions keep nobody out: an insurer may have meant another one. */
function explainVacuous(parts: readonly PolicyPart[]): string[] {
  const vacuous = parts.flatMap((part, index) => (groupsOf(part, "").every(holdsForAll) ? [index + 1] : []));
  if (vacuous.length === 0) return [];
  if (vacuous.length === parts.length) return ["Every record satisfies this policy: it keeps nothing out."];
  const numbers = listOf(vacuous.map(String), "and");
  return [
    vacuous.length === 1
      ? `Every record satisfies condition ${numbers}: it keeps nothing out.`
      : `Every record satisfies conditions ${numbers}: they keep nothing out.`,
  ];
}

/**
 * A policy in plain English, one line for each condition. It says so where a condition holds for every record; such a
 * policy compiles, since an insurer may cover whatever was done.
 *
 * @throws InvalidPolicyError
 */
export function explainPolicy(policy: Policy): string {
  const { title, all } = parsePolicy(policy);
  return [
    ...(title === undefined ? [] : [`Policy: ${title}`]),
    "A surgery qualifies if its record says all of this:",
    ...all.flatMap(explainPart),
    ...explainVacuous(all),
    "What the record does not state satisfies no condition, not even an “is not”.",
  ].join("\n");
}
