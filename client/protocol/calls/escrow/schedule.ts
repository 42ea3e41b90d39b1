import type { Deployment } from "../../deployment.ts";
import { ESCROW } from "../../interfaces.ts";
import { packTerms, type Terms } from "../../terms.ts";
import type { RelayableCall } from "../call.ts";

/** Accepts an offer and takes the deposit into the escrow. */
export function schedule(
  { escrow }: Pick<Deployment, "escrow">,
  {
    terms,
    deadline,
    depositSignature,
    surgeonSignature,
  }: {
    readonly terms: Terms;
    readonly deadline: bigint;
    readonly depositSignature: string;
    readonly surgeonSignature: string;
  },
): RelayableCall {
  return {
    action: "schedule",
    to: escrow,
    data: ESCROW.encodeFunctionData("schedule", [
      packTerms(terms),
      deadline,
      depositSignature,
      surgeonSignature,
    ]),
  };
}
