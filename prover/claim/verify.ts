import { AftercareError } from "../errors.ts";
import { parseProof, type Groth16Proof } from "../groth16/proof.ts";
import { parseVerificationKey, type VerificationKey } from "../../circuits/verification-key.ts";
import { verifyGroth16 } from "../groth16/verify.ts";
import { claimSignal, type ClaimContent } from "./content.ts";
import { CLAIM_PUBLIC_SIGNALS, claimSignalsOf, type ClaimStatement } from "./statement.ts";

/** A proof together with what it proves. */
export interface ClaimProof {
  readonly proof: Groth16Proof;
  readonly statement: ClaimStatement;
}

/** What a verifier knows from elsewhere, the policy and the chain; whatever is left out is not compared. */
export interface ClaimExpectations {
  /** `programHashOf` the policy's program. */
  readonly programHash: bigint;
  /** `scopeOf` the policy. */
  readonly scope?: bigint;
  /** Roots of the surgery tree that count. */
  readonly roots?: readonly bigint[];
  /** Roots of the policy's coverages that count. */
  readonly coverageRoots?: readonly bigint[];
  /** The claim that the proof should be bound to. */
  readonly content?: ClaimContent;
}

/** Whether a claim holds, and if not, the first thing that is wrong with it. */
export type ClaimVerdict =
  { readonly valid: true } | { readonly valid: false; readonly flaw: keyof ClaimStatement | "proof" };

/** The proof and its public signals, or undefined where either cannot be what it should be. */
function read(proof: Groth16Proof, statement: ClaimStatement) {
  try {
    return { proof: parseProof(proof), publicSignals: claimSignalsOf(statement) };
  } catch (error) {
    if (error instanceof AftercareError) return undefined;
    throw error;
  }
}

/**
 * Whether a claim proof proves exactly this statement. Needs no account, no chain and no worker threads.
 *
 * Whatever comes from outside only makes the answer false. Whether program, scope, roots and signal are those of a policy is
 * another question: see {@link checkClaim}.
 *
 * @throws MalformedVerificationKeyError, SkippedCeremonyError
 */
export async function verifyClaim(
  proof: Groth16Proof,
  statement: ClaimStatement,
  verificationKey: VerificationKey,
): Promise<boolean> {
  const key = parseVerificationKey(verificationKey, CLAIM_PUBLIC_SIGNALS);
  const claim = read(proof, statement);
  return claim !== undefined && verifyGroth16(claim.proof, claim.publicSignals, key);
}

/**
 * Whether a claim proves what a policy asks for, from public values alone. That it was not claimed before is for the caller
 * to look up by its nullifier.
 *
 * @throws MalformedVerificationKeyError, SkippedCeremonyError, and the errors of claimSignal for `expected.content`
 */
export async function checkClaim(
  { proof, statement }: ClaimProof,
  expected: ClaimExpectations,
  verificationKey: VerificationKey,
): Promise<ClaimVerdict> {
  const { programHash, scope, roots, coverageRoots, content } = expected;
  const accepted: Partial<Record<keyof ClaimStatement, readonly bigint[]>> = {
    programHash: [programHash],
    ...(scope !== undefined && { scope: [scope] }),
    ...(roots !== undefined && { root: roots }),
    ...(coverageRoots !== undefined && { coverageRoot: coverageRoots }),
    ...(content !== undefined && { signal: [claimSignal(content)] }),
  };
  for (const [name, values] of Object.entries(accepted) as [keyof ClaimStatement, readonly bigint[]][]) {
    if (!values.includes(statement[name])) return { valid: false, flaw: name };
  }
  const valid = await verifyClaim(proof, statement, verificationKey);
  return valid ? { valid } : { valid, flaw: "proof" };
}
