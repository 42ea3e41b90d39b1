import type { Deployment } from "../../deployment.ts";
import { ESCROW } from "../../interfaces.ts";
import { packTerms, type Terms } from "../../terms.ts";
import type { RelayableCall } from "../call.ts";

/** Takes an offer back before its surgeon accepts it. */
export function withdrawOffer(
  { escrow }: Pick<Deployment, "escrow">,
  {
    terms,
    deadline,
    patientSignature,
  }: {
    readonly terms: Terms;
    readonly deadline: bigint;
    readonly patientSignature: string;
  },
): RelayableCall {
  return {
    action: "withdrawOffer",
    to: escrow,
    data: ESCROW.encodeFunctionData("withdrawOffer", [packTerms(terms), deadline, patientSignature]),
  };
}
