// The whole public surface for Node and browsers alike. Loading artifacts from files needs Node and is an
// entry of its own: prover/artifacts/node.ts.
export { NotAnAddressError } from "./address.ts";
export * from "./artifacts/index.ts";
export * from "./claim/index.ts";
export {
  claimNullifierOf,
  coverageCommitmentOf,
  patientCommitmentOf,
  reviewNullifierOf,
} from "./commitments.ts";
export * from "./disclosure/index.ts";
export { AftercareError, type ErrorDetails } from "./errors.ts";
export { assertFieldElement, FIELD_MODULUS, NotAFieldElementError } from "./field.ts";
export { KernelUnsupportedError } from "./groth16/kernel/compile.ts";
export { formatProof, MalformedProofError, parseProof, type Groth16Proof } from "./groth16/proof.ts";
export { WorkerStartError } from "./groth16/threads/thread.ts";
export {
  MalformedVerificationKeyError,
  SkippedCeremonyError,
  type VerificationKey,
} from "../circuits/verification-key.ts";
export { IntegerOutOfRangeError } from "./integers.ts";
// Keys, which need wallets' code, are an entry of their own: prover/keys.
// The builder's short names (all, any, eq …) stay out of this surface: prover/policy is an entry of its own.
export {
  canonicalPolicyText,
  compilePolicy,
  evaluateProgram,
  explainPolicy,
  formatProgram,
  ImpossibleComparisonError,
  InvalidPolicyError,
  InvalidProgramError,
  parsePolicy,
  parsePolicyText,
  parseProgram,
  policySourceHash,
  PolicyTooLongError,
  PROGRAM_SLOTS,
  programHashOf,
  programWordsOf,
  UnsatisfiablePolicyError,
  type Clause,
  type Policy,
  type Program,
  type SlotUse,
} from "./policy/index.ts";
export * from "./proving/index.ts";
export * from "./record/index.ts";
export * from "./review/index.ts";
export { MalformedJsonError } from "./json/strict-json.ts";
export * from "./tree/index.ts";
export { assertText, MalformedTextError, NotATextError, shownText, type TextForm } from "./text.ts";
