import type { Deployment } from "../../deployment.ts";
import { TOKEN } from "../../interfaces.ts";
import type { RelayableCall } from "../call.ts";

/** Lets an address take tokens from the sender. */
export function approve(
  { token }: Pick<Deployment, "token">,
  {
    spender,
    amount,
  }: {
    readonly spender: string;
    /** Token units. */
    readonly amount: bigint;
  },
): RelayableCall {
  return { action: "approve", to: token, data: TOKEN.encodeFunctionData("approve", [spender, amount]) };
}
