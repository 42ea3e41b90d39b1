import type { Deployment } from "../../deployment.ts";
import { ESCROW } from "../../interfaces.ts";
import { packTerms, type Terms } from "../../terms.ts";
import type { RelayableCall } from "../call.ts";

/** Cancels a booking before its surgery. */
export function cancel(
  { escrow }: Pick<Deployment, "escrow">,
  {
    terms,
    canceller,
    surgeonAmount,
    deadline,
    signature,
  }: {
    readonly terms: Terms;
    /** Patient or surgeon. */
    readonly canceller: string;
    /** Token units that the terms give the surgeon at this time. */
    readonly surgeonAmount: bigint;
    readonly deadline: bigint;
    /** The canceller's. */
    readonly signature: string;
  },
): RelayableCall {
  return {
    action: "cancel",
    to: escrow,
    data: ESCROW.encodeFunctionData("cancel", [
      packTerms(terms),
      canceller,
      surgeonAmount,
      deadline,
      signature,
    ]),
  };
}
