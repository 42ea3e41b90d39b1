import type { Deployment } from "../../deployment.ts";
import { CLAIM_POOL } from "../../interfaces.ts";
import type { RelayableCall } from "../call.ts";

/** Adds to an insurer's funds, from the sender's tokens. */
export function fund(
  { claimPool }: Pick<Deployment, "claimPool">,
  {
    insurer,
    amount,
  }: {
    readonly insurer: string;
    /** Token units. */
    readonly amount: bigint;
  },
): RelayableCall {
  return { action: "fund", to: claimPool, data: CLAIM_POOL.encodeFunctionData("fund", [insurer, amount]) };
}
