import type { Deployment } from "../../deployment.ts";
import { BOARD } from "../../interfaces.ts";
import type { RelayableCall } from "../call.ts";

/** Posts a surgeon's answer to one version of a review. */
export function answer(
  { board }: Pick<Deployment, "board">,
  {
    nullifier,
    version,
    text,
    deadline,
    surgeonSignature,
  }: {
    readonly nullifier: bigint;
    readonly version: number;
    /** UTF-8. */
    readonly text: Uint8Array;
    readonly deadline: bigint;
    readonly surgeonSignature: string;
  },
): RelayableCall {
  return {
    action: "answer",
    to: board,
    data: BOARD.encodeFunctionData("answer", [nullifier, version, text, deadline, surgeonSignature]),
  };
}
