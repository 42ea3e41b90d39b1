import type { Deployment } from "../../deployment.ts";
import { ESCROW } from "../../interfaces.ts";
import { packTerms, type Terms } from "../../terms.ts";
import type { RelayableCall } from "../call.ts";

/** Reports a surgery and commits to its record. */
export function execute(
  { escrow }: Pick<Deployment, "escrow">,
  {
    terms,
    recordCommitment,
    deadline,
    surgeonSignature,
  }: {
    readonly terms: Terms;
    readonly recordCommitment: bigint;
    readonly deadline: bigint;
    readonly surgeonSignature: string;
  },
): RelayableCall {
  return {
    action: "execute",
    to: escrow,
    data: ESCROW.encodeFunctionData("execute", [
      packTerms(terms),
      recordCommitment,
      deadline,
      surgeonSignature,
    ]),
  };
}
