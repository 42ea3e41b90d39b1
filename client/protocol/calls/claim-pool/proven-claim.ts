import type { ClaimContent, ClaimProof } from "../../../../prover/claim/index.ts";

/** A claim, and what was proven of it. */
export interface ProvenClaim {
  readonly content: ClaimContent;
  readonly proven: ClaimProof;
}

/** The words that the pool takes for a claim, besides its proof. */
export function claimWords({ content, proven }: ProvenClaim) {
  return { ...content, ...proven.statement, policyId: content.policyId };
}
