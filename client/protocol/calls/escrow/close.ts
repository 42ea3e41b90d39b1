import type { Deployment } from "../../deployment.ts";
import { ESCROW } from "../../interfaces.ts";
import { packTerms } from "../../terms.ts";
import type { RelayableCall } from "../call.ts";
import type { SignedClosing } from "../signed-closing.ts";

/** Accepts the record: pays the surgeon, and puts the surgery into the queue of the tree. */
export function close(
  { escrow }: Pick<Deployment, "escrow">,
  { terms, recordCommitment, deadline, patientSignature }: SignedClosing,
): RelayableCall {
  return {
    action: "close",
    to: escrow,
    data: ESCROW.encodeFunctionData("close", [
      packTerms(terms),
      recordCommitment,
      deadline,
      patientSignature,
    ]),
  };
}
