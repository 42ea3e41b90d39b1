export { NotBytes32Error } from "./bytes32.ts";
export { claimSignal, type ClaimContent } from "./content.ts";
export {
  coverageLeafOf,
  formatCoverage,
  LAST_COVERED_DAY,
  LONGEST_COVERAGE,
  MalformedCoverageError,
  parseCoverage,
  type Coverage,
} from "./coverage.ts";
export {
  CoverageNotInTreeError,
  coverageRootOf,
  CoverageTree,
  COVERAGE_TREE_DEPTH,
  CoverageTreeFullError,
  type CoveragePath,
} from "./coverage-tree.ts";
export { MalformedExpectationsError } from "./expectations.ts";
export { formatClaimProof, MalformedClaimProofError, parseClaimProof, type ClaimProof } from "./json.ts";
export { NO_GROUP, policyIdOf, scopeOf, type PolicyBookLocation, type PolicyTerms } from "./policy-terms.ts";
export {
  NotCoveredOnDayError,
  prepareClaim,
  prepareClaimProof,
  ProgramNotSatisfiedError,
  RecordMismatchError,
  type ClaimKnowledge,
  type ClaimRequest,
  type ClaimWitnessInput,
} from "./request.ts";
export { claimScope, type ClaimScope } from "./scope.ts";
export {
  CLAIM_PUBLIC_SIGNALS,
  CLAIM_SIGNAL_NAMES,
  claimSignalsOf,
  type ClaimStatement,
} from "./statement.ts";
export { checkClaim, verifyClaim, type ClaimExpectations, type ClaimVerdict } from "./verify.ts";
