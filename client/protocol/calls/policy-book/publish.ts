import { hexlify, toUtf8Bytes } from "ethers/utils";
import type { PolicyTerms } from "../../../../prover/claim/index.ts";
import { canonicalPolicyText, type Policy } from "../../../../prover/policy/index.ts";
import type { Deployment } from "../../deployment.ts";
import { POLICY_BOOK } from "../../interfaces.ts";
import type { RelayableCall } from "../call.ts";

/** Publishes a policy with its source; the insurer sends it. */
export function publish(
  { policyBook }: Pick<Deployment, "policyBook">,
  {
    terms,
    policy,
  }: {
    readonly terms: PolicyTerms;
    readonly policy: Policy;
  },
): RelayableCall {
  return {
    action: "publish",
    to: policyBook,
    data: POLICY_BOOK.encodeFunctionData("publish", [
      terms,
      hexlify(toUtf8Bytes(canonicalPolicyText(policy))),
    ]),
  };
}
