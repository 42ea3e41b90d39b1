import type { Deployment } from "../../deployment.ts";
import { ESCROW } from "../../interfaces.ts";
import type { RelayableCall } from "../call.ts";

/** Moves the protocol fees of a surgeon's surgeries to the treasury's balance. */
export function gatherFees(
  { escrow }: Pick<Deployment, "escrow">,
  {
    surgeon,
  }: {
    readonly surgeon: string;
  },
): RelayableCall {
  return { action: "gatherFees", to: escrow, data: ESCROW.encodeFunctionData("gatherFees", [surgeon]) };
}
