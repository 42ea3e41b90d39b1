import type { Deployment } from "../../deployment.ts";
import { ESCROW } from "../../interfaces.ts";
import { packTerms } from "../../terms.ts";
import type { RelayableCall } from "../call.ts";
import type { SignedClosing } from "../signed-closing.ts";

/** Closes many surgeries at once, all or none: simulate first, and leave out whatever the escrow refuses. */
export function closeMany(
  { escrow }: Pick<Deployment, "escrow">,
  {
    closings,
  }: {
    readonly closings: readonly SignedClosing[];
  },
): RelayableCall {
  return {
    action: "closeMany",
    to: escrow,
    data: ESCROW.encodeFunctionData("closeMany", [
      closings.map((closing) => ({ ...closing, terms: packTerms(closing.terms) })),
    ]),
  };
}
