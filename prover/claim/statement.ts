import { assertFieldElement } from "../field.ts";

/** What a claim proof shows to everyone. All are field elements. */
export interface ClaimStatement {
  /** Root of the surgery tree. */
  readonly root: bigint;
  /** Root of the insurer's coverages. */
  readonly coverageRoot: bigint;
  /** `programHashOf` the program that the record satisfies. */
  readonly programHash: bigint;
  /** Within what the surgery can be claimed once. */
  readonly scope: bigint;
  /** `Poseidon3(secret, 2, scope)`. */
  readonly nullifier: bigint;
  /** Hash of what the proof is bound to: {@link claimSignal}, or a disclosure's. */
  readonly signal: bigint;
}

/** Names of the claim circuit's public signals, in its order. */
export const CLAIM_SIGNAL_NAMES = [
  "root",
  "coverageRoot",
  "programHash",
  "scope",
  "nullifier",
  "signal",
] as const satisfies readonly (keyof ClaimStatement)[];

/** Number of public signals of the claim circuit. */
export const CLAIM_PUBLIC_SIGNALS = CLAIM_SIGNAL_NAMES.length;

/**
 * The circuit's public signals: root, coverageRoot, programHash, scope, nullifier, signal.
 *
 * @throws NotAFieldElementError
 */
export function claimSignalsOf(statement: ClaimStatement): bigint[] {
  return CLAIM_SIGNAL_NAMES.map((name) => {
    assertFieldElement(name, statement[name]);
    return statement[name];
  });
}
