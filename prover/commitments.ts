import { poseidon2 } from "poseidon-lite/poseidon2";
import { poseidon3 } from "poseidon-lite/poseidon3";

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

/**
 * The number that allows one claim under one policy: `Poseidon3(secret, 2, policyId)`.
 *
 * @param secret The booking's secret, a field element.
 * @param policyId The policy, a field element.
 * @throws NotAFieldElementError
 */
export function claimNullifierOf(secret: bigint, policyId: bigint): bigint {
  assertFieldElement("secret", secret);
  assertFieldElement("policyId", policyId);
  return poseidon3([secret, CLAIM_NULLIFIER, policyId]);
}
