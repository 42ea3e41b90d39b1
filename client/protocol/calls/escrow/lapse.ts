import type { Deployment } from "../../deployment.ts";
import { ESCROW } from "../../interfaces.ts";
import { packTerms, type Terms } from "../../terms.ts";
import type { RelayableCall } from "../call.ts";

/** Pays the surgeon where the patient neither closed nor reported an accident in time. */
export function lapse(
  { escrow }: Pick<Deployment, "escrow">,
  {
    terms,
  }: {
    readonly terms: Terms;
  },
): RelayableCall {
  return { action: "lapse", to: escrow, data: ESCROW.encodeFunctionData("lapse", [packTerms(terms)]) };
}
