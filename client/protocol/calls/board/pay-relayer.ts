import type { Deployment } from "../../deployment.ts";
import { BOARD } from "../../interfaces.ts";
import type { RelayableCall } from "../call.ts";

/** Moves what a relayer has earned on the board to its balance in the escrow. */
export function payRelayer(
  { board }: Pick<Deployment, "board">,
  {
    relayer,
  }: {
    readonly relayer: string;
  },
): RelayableCall {
  return { action: "payRelayer", to: board, data: BOARD.encodeFunctionData("payRelayer", [relayer]) };
}
