import { Members, type Refusal } from "../json/members.ts";
import { parseStrictJson } from "../json/strict-json.ts";
import { CODE_SYSTEMS, type Code } from "../record/codes.ts";
import { FIELD_NAMES, type FieldName } from "../record/schema.ts";
import { forbiddenIn } from "../text.ts";
import { InvalidPolicyError } from "./errors.ts";
import { operatorsOf, POLICY_FIELDS } from "./fields.ts";
import {
  LONGEST_LIST,
  LONGEST_TITLE,
  POLICY_VERSION,
  type AnyOf,
  type Comparison,
  type Operator,
  type Policy,
  type PolicyPart,
  type PolicyValue,
} from "./policy.ts";
import { currencyOfMoney, RANGED_SYSTEMS } from "./values.ts";

const refusal: Refusal = (path, expected) => new InvalidPolicyError(path, expected);

function readField(members: Members): FieldName {
  const name = members.take("field");
  const field = FIELD_NAMES.find((known) => known === name);
  if (field === undefined) {
    throw members.refuse("field", `one of: ${FIELD_NAMES.join(", ")}`);
  }
  return field;
}

function readOperator(members: Members, field: FieldName): Operator {
  const name = members.take("operator");
  const allowed = operatorsOf(POLICY_FIELDS[field]);
  const operator = allowed.find((known) => known === name);
  if (operator === undefined) {
    throw members.refuse("operator", `one of: ${allowed.join(", ")} (for ${field})`);
  }
  return operator;
}

function readValue(field: FieldName, json: unknown, path: string): PolicyValue {
  const { values } = POLICY_FIELDS[field];
  const value = values.read(json);
  if (value === undefined) throw new InvalidPolicyError(path, values.expected);
  return value;
}

function readBetween(members: Members, field: FieldName): Comparison {
  const from = readValue(field, members.take("from"), members.at("from"));
  const to = readValue(field, members.take("to"), members.at("to"));
  const { values } = POLICY_FIELDS[field];
  if (typeof from === "object") assertCodeRange(from, to as Code, members);
  if (field === "totalCost") assertSameCurrency(from, to, members.at("to"));
  if (values.encode(to) < values.encode(from)) {
    throw members.refuse("to", "no less than from");
  }
  return { field, operator: "between", from, to };
}

function assertCodeRange(from: Code, to: Code, members: Members): void {
  if (!RANGED_SYSTEMS.includes(from.system)) {
    const titles = RANGED_SYSTEMS.map((system) => CODE_SYSTEMS[system].title).join(" or ");
    throw members.refuse("from", `a code of ${titles}: only those have ranges`);
  }
  if (from.system !== to.system) {
    throw members.refuse("to", "a code of the same system as from");
  }
}

function assertSameCurrency(first: PolicyValue, other: PolicyValue, path: string): void {
  if (currencyOfMoney(first as string) !== currencyOfMoney(other as string)) {
    throw new InvalidPolicyError(path, "an amount in the currency of the amounts before it");
  }
}

function readSet(members: Members, field: FieldName, operator: "inSet" | "notInSet"): Comparison {
  const path = members.at("values");
  const values = members
    .takeList("values", LONGEST_LIST)
    .map((json, index) => readValue(field, json, `${path}[${index}]`));
  const seen = new Set<bigint>();
  for (const [index, value] of values.entries()) {
    if (field === "totalCost") assertSameCurrency(values[0]!, value, `${path}[${index}]`);
    const encoded = POLICY_FIELDS[field].values.encode(value);
    if (seen.has(encoded)) throw new InvalidPolicyError(`${path}[${index}]`, "another than those before it");
    seen.add(encoded);
  }
  return { field, operator, values };
}

function readOperands(members: Members, field: FieldName, operator: Operator): Comparison {
  switch (operator) {
    case "between":
      return readBetween(members, field);
    case "inSet":
    case "notInSet":
      return readSet(members, field, operator);
    default:
      return { field, operator, value: readValue(field, members.take("value"), members.at("value")) };
  }
}

/**
 * Reads one comparison.
 *
 * @param path Where it stands, for errors.
 * @throws InvalidPolicyError
 */
export function parseComparison(json: unknown, path: string): Comparison {
  const members = new Members(json, path, refusal);
  const field = readField(members);
  const comparison = readOperands(members, field, readOperator(members, field));
  members.assertAllRead();
  return comparison;
}

/** An amount that some comparison of the total cost names. */
function amountIn(comparison: Comparison): PolicyValue | undefined {
  if (comparison.field !== "totalCost") return undefined;
  switch (comparison.operator) {
    case "between":
      return comparison.from;
    case "inSet":
    case "notInSet":
      return comparison.values[0];
    default:
      return comparison.value;
  }
}

// "100 USD or 100 EUR" is an or of two ands, which the clauses of one group cannot say.
function assertOneCurrency(comparisons: readonly Comparison[], path: string): void {
  const amounts = comparisons.map(amountIn);
  const first = amounts.find((amount) => amount !== undefined);
  for (const [index, amount] of amounts.entries()) {
    if (first !== undefined && amount !== undefined) assertSameCurrency(first, amount, `${path}[${index}]`);
  }
}

function parseAny(members: Members): AnyOf {
  const path = members.at("any");
  const any = members
    .takeList("any", LONGEST_LIST)
    .map((json, index) => parseComparison(json, `${path}[${index}]`));
  members.assertAllRead();
  assertOneCurrency(any, path);
  return { any };
}

function parsePart(json: unknown, path: string): PolicyPart {
  const members = new Members(json, path, refusal);
  return members.has("any") ? parseAny(members) : parseComparison(json, path);
}

function readTitle(members: Members): { title?: string } {
  if (!members.has("title")) return {};
  const title = members.take("title");
  if (typeof title !== "string" || title === "" || Array.from(title).length > LONGEST_TITLE) {
    throw members.refuse("title", `a line of 1 to ${LONGEST_TITLE} characters`);
  }
  const forbidden = forbiddenIn(title, "line");
  if (forbidden !== undefined) {
    const { codePoint, position, problem } = forbidden;
    throw members.refuse("title", `a line without ${problem}: its character ${position} is ${codePoint}`);
  }
  return { title };
}

/**
 * Reads a policy from parsed JSON: every name known, every value of its field's kind, in canonical spelling.
 * `prover/policy/policy.schema.json` describes the same form for editors and other languages.
 *
 * @throws InvalidPolicyError with the path of what is wrong
 */
export function parsePolicy(json: unknown): Policy {
  const members = new Members(json, "policy", refusal);
  members.takeVersion(POLICY_VERSION);
  const title = readTitle(members);
  const all = members
    .takeList("all", LONGEST_LIST)
    .map((part, index) => parsePart(part, `policy.all[${index}]`));
  members.assertAllRead();
  return { version: POLICY_VERSION, ...title, all };
}

/**
 * Reads a policy from JSON text. Names that occur twice are refused: readers disagree on which of them counts.
 *
 * @throws MalformedJsonError, InvalidPolicyError
 */
export function parsePolicyText(text: string): Policy {
  return parsePolicy(parseStrictJson(text));
}
