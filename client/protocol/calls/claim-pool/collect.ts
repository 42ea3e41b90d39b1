import type { Deployment } from "../../deployment.ts";
import { CLAIM_POOL } from "../../interfaces.ts";
import type { RelayableCall } from "../call.ts";

/** Pays an account what the pool owes it. */
export function collect(
  { claimPool }: Pick<Deployment, "claimPool">,
  {
    account,
  }: {
    readonly account: string;
  },
): RelayableCall {
  return { action: "collect", to: claimPool, data: CLAIM_POOL.encodeFunctionData("collect", [account]) };
}
