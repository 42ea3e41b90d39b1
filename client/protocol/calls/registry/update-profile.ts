import type { Deployment } from "../../deployment.ts";
import { REGISTRY } from "../../interfaces.ts";
import type { Profile } from "../../licence.ts";
import type { RelayableCall } from "../call.ts";

/** Replaces a surgeon's profile. */
export function updateProfile(
  { registry }: Pick<Deployment, "registry">,
  {
    surgeon,
    profile,
    nonce,
    deadline,
    surgeonSignature,
  }: {
    readonly surgeon: string;
    readonly profile: Profile;
    /** The registry's `nonceOf(surgeon)`. */
    readonly nonce: bigint;
    readonly deadline: bigint;
    readonly surgeonSignature: string;
  },
): RelayableCall {
  return {
    action: "updateProfile",
    to: registry,
    data: REGISTRY.encodeFunctionData("updateProfile", [surgeon, profile, nonce, deadline, surgeonSignature]),
  };
}
