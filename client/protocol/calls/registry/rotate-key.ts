import type { Deployment } from "../../deployment.ts";
import { REGISTRY } from "../../interfaces.ts";
import type { RelayableCall } from "../call.ts";

/** Hands a surgeon's signature over to another key; her address stays. */
export function rotateKey(
  { registry }: Pick<Deployment, "registry">,
  {
    surgeon,
    newSigner,
    nonce,
    deadline,
    currentSignerSignature,
    newSignerSignature,
  }: {
    readonly surgeon: string;
    readonly newSigner: string;
    /** The registry's `nonceOf(surgeon)`. */
    readonly nonce: bigint;
    readonly deadline: bigint;
    readonly currentSignerSignature: string;
    readonly newSignerSignature: string;
  },
): RelayableCall {
  return {
    action: "rotateKey",
    to: registry,
    data: REGISTRY.encodeFunctionData("rotateKey", [
      surgeon,
      newSigner,
      nonce,
      deadline,
      currentSignerSignature,
      newSignerSignature,
    ]),
  };
}
