import { solidityProof } from "../../../../prover/review/index.ts";
import type { Deployment } from "../../deployment.ts";
import { CLAIM_POOL } from "../../interfaces.ts";
import type { RelayableCall } from "../call.ts";
import { claimWords, type ProvenClaim } from "./proven-claim.ts";

/** Claims under a policy with a proof. */
export function claim({ claimPool }: Pick<Deployment, "claimPool">, claim: ProvenClaim): RelayableCall {
  return {
    action: "claim",
    to: claimPool,
    data: CLAIM_POOL.encodeFunctionData("claim", [claimWords(claim), solidityProof(claim.proven.proof)]),
  };
}
