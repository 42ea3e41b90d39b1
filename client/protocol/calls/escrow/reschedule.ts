import type { Deployment } from "../../deployment.ts";
import { ESCROW } from "../../interfaces.ts";
import { packTerms, type Terms } from "../../terms.ts";
import type { RelayableCall } from "../call.ts";

/** Moves the surgery to another time. */
export function reschedule(
  { escrow }: Pick<Deployment, "escrow">,
  {
    terms,
    surgeryTime,
    deadline,
    patientSignature,
    surgeonSignature,
  }: {
    readonly terms: Terms;
    /** Second of the surgery. */
    readonly surgeryTime: bigint;
    readonly deadline: bigint;
    readonly patientSignature: string;
    readonly surgeonSignature: string;
  },
): RelayableCall {
  return {
    action: "reschedule",
    to: escrow,
    data: ESCROW.encodeFunctionData("reschedule", [
      packTerms(terms),
      surgeryTime,
      deadline,
      patientSignature,
      surgeonSignature,
    ]),
  };
}
