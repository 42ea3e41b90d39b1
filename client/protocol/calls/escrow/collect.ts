import type { Deployment } from "../../deployment.ts";
import { ESCROW } from "../../interfaces.ts";
import type { RelayableCall } from "../call.ts";

/** Pays an account what the escrow owes it. */
export function collect(
  { escrow }: Pick<Deployment, "escrow">,
  {
    account,
  }: {
    readonly account: string;
  },
): RelayableCall {
  return { action: "collect", to: escrow, data: ESCROW.encodeFunctionData("collect", [account]) };
}
