import type { Deployment } from "../../deployment.ts";
import { ESCROW } from "../../interfaces.ts";
import { packTerms, type Terms } from "../../terms.ts";
import type { RelayableCall } from "../call.ts";

/** Distributes what there is as the arbiter has ruled. */
export function rule(
  { escrow }: Pick<Deployment, "escrow">,
  {
    terms,
    surgeonShare,
    reasonHash,
    deadline,
    arbiterSignature,
  }: {
    readonly terms: Terms;
    /** Basis points, 0 to 10,000. */
    readonly surgeonShare: number;
    readonly reasonHash: string;
    readonly deadline: bigint;
    readonly arbiterSignature: string;
  },
): RelayableCall {
  return {
    action: "rule",
    to: escrow,
    data: ESCROW.encodeFunctionData("rule", [
      packTerms(terms),
      surgeonShare,
      reasonHash,
      deadline,
      arbiterSignature,
    ]),
  };
}
