import type { Comparison, Policy, PolicyValue } from "../../../prover/policy/index.ts";
import {
  COMPLICATION_GRADES,
  formatDay,
  type Code,
  type FieldName,
  type SurgeryRecord,
} from "../../../prover/record/index.ts";

/** A value that `<` and `===` compare as people would; null where the record does not state it. */
type Comparable = string | number | null;

const comparableCode = (code: Code | null): string | null => code && `${code.system} ${code.code}`;

// One entry for each field, read from the record itself: nothing here knows of integers, ranges or slots.
const READERS: Readonly<Record<FieldName, (record: SurgeryRecord) => Comparable>> = {
  procedure: ({ procedure }) => comparableCode(procedure),
  codeSystem: ({ procedure }) => procedure.system,
  diagnosis: ({ diagnosis }) => comparableCode(diagnosis),
  surgeryDay: ({ surgeryDay }) => formatDay(surgeryDay),
  dischargeDay: ({ dischargeDay }) => (dischargeDay === null ? null : formatDay(dischargeDay)),
  totalCost: ({ totalCostCents }) => totalCostCents?.toString().padStart(30, "0") ?? null,
  currency: ({ currency }) => currency,
  anaesthesiaType: ({ anaesthesiaType }) => anaesthesiaType,
  asaClass: ({ asaClass }) => asaClass,
  complicationGrade: ({ complicationGrade }) =>
    complicationGrade && COMPLICATION_GRADES.indexOf(complicationGrade),
  outcome: ({ outcome }) => comparableCode(outcome),
  facility: ({ facility }) => comparableCode(facility),
  device: ({ device }) => comparableCode(device),
  medicinesRootPrefix: ({ medicinesRootPrefix: prefix }) =>
    prefix === 0n ? "none" : `0x${prefix.toString(16).padStart(16, "0")}`,
  schemaVersion: ({ schemaVersion }) => schemaVersion,
};

function comparable(field: FieldName, value: PolicyValue): string | number {
  if (typeof value === "object") return comparableCode(value)!;
  if (field === "complicationGrade") return (COMPLICATION_GRADES as readonly string[]).indexOf(String(value));
  if (field === "totalCost") return String(value).split(" ")[0]!.replace(".", "").padStart(30, "0");
  return value;
}

function isBeyond(stated: string | number, to: PolicyValue, end: string | number): boolean {
  if (typeof to !== "object") return stated > end;
  const plain = String(stated).replace(".", "");
  const bound = String(end).replace(".", "");
  return plain > bound && !plain.startsWith(bound);
}

function holds(comparison: Comparison, record: SurgeryRecord): boolean {
  const { field } = comparison;
  const stated = READERS[field](record);
  if (stated === null) return false;
  const amount =
    comparison.operator === "between"
      ? comparison.from
      : "values" in comparison
        ? comparison.values[0]
        : comparison.value;
  if (field === "totalCost" && !String(amount).endsWith(` ${record.currency}`)) return false;
  switch (comparison.operator) {
    case "eq":
      return stated === comparable(field, comparison.value);
    case "neq":
      return stated !== comparable(field, comparison.value);
    case "lt":
      return stated < comparable(field, comparison.value);
    case "lte":
      return stated <= comparable(field, comparison.value);
    case "gt":
      return stated > comparable(field, comparison.value);
    case "gte":
      return stated >= comparable(field, comparison.value);
    case "between": {
      const from = comparable(field, comparison.from);
      const to = comparable(field, comparison.to);
      return stated >= from && !isBeyond(stated, comparison.to, to);
    }
    case "inSet":
      return comparison.values.some((value) => stated === comparable(field, value));
    case "notInSet":
      return comparison.values.every((value) => stated !== comparable(field, value));
  }
}

/** Whether a record satisfies a policy, straight from what both say. */
export function satisfies(policy: Policy, record: SurgeryRecord): boolean {
  return policy.all.every((part) =>
    "any" in part ? part.any.some((comparison) => holds(comparison, record)) : holds(part, record),
  );
}
