import type { Deployment } from "../../deployment.ts";
import { ESCROW } from "../../interfaces.ts";
import { packTerms, type Terms } from "../../terms.ts";
import type { RelayableCall } from "../call.ts";

/** Holds the money back because something went wrong. */
export function reportAccident(
  { escrow }: Pick<Deployment, "escrow">,
  {
    terms,
    reporter,
    evidenceHash,
    deadline,
    signature,
  }: {
    readonly terms: Terms;
    /** Patient or surgeon. */
    readonly reporter: string;
    readonly evidenceHash: string;
    readonly deadline: bigint;
    /** The reporter's. */
    readonly signature: string;
  },
): RelayableCall {
  return {
    action: "reportAccident",
    to: escrow,
    data: ESCROW.encodeFunctionData("reportAccident", [
      packTerms(terms),
      reporter,
      evidenceHash,
      deadline,
      signature,
    ]),
  };
}
