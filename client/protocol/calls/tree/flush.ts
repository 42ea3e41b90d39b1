import type { Deployment } from "../../deployment.ts";
import { TREE } from "../../interfaces.ts";
import type { RelayableCall } from "../call.ts";
import type { QueuedSurgery } from "../queued-surgery.ts";

/** Brings closed surgeries from the queue into the tree. */
export function flush(
  { tree }: Pick<Deployment, "tree">,
  {
    surgeries,
    frontier,
  }: {
    readonly surgeries: readonly QueuedSurgery[];
    /** That of the current tree before these surgeries: `SurgeryTree.frontier` of `aftercare/prover`. */
    readonly frontier: readonly bigint[];
  },
): RelayableCall {
  return {
    action: "flush",
    to: tree,
    data: TREE.encodeFunctionData("flush", [[...surgeries], [...frontier]]),
  };
}
