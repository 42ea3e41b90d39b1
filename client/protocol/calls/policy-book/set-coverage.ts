import type { Deployment } from "../../deployment.ts";
import { POLICY_BOOK } from "../../interfaces.ts";
import type { RelayableCall } from "../call.ts";

/** Replaces leaves of a policy's coverage tree, and names its new root; the insurer sends it. */
export function setCoverage(
  { policyBook }: Pick<Deployment, "policyBook">,
  {
    policyId,
    root,
    firstIndex,
    leaves,
  }: {
    readonly policyId: bigint;
    /** Of the tree with the new leaves in it. */
    readonly root: bigint;
    readonly firstIndex: number;
    readonly leaves: readonly bigint[];
  },
): RelayableCall {
  return {
    action: "setCoverage",
    to: policyBook,
    data: POLICY_BOOK.encodeFunctionData("setCoverage", [policyId, root, firstIndex, [...leaves]]),
  };
}
