import type { Deployment } from "../../deployment.ts";
import { REGISTRY } from "../../interfaces.ts";
import type { Licence, Profile } from "../../licence.ts";
import type { RelayableCall } from "../call.ts";

/** Registers a surgeon with the licence that a board attests. */
export function register(
  { registry }: Pick<Deployment, "registry">,
  {
    licence,
    board,
    boardSignature,
    profile,
    deadline,
    surgeonSignature,
  }: {
    readonly licence: Licence;
    readonly board: string;
    readonly boardSignature: string;
    readonly profile: Profile;
    readonly deadline: bigint;
    readonly surgeonSignature: string;
  },
): RelayableCall {
  return {
    action: "register",
    to: registry,
    data: REGISTRY.encodeFunctionData("register", [
      licence,
      board,
      boardSignature,
      profile,
      deadline,
      surgeonSignature,
    ]),
  };
}
