import { expectationsIn, takeAccepted } from "../claim/expectations.ts";
import { verifyClaim } from "../claim/verify.ts";
import type { ClaimStatement } from "../claim/statement.ts";
import type { VerificationKey } from "../../circuits/verification-key.ts";
import { programHashOf } from "../policy/program.ts";
import { checkedChallenge, type DisclosureChallenge } from "./challenge.ts";
import { MalformedDisclosureError } from "./errors.ts";
import { checkedDisclosure, type Disclosure } from "./format.ts";
import { disclosureProgram, disclosureSignal } from "./statement.ts";

/** What an adjuster knows from elsewhere; roots that are left out are not compared. */
export interface DisclosureExpectations {
  /** When the answer came, seconds since 1970-01-01. */
  readonly receivedAt: number;
  /** Roots of the surgery tree that count. */
  readonly roots?: readonly bigint[];
  /** Roots of the policy's coverages that count. */
  readonly coverageRoots?: readonly bigint[];
}

/** Whether a disclosure answers a challenge, and if not, the first thing that is wrong with it. */
export type DisclosureVerdict =
  | { readonly valid: true }
  | { readonly valid: false; readonly flaw: "expiry" | "opened" | "root" | "coverageRoot" | "proof" };

/** What the proof has to show for these opened values; undefined where they are not those asked for. */
function expectedStatement(
  challenge: DisclosureChallenge,
  { opened, root, coverageRoot }: Disclosure,
): ClaimStatement | undefined {
  const { scope, nullifier } = challenge;
  try {
    const programHash = programHashOf(disclosureProgram(challenge, opened));
    const signal = disclosureSignal(challenge, opened);
    return { root, coverageRoot, programHash, scope, nullifier, signal };
  } catch (error) {
    if (error instanceof MalformedDisclosureError) return undefined;
    throw error;
  }
}

/**
 * Whether a disclosure proves that the record behind the challenged claim holds the opened values.
 *
 * The statement is computed from the challenge and the opened values, and nothing in the answer can alter it: an answer to
 * another challenge, another insurer or another claim has another signal or nullifier. What cannot be a disclosure at all is
 * refused by its place, in every case.
 *
 * @param challenge The one that was sent, from the verifier's own books.
 * @param verificationKey That of the claim circuit.
 * @throws InvalidChallengeError, MalformedDisclosureError, MalformedExpectationsError, MalformedVerificationKeyError,
 * SkippedCeremonyError
 */
export async function verifyDisclosure(
  disclosure: Disclosure,
  challenge: DisclosureChallenge,
  expected: DisclosureExpectations,
  verificationKey: VerificationKey,
): Promise<DisclosureVerdict> {
  const asked = checkedChallenge(challenge);
  const answer = checkedDisclosure(disclosure);
  const members = expectationsIn(expected);
  const receivedAt = members.takeNumber("receivedAt", 0, Number.MAX_SAFE_INTEGER);
  const roots = takeAccepted(members, "roots");
  const coverageRoots = takeAccepted(members, "coverageRoots");
  if (receivedAt > asked.expiry) return { valid: false, flaw: "expiry" };
  if (roots !== undefined && !roots.includes(answer.root)) return { valid: false, flaw: "root" };
  if (coverageRoots !== undefined && !coverageRoots.includes(answer.coverageRoot)) {
    return { valid: false, flaw: "coverageRoot" };
  }
  const statement = expectedStatement(asked, answer);
  if (statement === undefined) return { valid: false, flaw: "opened" };
  const valid = await verifyClaim(answer.proof, statement, verificationKey);
  return valid ? { valid } : { valid, flaw: "proof" };
}
