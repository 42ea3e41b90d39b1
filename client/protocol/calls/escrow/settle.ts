import type { Deployment } from "../../deployment.ts";
import { ESCROW } from "../../interfaces.ts";
import { packTerms, type Terms } from "../../terms.ts";
import type { RelayableCall } from "../call.ts";

/** Distributes what there is as both have signed. */
export function settle(
  { escrow }: Pick<Deployment, "escrow">,
  {
    terms,
    surgeonAmount,
    patientAmount,
    deadline,
    patientSignature,
    surgeonSignature,
  }: {
    readonly terms: Terms;
    /** Token units. */
    readonly surgeonAmount: bigint;
    /** Token units. */
    readonly patientAmount: bigint;
    readonly deadline: bigint;
    readonly patientSignature: string;
    readonly surgeonSignature: string;
  },
): RelayableCall {
  return {
    action: "settle",
    to: escrow,
    data: ESCROW.encodeFunctionData("settle", [
      packTerms(terms),
      surgeonAmount,
      patientAmount,
      deadline,
      patientSignature,
      surgeonSignature,
    ]),
  };
}
