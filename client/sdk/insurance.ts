import {
  coverageLeafOf,
  type ClaimKnowledge,
  type ClaimScope,
  type Coverage,
} from "../../prover/claim/index.ts";
import { claimNullifierOf, coverageCommitmentOf } from "../../prover/commitments.ts";
import type { BookingKeys } from "../../prover/keys/index.ts";
import { evaluateProgram } from "../../prover/policy/index.ts";
import { FIELD_NAMES, type RecordFields } from "../../prover/record/index.ts";
import type { ClosedSurgery, MerklePath } from "../../prover/tree/index.ts";
import type { IndexedPolicies, IndexedPolicy } from "../reader/replay/policies.ts";

/** What a patient gives an insurer to be covered for one booking: it shows neither patient nor booking. */
export function coverageOf(
  keys: BookingKeys,
  scope: ClaimScope,
  days: { coveredFrom: number; coveredUntil: number },
): Coverage {
  return { commitment: coverageCommitmentOf(keys.secret, scope), ...days };
}

const SURGERY_DAY = FIELD_NAMES.indexOf("surgeryDay");

/** What a patient's device knows of one closed and flushed surgery. */
export interface OwnSurgery {
  keys: BookingKeys;
  closed: ClosedSurgery;
  path: MerklePath;
  record: { fields: RecordFields; blinding: bigint };
  /** The policies under which the booking is covered, and when. */
  coverages: readonly { policyId: bigint; coveredFrom: number; coveredUntil: number }[];
}

/** A claim that a patient's device can prove and send by itself. */
export interface OpenClaim {
  policy: IndexedPolicy;
  knowledge: ClaimKnowledge;
}

/**
 * The claims that a closed surgery gives rise to: under each policy that covers it on its day, whose program its record satisfies, that
 * is open, and that has not paid for it yet. Clients call it after every close and flush; nobody has to ask for the money.
 *
 * @param now Second at which the claim would be paid.
 */
export function openClaimsOf(surgery: OwnSurgery, index: IndexedPolicies, now: bigint): OpenClaim[] {
  const { keys, closed, path, record, coverages } = surgery;
  return coverages.flatMap(({ policyId, coveredFrom, coveredUntil }) => {
    const policy = index.policies.get(policyId);
    if (!policy || now < policy.terms.opensAt || now > policy.terms.closesAt) return [];
    const { program, scope, coverage } = policy;
    const surgeryDay = Number(record.fields[SURGERY_DAY]);
    if (surgeryDay < coveredFrom || surgeryDay > coveredUntil) return [];
    if (!evaluateProgram(program, record.fields)) return [];
    if (index.paid.has(claimNullifierOf(keys.secret, scope))) return [];
    const leaf = coverageLeafOf(coverageOf(keys, scope, { coveredFrom, coveredUntil }));
    if (!coverage.has(leaf)) return [];
    const coveragePath = coverage.path(leaf);
    return [
      {
        policy,
        knowledge: {
          program,
          scope,
          secret: keys.secret,
          closed,
          path,
          record,
          coverage: { coveredFrom, coveredUntil, path: coveragePath },
        },
      },
    ];
  });
}
