import type { Deployment } from "../../deployment.ts";
import { REGISTRY } from "../../interfaces.ts";
import type { RelayableCall } from "../call.ts";

/** Suspends a licence until a second, or ends a suspension by one that has passed. */
export function suspend(
  { registry }: Pick<Deployment, "registry">,
  {
    surgeon,
    board,
    issuedAt,
    suspendedUntil,
    deadline,
    boardSignature,
  }: {
    readonly surgeon: string;
    readonly board: string;
    /** Second at which the board signed. */
    readonly issuedAt: bigint;
    readonly suspendedUntil: bigint;
    readonly deadline: bigint;
    readonly boardSignature: string;
  },
): RelayableCall {
  return {
    action: "suspend",
    to: registry,
    data: REGISTRY.encodeFunctionData("suspend", [
      surgeon,
      board,
      issuedAt,
      suspendedUntil,
      deadline,
      boardSignature,
    ]),
  };
}
