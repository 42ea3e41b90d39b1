import type { Code } from "../record/codes.ts";
import type { Currency } from "../record/currencies.ts";
import type { ProcedureSystem } from "../record/fields.ts";
import type { AnaesthesiaType, AsaClass, ComplicationGrade, FieldName } from "../record/schema.ts";

/** Version of the policy language. */
export const POLICY_VERSION = 1;

/** Most members that one list of a policy may have. Far more than a program has room for; it bounds the work of a reader. */
export const LONGEST_LIST = 64;

/** Most characters of a policy's title. */
export const LONGEST_TITLE = 120;

/** An amount: `1500.00 USD`, or the same in hundredths of the currency's unit. */
export type MoneyInput = string | { readonly cents: number; readonly currency: Currency };

/** What each field is compared with, as people write it. */
export interface PolicyInputs {
  /** A code of one of the systems that surgeries are coded in. */
  readonly procedure: Code;
  /** Code system of the procedure. */
  readonly codeSystem: ProcedureSystem;
  /** SNOMED CT, ICD-10-CM, ICD-10-GM or ICD-10. */
  readonly diagnosis: Code;
  /** A UTC day, `2026-01-31`. */
  readonly surgeryDay: string;
  /** A UTC day, `2026-01-31`. */
  readonly dischargeDay: string;
  readonly totalCost: MoneyInput;
  /** ISO 4217 letters. */
  readonly currency: Currency;
  readonly anaesthesiaType: AnaesthesiaType;
  /** 1 to 6. */
  readonly asaClass: AsaClass;
  /** Clavien–Dindo. */
  readonly complicationGrade: ComplicationGrade;
  /** SNOMED CT. */
  readonly outcome: Code;
  /** US NPI or fingerprint. */
  readonly facility: Code;
  /** GTIN, SNOMED CT or fingerprint. */
  readonly device: Code;
  /** `none`, or 0x and sixteen hexadecimal digits. */
  readonly medicinesRootPrefix: string;
  readonly schemaVersion: 1;
}

/** Fields whose values have an order that means something. */
export type OrderedField = "surgeryDay" | "dischargeDay" | "totalCost" | "asaClass" | "complicationGrade";

/** Fields that `between` takes: the ordered ones, and codes that sort by meaning. */
export type RangeField = OrderedField | "procedure" | "diagnosis";

/** A value of a policy in its one canonical spelling. */
export type PolicyValue = string | number | Code;

export type SingleOperator = "eq" | "neq" | "lt" | "lte" | "gt" | "gte";
export type SetOperator = "inSet" | "notInSet";
export type Operator = SingleOperator | "between" | SetOperator;

/** One condition on one field. Whatever the operator, it holds only for a record that states the field. */
export type Comparison =
  | { readonly field: FieldName; readonly operator: SingleOperator; readonly value: PolicyValue }
  | {
      readonly field: FieldName;
      readonly operator: "between";
      /** Least value that satisfies it. */
      readonly from: PolicyValue;
      /** Greatest value that satisfies it; of ICD codes, every code that begins with it too. */
      readonly to: PolicyValue;
    }
  | { readonly field: FieldName; readonly operator: SetOperator; readonly values: readonly PolicyValue[] };

/** Holds if at least one of its comparisons does. */
export interface AnyOf {
  readonly any: readonly Comparison[];
}

export type PolicyPart = Comparison | AnyOf;

/** What a record has to satisfy: all parts. Made by {@link parsePolicy} or by the builder, never by hand. */
export interface Policy {
  readonly version: typeof POLICY_VERSION;
  /** What people call the policy. */
  readonly title?: string;
  readonly all: readonly PolicyPart[];
}
