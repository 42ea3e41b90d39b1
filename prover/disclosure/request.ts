import { prepareClaimProof, type ClaimKnowledge, type ClaimWitnessInput } from "../claim/request.ts";
import type { ClaimStatement } from "../claim/statement.ts";
import { claimScope } from "../claim/scope.ts";
import { claimNullifierOf } from "../commitments.ts";
import { checkedChallenge, type DisclosureChallenge } from "./challenge.ts";
import { ChallengeExpiredError, OtherClaimError } from "./errors.ts";
import { disclosureProgram, disclosureSignal, openFields, type OpenedFields } from "./statement.ts";

/** What a patient knows of the surgery that was claimed. */
export type DisclosureKnowledge = Omit<ClaimKnowledge, "program" | "scope">;

/** Everything that the answer to a challenge is made from. */
export interface DisclosureRequest extends DisclosureKnowledge {
  readonly challenge: DisclosureChallenge;
  /** Seconds since 1970-01-01. */
  readonly now: number;
}

/**
 * Checks a request against everything that the circuit demands, and splits it into the fields that the answer opens, what
 * the proof shows, and what it is made from.
 *
 * @throws InvalidChallengeError, ChallengeExpiredError; OtherClaimError where the challenge is not about a claim of this
 * secret; the errors of prepareClaimProof
 */
export function prepareDisclosure({ challenge, now, ...knowledge }: DisclosureRequest): {
  opened: OpenedFields;
  statement: ClaimStatement;
  input: ClaimWitnessInput;
} {
  const checked = checkedChallenge(challenge);
  const { nullifier, expiry } = checked;
  const scope = claimScope(checked.scope);
  if (now > expiry) throw new ChallengeExpiredError(expiry);
  if (claimNullifierOf(knowledge.secret, scope) !== nullifier) throw new OtherClaimError();

  const opened = openFields(checked, knowledge.record.fields);
  const program = disclosureProgram(checked, opened);
  const signal = disclosureSignal(checked, opened);
  return { opened, ...prepareClaimProof({ ...knowledge, program, scope }, signal) };
}
