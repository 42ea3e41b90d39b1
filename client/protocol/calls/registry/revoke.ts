import type { Deployment } from "../../deployment.ts";
import { REGISTRY } from "../../interfaces.ts";
import type { RelayableCall } from "../call.ts";

/** Revokes a licence for good. */
export function revoke(
  { registry }: Pick<Deployment, "registry">,
  {
    surgeon,
    board,
    deadline,
    boardSignature,
  }: {
    readonly surgeon: string;
    readonly board: string;
    readonly deadline: bigint;
    readonly boardSignature: string;
  },
): RelayableCall {
  return {
    action: "revoke",
    to: registry,
    data: REGISTRY.encodeFunctionData("revoke", [surgeon, board, deadline, boardSignature]),
  };
}
