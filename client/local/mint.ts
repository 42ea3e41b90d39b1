import type { RelayableCall } from "../protocol/calls/call.ts";
import type { Deployment } from "../protocol/deployment.ts";
import { TOKEN } from "../protocol/interfaces.ts";

/** Makes test dollars, which only the token of a test deployment can. */
export function mint(
  { token }: Pick<Deployment, "token">,
  {
    account,
    amount,
  }: {
    readonly account: string;
    /** Token units. */
    readonly amount: bigint;
  },
): RelayableCall {
  return { action: "mint", to: token, data: TOKEN.encodeFunctionData("mint", [account, amount]) };
}
