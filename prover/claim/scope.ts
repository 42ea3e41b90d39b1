import { assertFieldElement } from "../field.ts";

declare const CLAIM_SCOPE: unique symbol;

/**
 * Within what a surgery is paid for once, a field element: `scopeOf` a policy's terms. A policy's number is none, since
 * policies of a group share theirs: a nullifier of the number would be unknown to the pool.
 */
export type ClaimScope = bigint & { readonly [CLAIM_SCOPE]: true };

/**
 * A scope that was computed elsewhere, and comes with an event or a question. Of terms that are known, `scopeOf` computes it.
 *
 * @throws NotAFieldElementError
 */
export function claimScope(value: bigint): ClaimScope {
  assertFieldElement("scope", value);
  return value as ClaimScope;
}
