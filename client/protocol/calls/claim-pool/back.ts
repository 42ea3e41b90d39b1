import type { Deployment } from "../../deployment.ts";
import { CLAIM_POOL } from "../../interfaces.ts";
import type { RelayableCall } from "../call.ts";

/** Sets funds aside for all that a policy can ever pay; the insurer sends it. */
export function back(
  { claimPool }: Pick<Deployment, "claimPool">,
  {
    policyId,
  }: {
    readonly policyId: bigint;
  },
): RelayableCall {
  return { action: "back", to: claimPool, data: CLAIM_POOL.encodeFunctionData("back", [policyId]) };
}
