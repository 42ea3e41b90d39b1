import type { Deployment } from "../../deployment.ts";
import { ESCROW } from "../../interfaces.ts";
import { packTerms, type Terms } from "../../terms.ts";
import type { RelayableCall } from "../call.ts";

/** Pays out after a no-show that nobody contested in time. */
export function concludeNoShow(
  { escrow }: Pick<Deployment, "escrow">,
  {
    terms,
  }: {
    readonly terms: Terms;
  },
): RelayableCall {
  return {
    action: "concludeNoShow",
    to: escrow,
    data: ESCROW.encodeFunctionData("concludeNoShow", [packTerms(terms)]),
  };
}
