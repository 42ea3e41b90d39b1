import type { Groth16Proof } from "../groth16/proof.ts";
import { parseVerificationKey, type VerificationKey } from "../../circuits/verification-key.ts";
import { verifyGroth16 } from "../groth16/verify.ts";
import { claimSignal, type ClaimContent } from "./content.ts";
import { expectationsIn, takeAccepted } from "./expectations.ts";
import { checkedClaimProof, type ClaimProof } from "./json.ts";
import { CLAIM_PUBLIC_SIGNALS, claimSignalsOf, type ClaimStatement } from "./statement.ts";

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

/**
 * Whether a claim proof proves exactly this statement. Needs no account, no chain and no worker threads.
 *
 * False for what has the form of a proof and does not hold; what cannot be a proof or a statement is refused by its place.
 * Whether program, scope, roots and signal are those of a policy is another question: see {@link checkClaim}.
 *
 * @throws MalformedClaimProofError, MalformedVerificationKeyError, SkippedCeremonyError
 */
export async function verifyClaim(
  proof: Groth16Proof,
  statement: ClaimStatement,
  verificationKey: VerificationKey,
): Promise<boolean> {
  const key = parseVerificationKey(verificationKey, CLAIM_PUBLIC_SIGNALS);
  const claim = checkedClaimProof({ proof, statement });
  return verifyGroth16(claim.proof, claimSignalsOf(claim.statement), key);
}

/** For each signal that the verifier knows, the values that count. */
function acceptedSignals(
  expected: ClaimExpectations,
): readonly (readonly [keyof ClaimStatement, readonly bigint[]])[] {
  const members = expectationsIn(expected);
  const programHash = members.takeFieldElement("programHash");
  const scope = members.take("scope") === undefined ? undefined : [members.takeFieldElement("scope")];
  const roots = takeAccepted(members, "roots");
  const coverageRoots = takeAccepted(members, "coverageRoots");
  const content = members.take("content") === undefined ? undefined : members.takeObject("content");
  const signal = content && [claimSignal(expected.content!)];
  const accepted = { programHash: [programHash], scope, root: roots, coverageRoot: coverageRoots, signal };
  return (Object.entries(accepted) as [keyof ClaimStatement, readonly bigint[] | undefined][]).flatMap(
    ([name, values]) => (values === undefined ? [] : [[name, values] as const]),
  );
}

/**
 * Whether a claim proves what a policy asks for, from public values alone. That it was not claimed before is for the caller
 * to look up by its nullifier.
 *
 * @throws MalformedClaimProofError, MalformedExpectationsError, MalformedVerificationKeyError, SkippedCeremonyError, and the
 * errors of claimSignal for `expected.content`
 */
export async function checkClaim(
  claim: ClaimProof,
  expected: ClaimExpectations,
  verificationKey: VerificationKey,
): Promise<ClaimVerdict> {
  const { proof, statement } = checkedClaimProof(claim);
  for (const [name, values] of acceptedSignals(expected)) {
    if (!values.includes(statement[name])) return { valid: false, flaw: name };
  }
  const valid = await verifyClaim(proof, statement, verificationKey);
  return valid ? { valid } : { valid, flaw: "proof" };
}
