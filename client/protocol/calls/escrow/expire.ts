import type { Deployment } from "../../deployment.ts";
import { ESCROW } from "../../interfaces.ts";
import { packTerms, type Terms } from "../../terms.ts";
import type { RelayableCall } from "../call.ts";

/** Clears an offer whose time is over. */
export function expire(
  { escrow }: Pick<Deployment, "escrow">,
  {
    terms,
  }: {
    readonly terms: Terms;
  },
): RelayableCall {
  return { action: "expire", to: escrow, data: ESCROW.encodeFunctionData("expire", [packTerms(terms)]) };
}
