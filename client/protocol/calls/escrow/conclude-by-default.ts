import type { Deployment } from "../../deployment.ts";
import { ESCROW } from "../../interfaces.ts";
import { packTerms, type Terms } from "../../terms.ts";
import type { RelayableCall } from "../call.ts";

/** Distributes what there is by the default rule, where nobody settled or ruled in time. */
export function concludeByDefault(
  { escrow }: Pick<Deployment, "escrow">,
  {
    terms,
  }: {
    readonly terms: Terms;
  },
): RelayableCall {
  return {
    action: "concludeByDefault",
    to: escrow,
    data: ESCROW.encodeFunctionData("concludeByDefault", [packTerms(terms)]),
  };
}
