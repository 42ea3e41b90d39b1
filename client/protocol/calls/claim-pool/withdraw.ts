import type { Deployment } from "../../deployment.ts";
import { CLAIM_POOL } from "../../interfaces.ts";
import type { RelayableCall } from "../call.ts";

/** Pays out funds that no policy promises; the insurer sends it. */
export function withdraw(
  { claimPool }: Pick<Deployment, "claimPool">,
  {
    recipient,
    amount,
  }: {
    readonly recipient: string;
    /** Token units. */
    readonly amount: bigint;
  },
): RelayableCall {
  return {
    action: "withdraw",
    to: claimPool,
    data: CLAIM_POOL.encodeFunctionData("withdraw", [recipient, amount]),
  };
}
