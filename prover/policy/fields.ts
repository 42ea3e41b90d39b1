import { CODE_SYSTEMS, type CodeSystem } from "../record/codes.ts";
import { LAST_DAY } from "../record/days.ts";
import { ASA_NUMERALS } from "../record/describe.ts";
import { FIELD_CODE_SYSTEMS } from "../record/fields.ts";
import {
  ANAESTHESIA_TYPES,
  ASA_CLASSES,
  COMPLICATION_GRADES,
  NOT_STATED,
  SCHEMA_VERSION,
  type FieldName,
} from "../record/schema.ts";
import type { Operator } from "./policy.ts";
import { ALL_VALUES, rangeOf, type ValueSet } from "./value-set.ts";
import { choices, codes, currencies, days, medicinesRootPrefixes, money, type ValueKind } from "./values.ts";

/** How the order of a field's values is put into words. */
export interface OrderWords {
  readonly lt: string;
  readonly lte: string;
  readonly gt: string;
  readonly gte: string;
}

/** Which operators make sense: equality always; ranges of codes; or every one, where the order of the values means something. */
export type Comparability =
  | { readonly kind: "equality" }
  | { readonly kind: "code ranges" }
  | { readonly kind: "order"; readonly words: OrderWords };

/** What a policy may say about a field. */
export interface PolicyField {
  /** The field in plain English, to go on after "the". */
  readonly title: string;
  readonly values: ValueKind;
  readonly comparability: Comparability;
  /**
   * The values that a record may state. No comparison goes beyond it, so that none holds for a record that does not
   * state the field. Fields that every record states have all values: leaving none out saves slots.
   */
  readonly domain: ValueSet;
}

const EQUALITY: Comparability = { kind: "equality" };
const CODE_RANGES: Comparability = { kind: "code ranges" };
const AMOUNTS: Comparability = {
  kind: "order",
  words: { lt: "less than", lte: "at most", gt: "more than", gte: "at least" },
};
const DAYS: Comparability = {
  kind: "order",
  words: { lt: "before", lte: "on or before", gt: "after", gte: "on or after" },
};
const GRADES: Comparability = {
  kind: "order",
  words: { lt: "milder than", lte: "at worst", gt: "worse than", gte: "at least" },
};

const OPERATORS: Readonly<Record<Comparability["kind"], readonly Operator[]>> = {
  equality: ["eq", "neq", "inSet", "notInSet"],
  "code ranges": ["eq", "neq", "inSet", "notInSet", "between"],
  order: ["eq", "neq", "inSet", "notInSet", "lt", "lte", "gt", "gte", "between"],
};

/** The operators that a field may be compared with. */
export function operatorsOf(field: PolicyField): readonly Operator[] {
  return OPERATORS[field.comparability.kind];
}

const ALWAYS_STATED = ALL_VALUES;

function choiceDomain(options: readonly unknown[], first = 0): ValueSet {
  return rangeOf(BigInt(first), BigInt(first + options.length - 1));
}

/** From the first code of the lowest system to the last of the highest. */
function codeDomain(systems: readonly CodeSystem[]): ValueSet {
  const tags = systems
    .map((system) => CODE_SYSTEMS[system].tag)
    .toSorted((one, other) => Number(one - other));
  return rangeOf(tags[0]! << 60n, ((tags.at(-1)! + 1n) << 60n) - 1n);
}

function coded(
  title: string,
  field: keyof typeof FIELD_CODE_SYSTEMS,
  comparability: Comparability,
  domain: ValueSet = codeDomain(FIELD_CODE_SYSTEMS[field]),
): PolicyField {
  return { title, values: codes(FIELD_CODE_SYSTEMS[field]), comparability, domain };
}

/** The fields of a record, as policies speak of them. */
export const POLICY_FIELDS: Readonly<Record<FieldName, PolicyField>> = {
  procedure: coded("procedure", "procedure", CODE_RANGES, ALWAYS_STATED),
  codeSystem: {
    title: "code system of the procedure",
    values: choices(
      FIELD_CODE_SYSTEMS.procedure.map((system) => [system, CODE_SYSTEMS[system].tag] as const),
      (system) => CODE_SYSTEMS[system].title,
    ),
    comparability: EQUALITY,
    domain: ALWAYS_STATED,
  },
  diagnosis: coded("diagnosis", "diagnosis", CODE_RANGES),
  surgeryDay: {
    title: "day of the surgery",
    values: days,
    comparability: DAYS,
    domain: ALWAYS_STATED,
  },
  dischargeDay: {
    title: "day of discharge",
    values: days,
    comparability: DAYS,
    domain: rangeOf(0n, BigInt(LAST_DAY)),
  },
  totalCost: {
    title: "total cost",
    values: money,
    comparability: AMOUNTS,
    domain: rangeOf(0n, NOT_STATED - 1n),
  },
  currency: {
    title: "currency of the bill",
    values: currencies,
    comparability: EQUALITY,
    domain: rangeOf(0n, 999n),
  },
  anaesthesiaType: {
    title: "anaesthesia",
    values: choices(ANAESTHESIA_TYPES.map((type, index) => [type, BigInt(index)] as const)),
    comparability: EQUALITY,
    domain: choiceDomain(ANAESTHESIA_TYPES),
  },
  asaClass: {
    title: "ASA class",
    values: choices(
      ASA_CLASSES.map((asaClass) => [asaClass, BigInt(asaClass)] as const),
      (asaClass) => ASA_NUMERALS[asaClass - 1]!,
    ),
    comparability: GRADES,
    domain: choiceDomain(ASA_CLASSES, 1),
  },
  complicationGrade: {
    title: "Clavien–Dindo grade of the complications",
    values: choices(COMPLICATION_GRADES.map((grade, index) => [grade, BigInt(index)] as const)),
    comparability: GRADES,
    domain: choiceDomain(COMPLICATION_GRADES),
  },
  outcome: coded("outcome", "outcome", EQUALITY),
  facility: coded("facility", "facility", EQUALITY),
  device: coded("device", "device", EQUALITY),
  medicinesRootPrefix: {
    title: "medicines root",
    values: medicinesRootPrefixes,
    comparability: EQUALITY,
    domain: ALWAYS_STATED,
  },
  schemaVersion: {
    title: "version of the record's schema",
    values: choices([[SCHEMA_VERSION, BigInt(SCHEMA_VERSION)]] as const),
    comparability: EQUALITY,
    domain: ALWAYS_STATED,
  },
};
