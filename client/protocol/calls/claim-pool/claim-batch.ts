import { solidityProof } from "../../../../prover/review/index.ts";
import type { Deployment } from "../../deployment.ts";
import { CLAIM_POOL } from "../../interfaces.ts";
import type { RelayableCall } from "../call.ts";
import { claimWords, type ProvenClaim } from "./proven-claim.ts";

/** Claims many times in one transaction; what cannot be paid is left out by the pool. */
export function claimBatch(
  { claimPool }: Pick<Deployment, "claimPool">,
  {
    claims,
  }: {
    readonly claims: readonly ProvenClaim[];
  },
): RelayableCall {
  return {
    action: "claimBatch",
    to: claimPool,
    data: CLAIM_POOL.encodeFunctionData("claimBatch", [
      claims.map(claimWords),
      claims.map(({ proven }) => solidityProof(proven.proof)),
    ]),
  };
}
