import type { Deployment } from "../../deployment.ts";
import { ESCROW } from "../../interfaces.ts";
import { packTerms, type Terms } from "../../terms.ts";
import type { RelayableCall } from "../call.ts";

/** Tells that the patient did not come. */
export function reportNoShow(
  { escrow }: Pick<Deployment, "escrow">,
  {
    terms,
    deadline,
    surgeonSignature,
  }: {
    readonly terms: Terms;
    readonly deadline: bigint;
    readonly surgeonSignature: string;
  },
): RelayableCall {
  return {
    action: "reportNoShow",
    to: escrow,
    data: ESCROW.encodeFunctionData("reportNoShow", [packTerms(terms), deadline, surgeonSignature]),
  };
}
