import type { Deployment } from "../../deployment.ts";
import { ESCROW } from "../../interfaces.ts";
import { packTerms, type Terms } from "../../terms.ts";
import type { RelayableCall } from "../call.ts";

/** Contests a reported no-show. */
export function contest(
  { escrow }: Pick<Deployment, "escrow">,
  {
    terms,
    evidenceHash,
    deadline,
    patientSignature,
  }: {
    readonly terms: Terms;
    readonly evidenceHash: string;
    readonly deadline: bigint;
    readonly patientSignature: string;
  },
): RelayableCall {
  return {
    action: "contest",
    to: escrow,
    data: ESCROW.encodeFunctionData("contest", [packTerms(terms), evidenceHash, deadline, patientSignature]),
  };
}
