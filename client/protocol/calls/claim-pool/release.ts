import type { Deployment } from "../../deployment.ts";
import { CLAIM_POOL } from "../../interfaces.ts";
import type { RelayableCall } from "../call.ts";

/** Frees what a closed policy did not pay, into its insurer's funds. */
export function release(
  { claimPool }: Pick<Deployment, "claimPool">,
  {
    policyId,
  }: {
    readonly policyId: bigint;
  },
): RelayableCall {
  return { action: "release", to: claimPool, data: CLAIM_POOL.encodeFunctionData("release", [policyId]) };
}
