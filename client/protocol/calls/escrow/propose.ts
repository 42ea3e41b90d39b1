import type { Deployment } from "../../deployment.ts";
import { ESCROW } from "../../interfaces.ts";
import { packTerms, type Terms } from "../../terms.ts";
import type { RelayableCall } from "../call.ts";

/** Posts a patient's offer on chain, where its surgeon finds it. */
export function propose(
  { escrow }: Pick<Deployment, "escrow">,
  {
    terms,
    patientSignature,
  }: {
    readonly terms: Terms;
    readonly patientSignature: string;
  },
): RelayableCall {
  return {
    action: "propose",
    to: escrow,
    data: ESCROW.encodeFunctionData("propose", [packTerms(terms), patientSignature]),
  };
}
