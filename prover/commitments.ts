import { poseidon2 } from "poseidon-lite/poseidon2";
import { poseidon3 } from "poseidon-lite/poseidon3";

import type { ClaimScope } from "./claim/scope.ts";
import { assertFieldElement } from "./field.ts";

// The second input separates the domains: knowing one of these values tells nothing of the others.
const PATIENT_COMMITMENT = 0n;
const REVIEW_NULLIFIER = 1n;
const CLAIM_NULLIFIER = 2n;

/**
 * What a booking shows of its secret: `Poseidon2(secret, 0)`.
 *
 * @param secret The booking's secret, a field element.
 * @throws NotAFieldElementError
 */
export function patientCommitmentOf(secret: bigint): bigint {
  assertFieldElement("secret", secret);
  return poseidon2([secret, PATIENT_COMMITMENT]);
}

/**
 * The number that every version of one review shares: `Poseidon2(secret, 1)`.
 *
 * @param secret The booking's secret, a field element.
 * @throws NotAFieldElementError
 */
export function reviewNullifierOf(secret: bigint): bigint {
  assertFieldElement("secret", secret);
  return poseidon2([secret, REVIEW_NULLIFIER]);
}

/** The two outputs of one permutation that a secret shows in a scope. */
function ofSecretInScope(secret: bigint, scope: ClaimScope): [nullifier: bigint, coverageCommitment: bigint] {
  assertFieldElement("secret", secret);
  assertFieldElement("scope", scope);
  // With a number of outputs the library returns a list, which its published types do not know.
  return poseidon3([secret, CLAIM_NULLIFIER, scope], 2) as unknown as [bigint, bigint];
}

/**
 * The number that allows one claim within a scope: `Poseidon3(secret, 2, scope)`.
 *
 * @param secret The booking's secret, a field element.
 * @param scope `scopeOf` the policy.
 * @throws NotAFieldElementError
 */
export function claimNullifierOf(secret: bigint, scope: ClaimScope): bigint {
  return ofSecretInScope(secret, scope)[0];
}

/**
 * What an insurer covers: the second output of the hash that gives the nullifier. Without the secret nobody can tell
 * which booking, which nullifier or which other coverage belongs to it.
 *
 * @param secret The booking's secret, a field element.
 * @param scope `scopeOf` the policy.
 * @throws NotAFieldElementError
 */
export function coverageCommitmentOf(secret: bigint, scope: ClaimScope): bigint {
  return ofSecretInScope(secret, scope)[1];
}
