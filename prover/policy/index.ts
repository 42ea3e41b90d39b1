export { all, any, between, eq, gt, gte, inSet, lt, lte, neq, notInSet } from "./builder.ts";
export { canonicalPolicyText, policySourceHash } from "./canonical.ts";
export { compilePolicy } from "./compile.ts";
export {
  ImpossibleComparisonError,
  InvalidPolicyError,
  InvalidProgramError,
  PolicyTooLongError,
  UnsatisfiablePolicyError,
  type SlotUse,
} from "./errors.ts";
export { explainPolicy } from "./explain.ts";
export { parsePolicy, parsePolicyText } from "./parse.ts";
export type {
  AnyOf,
  Comparison,
  MoneyInput,
  Operator,
  OrderedField,
  Policy,
  PolicyInputs,
  PolicyPart,
  PolicyValue,
  RangeField,
} from "./policy.ts";
export {
  assertProgram,
  evaluateProgram,
  formatProgram,
  paddedClausesOf,
  parseProgram,
  PROGRAM_SLOTS,
  programHashOf,
  programWordsOf,
  type Clause,
  type Program,
} from "./program.ts";
