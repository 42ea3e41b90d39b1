import { ZeroAddress } from "ethers/constants";
import {
  coverageLeafOf,
  type ClaimContent,
  type ClaimKnowledge,
  type ClaimScope,
  type Coverage,
} from "../../../prover/claim/index.ts";
import { claimNullifierOf, coverageCommitmentOf } from "../../../prover/commitments.ts";
import type { DisclosureChallenge, Disclosure } from "../../../prover/disclosure/index.ts";
import type { BookingKeys } from "../../../prover/keys/index.ts";
import { AftercareError } from "../../../prover/errors.ts";
import { evaluateProgram } from "../../../prover/policy/index.ts";
import type { ClaimProver, ProvingOptions } from "../../../prover/proving/index.ts";
import { encodeRecord, FIELD_NAMES } from "../../../prover/record/index.ts";
import * as claimPool from "../../protocol/calls/claim-pool/index.ts";
import type { ProvenClaim } from "../../protocol/calls/claim-pool/proven-claim.ts";
import type { AcceptedRecord } from "../../records/accept-record.ts";
import type { RelayReceipt } from "../../protocol/calls/relay.ts";
import type { IndexedPolicies, IndexedPolicy } from "../../reader/replay/policies.ts";
import type { AgreedBooking } from "../agreed-booking.ts";
import { policyOf } from "../policy-of.ts";
import { ownSurgeryOf, type OwnSurgery } from "./own-surgery.ts";
import type { PatientSession } from "./session.ts";

/** Days on which a surgery is covered, both included, since 1970-01-01. */
export type CoveredDays = Pick<Coverage, "coveredFrom" | "coveredUntil">;

/** A coverage that a patient has agreed on with an insurer. */
export interface AgreedCoverage extends CoveredDays {
  readonly policyId: bigint;
}

/** What a patient kept of a surgery: its record as she accepted it, and how it is covered. */
export interface InsuredSurgery {
  readonly record: AcceptedRecord;
  readonly coverages: readonly AgreedCoverage[];
}

/** A claim that a patient's device can prove and send by itself. What it is proven from holds secrets: it stays on the device. */
export interface OpenClaim {
  readonly policy: IndexedPolicy;
  readonly knowledge: ClaimKnowledge;
}

/** How a claim is proven, paid and relayed. */
export interface ClaimWish {
  readonly prover: Pick<ClaimProver, "proveClaim">;
  /** Address to be paid; one that nobody has seen before shows nobody. */
  readonly payee: string;
  /** Token units of the payout that go to whoever relays the claim; none where left out. */
  readonly fee?: bigint | undefined;
  /** Who alone is paid the fee; whoever relays it where left out. */
  readonly feeRecipient?: string | undefined;
  readonly proving?: ProvingOptions | undefined;
}

/** What an insurer asks, and what the answer is made from. */
export interface ChallengeAnswer {
  readonly challenge: DisclosureChallenge;
  readonly record: AcceptedRecord;
  /** The coverage under which the surgery was claimed. */
  readonly coverage: AgreedCoverage;
  readonly prover: Pick<ClaimProver, "proveDisclosure">;
  readonly proving?: ProvingOptions | undefined;
}

/** Somebody else than the insurer who paid the claim asks about it. */
export class ForeignChallengeError extends AftercareError {
  override readonly name = "ForeignChallengeError";
}

const SURGERY_DAY = FIELD_NAMES.indexOf("surgeryDay");

/** What a patient gives an insurer to be covered for one booking: it shows neither patient nor booking. */
export function coverageOf(keys: BookingKeys, scope: ClaimScope, days: CoveredDays): Coverage {
  return { commitment: coverageCommitmentOf(keys.secret, scope), ...days };
}

/**
 * The claims that a closed surgery gives rise to: under each policy that covers it on its day, whose program its record
 * satisfies, that is open, and that has not paid for it yet.
 *
 * @param now Second at which the claim would be paid.
 */
function openClaimsOf(
  { keys, closed, path }: OwnSurgery,
  { record, coverages }: InsuredSurgery,
  index: IndexedPolicies,
  now: bigint,
): OpenClaim[] {
  const fields = encodeRecord(record.record);
  const surgeryDay = Number(fields[SURGERY_DAY]);
  return coverages.flatMap(({ policyId, coveredFrom, coveredUntil }) => {
    const policy = index.policies.get(policyId);
    if (!policy || now < policy.terms.opensAt || now > policy.terms.closesAt) return [];
    const { program, scope, coverage } = policy;
    if (surgeryDay < coveredFrom || surgeryDay > coveredUntil) return [];
    if (!evaluateProgram(program, fields)) return [];
    if (index.paid.has(claimNullifierOf(keys.secret, scope))) return [];
    const leaf = coverageLeafOf(coverageOf(keys, scope, { coveredFrom, coveredUntil }));
    if (!coverage.has(leaf)) return [];
    const knowledge = {
      program,
      scope,
      secret: keys.secret,
      closed,
      path,
      record: { fields, blinding: record.blinding },
      coverage: { coveredFrom, coveredUntil, path: coverage.path(leaf) },
    };
    return [{ policy, knowledge }];
  });
}

/** The open claims of a booking, from the chain as it is now. */
export async function findClaims(
  session: PatientSession,
  booking: AgreedBooking,
  insured: InsuredSurgery,
): Promise<OpenClaim[]> {
  const { connection } = session;
  const surgery = ownSurgeryOf(await connection.view(), session.keysOf(booking), booking);
  return openClaimsOf(surgery, insured, await connection.policies(), await connection.now());
}

/** Proves a claim. */
export async function proveClaim(
  session: PatientSession,
  { policy, knowledge }: OpenClaim,
  { prover, payee, fee = 0n, feeRecipient = ZeroAddress, proving }: ClaimWish,
): Promise<ProvenClaim> {
  const { chainId, claimPool: pool } = session.connection.deployment;
  const content: ClaimContent = { chainId, pool, policyId: policy.policyId, payee, feeRecipient, fee };
  return { content, proven: await prover.proveClaim({ ...knowledge, content }, proving) };
}

/** Sends a proven claim, which is paid at once. */
export function submitClaim(session: PatientSession, claim: ProvenClaim): Promise<RelayReceipt> {
  const { connection } = session;
  return connection.send(claimPool.claim(connection.deployment, claim));
}

/** Answers an insurer's challenge: opens the fields that it asks for, and nothing else. */
export async function answerChallenge(
  session: PatientSession,
  booking: AgreedBooking,
  answer: ChallengeAnswer,
): Promise<Disclosure> {
  const { connection } = session;
  const { challenge, record, prover, proving } = answer;
  const { policyId, ...days } = answer.coverage;
  const { keys, closed, path } = ownSurgeryOf(await connection.view(), session.keysOf(booking), booking);
  const { scope, coverage, terms } = policyOf(await connection.policies(), policyId);
  if (challenge.insurer.toLowerCase() !== terms.insurer.toLowerCase()) {
    throw new ForeignChallengeError(
      "The challenge comes from another than the insurer of the policy.",
      "Do not answer. A claim's number is public, and anyone can ask about it.",
      { insurer: challenge.insurer },
    );
  }
  const leaf = coverageLeafOf(coverageOf(keys, scope, days));
  return prover.proveDisclosure(
    {
      challenge,
      now: Number(await connection.now()),
      secret: keys.secret,
      closed,
      path,
      record: { fields: encodeRecord(record.record), blinding: record.blinding },
      coverage: { ...days, path: coverage.path(leaf) },
    },
    proving,
  );
}
