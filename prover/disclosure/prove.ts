import { proveRecord, type ClaimArtifacts } from "../claim/prove.ts";
import type { ClaimKnowledge } from "../claim/request.ts";
import { claimNullifierOf } from "../commitments.ts";
import { checkedChallenge, type DisclosureChallenge } from "./challenge.ts";
import { ChallengeExpiredError, OtherClaimError } from "./errors.ts";
import type { Disclosure } from "./format.ts";
import { disclosureProgram, disclosureSignal, openFields } from "./statement.ts";

/** What a patient knows of the surgery that was claimed. */
export type DisclosureKnowledge = Omit<ClaimKnowledge, "program" | "scope">;

/**
 * Answers a challenge: opens the fields it asks for, and proves that the record of the claimed surgery holds them.
 * Everything else of the record stays hidden, and so do surgery, surgeon and patient.
 *
 * @param now Seconds since 1970-01-01.
 * @throws InvalidChallengeError, ChallengeExpiredError; OtherClaimError where the challenge is not about a claim of this
 * secret; the errors of proveRecord
 */
export async function proveDisclosure(
  challenge: DisclosureChallenge,
  knowledge: DisclosureKnowledge,
  artifacts: ClaimArtifacts,
  now: number,
): Promise<Disclosure> {
  const checked = checkedChallenge(challenge);
  const { scope, nullifier, expiry } = checked;
  if (now > expiry) throw new ChallengeExpiredError(expiry);
  if (claimNullifierOf(knowledge.secret, scope) !== nullifier) throw new OtherClaimError();

  const opened = openFields(checked, knowledge.record.fields);
  const program = disclosureProgram(checked, opened);
  const signal = disclosureSignal(checked, opened);
  const { proof, statement } = await proveRecord({ ...knowledge, program, scope }, signal, artifacts);
  return { opened, root: statement.root, coverageRoot: statement.coverageRoot, proof };
}
