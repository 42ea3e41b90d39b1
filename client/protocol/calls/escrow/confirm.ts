import type { Deployment } from "../../deployment.ts";
import { ESCROW } from "../../interfaces.ts";
import { packTerms, type Terms } from "../../terms.ts";
import type { RelayableCall } from "../call.ts";

/** Fixes the plan and the time of the surgery. */
export function confirm(
  { escrow }: Pick<Deployment, "escrow">,
  {
    terms,
    planHash,
    surgeryTime,
    deadline,
    patientSignature,
    surgeonSignature,
  }: {
    readonly terms: Terms;
    readonly planHash: string;
    /** Second of the surgery. */
    readonly surgeryTime: bigint;
    readonly deadline: bigint;
    readonly patientSignature: string;
    readonly surgeonSignature: string;
  },
): RelayableCall {
  return {
    action: "confirm",
    to: escrow,
    data: ESCROW.encodeFunctionData("confirm", [
      packTerms(terms),
      planHash,
      surgeryTime,
      deadline,
      patientSignature,
      surgeonSignature,
    ]),
  };
}
