import {
  createChallenge,
  verifyDisclosure,
  type Disclosure,
  type DisclosureChallenge,
  type DisclosureVerdict,
} from "../../../prover/disclosure/index.ts";
import { AftercareError } from "../../../prover/errors.ts";
import type { VerificationKey } from "../../../circuits/verification-key.ts";
import type { FieldName } from "../../../prover/record/index.ts";
import { policyOf } from "../policy-of.ts";
import { deadlineIn, type Lifetime } from "../signing.ts";
import type { InsurerSession } from "./session.ts";

/** Which paid claim is asked about, and what of its record is to be opened. */
export interface ClaimQuestion extends Lifetime {
  /** Nullifier of the claim, from its payment. */
  readonly nullifier: bigint;
  readonly fields: readonly FieldName[];
}

/** A challenge with the answer that came. */
export interface ChallengeAnswered {
  /** The one that was sent, from the insurer's own books. */
  readonly challenge: DisclosureChallenge;
  readonly disclosure: Disclosure;
  /** That of the claim circuit. */
  readonly verificationKey: VerificationKey;
}

/** The pool has paid no such claim. */
export class UnknownClaimError extends AftercareError {
  override readonly name = "UnknownClaimError";
}

/** Asks whoever made a claim to open fields of its record. */
export async function challenge(
  { connection, address }: InsurerSession,
  { nullifier, fields, lifetime }: ClaimQuestion,
): Promise<DisclosureChallenge> {
  const policies = await connection.policies();
  const paid = policies.paid.get(nullifier);
  if (!paid) {
    throw new UnknownClaimError(
      "The pool has paid no claim with this nullifier.",
      "Take it from a payment.",
      {
        nullifier,
      },
    );
  }
  return createChallenge({
    chainId: connection.deployment.chainId,
    insurer: address,
    scope: policyOf(policies, paid.policyId).scope,
    nullifier,
    fields,
    expiry: Number(await deadlineIn(connection, { lifetime })),
  });
}

/** Whether an answer is proven: about a surgery that is in the tree and covered, and for exactly this challenge. */
export async function checkAnswer(
  { connection }: InsurerSession,
  answer: ChallengeAnswered,
): Promise<DisclosureVerdict> {
  const { trees } = await connection.view();
  const { policies } = await connection.policies();
  const inScope = [...policies.values()].filter(({ scope }) => scope === answer.challenge.scope);
  const expected = {
    receivedAt: Number(await connection.now()),
    roots: [...trees.roots.keys()],
    coverageRoots: inScope.flatMap(({ coverageRoots }) => [...coverageRoots]),
  };
  return verifyDisclosure(answer.disclosure, answer.challenge, expected, answer.verificationKey);
}
