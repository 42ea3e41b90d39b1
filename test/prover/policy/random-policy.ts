import { parsePolicy, type Policy } from "../../../prover/policy/index.ts";
import {
  FIELD_NAMES,
  formatDay,
  type Code,
  type FieldName,
  type SurgeryRecord,
} from "../../../prover/record/index.ts";
import { randomRecord } from "../record/random-record.ts";

type Random = (bound: number) => number;

const ORDERED: readonly FieldName[] = [
  "surgeryDay",
  "dischargeDay",
  "totalCost",
  "asaClass",
  "complicationGrade",
];
const EQUALITY = ["eq", "neq", "inSet", "notInSet"];
const ORDER = [...EQUALITY, "lt", "lte", "gt", "gte", "between"];

function moneyText(cents: bigint, currency: string): string {
  return `${cents / 100n}.${(cents % 100n).toString().padStart(2, "0")} ${currency}`;
}

/** What the record says about a field, as a policy writes it; undefined where it does not state it. */
function valueOf(record: SurgeryRecord, field: FieldName): unknown {
  switch (field) {
    case "codeSystem":
      return record.procedure.system;
    case "surgeryDay":
    case "dischargeDay":
      return record[field] === null ? undefined : formatDay(record[field]);
    case "totalCost":
      return record.totalCostCents === null || record.totalCostCents > 2n ** 63n
        ? undefined
        : moneyText(record.totalCostCents, record.currency!);
    case "medicinesRootPrefix":
      return record.medicinesRootPrefix === 0n
        ? "none"
        : `0x${record.medicinesRootPrefix.toString(16).padStart(16, "0")}`;
    default:
      return record[field] ?? undefined;
  }
}

/** A value for the field, often the record's own, so that policies hold about as often as not. */
function someValue(random: Random, record: SurgeryRecord, field: FieldName): unknown {
  const own = valueOf(record, field);
  if (own !== undefined && random(2) === 0) return own;
  for (;;) {
    const value = valueOf(randomRecord(random), field);
    if (value === undefined) continue;
    if (field !== "totalCost" || record.currency === null || random(8) === 0) return value;
    return String(value).replace(/[A-Z]+$/, record.currency);
  }
}

function distinct(values: readonly unknown[]): unknown[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

function comparisonJson(random: Random, record: SurgeryRecord, field: FieldName): object {
  const value = () => someValue(random, record, field);
  const own = valueOf(record, field);
  const isIcd = typeof own === "object" && (own as Code).system.startsWith("icd-10");
  const canRange = isIcd && (field === "procedure" || field === "diagnosis");
  const operators = ORDERED.includes(field) ? ORDER : canRange ? [...EQUALITY, "between"] : EQUALITY;
  const operator = operators[random(operators.length)]!;
  if (operator === "between") {
    const bound = () => (canRange && random(2) === 0 ? prefixOf(own as Code) : value());
    return { field, operator, from: bound(), to: bound() };
  }
  if (operator === "inSet" || operator === "notInSet") {
    return { field, operator, values: distinct(Array.from({ length: 1 + random(3) }, value)) };
  }
  return { field, operator, value: value() };
}

/** The category of an ICD-10 code; a procedure's code has no shorter form. */
function prefixOf(code: Code): Code {
  return code.system === "icd-10-pcs" ? code : { ...code, code: code.code.slice(0, 3) };
}

/**
 * A random policy about a record. Undefined where the draw is none, such as a range that ends before it starts.
 * `size` bounds the number of parts and of alternatives.
 */
export function randomPolicy(random: Random, record: SurgeryRecord, size = 3): Policy | undefined {
  const comparison = () => comparisonJson(random, record, FIELD_NAMES[random(FIELD_NAMES.length)]!);
  const part = () =>
    random(2) === 0 ? comparison() : { any: Array.from({ length: 1 + random(size) }, comparison) };
  try {
    return parsePolicy({ version: 1, all: Array.from({ length: 1 + random(size) }, part) });
  } catch {
    return undefined;
  }
}
