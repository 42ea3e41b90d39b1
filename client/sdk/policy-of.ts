import { AftercareError } from "../../prover/errors.ts";
import type { IndexedPolicies, IndexedPolicy } from "../reader/replay/policies.ts";

/** No such policy was published, or what was published contradicts itself. */
export class UnknownPolicyError extends AftercareError {
  override readonly name = "UnknownPolicyError";
}

/** A published policy. @throws UnknownPolicyError, or what makes the policy unreadable */
export function policyOf({ policies, unreadable }: IndexedPolicies, policyId: bigint): IndexedPolicy {
  const policy = policies.get(policyId);
  if (policy) return policy;
  throw (
    unreadable.get(policyId) ??
    new UnknownPolicyError(
      `There is no policy ${policyId}.`,
      "Check the number; its insurer has to publish it.",
      {
        policyId,
      },
    )
  );
}
