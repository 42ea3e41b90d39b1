import type { Deployment } from "../../deployment.ts";
import { ESCROW } from "../../interfaces.ts";
import { packTerms, type Terms } from "../../terms.ts";
import type { RelayableCall } from "../call.ts";

/** Pays everything back for a surgery that was never reported. */
export function refund(
  { escrow }: Pick<Deployment, "escrow">,
  {
    terms,
  }: {
    readonly terms: Terms;
  },
): RelayableCall {
  return { action: "refund", to: escrow, data: ESCROW.encodeFunctionData("refund", [packTerms(terms)]) };
}
