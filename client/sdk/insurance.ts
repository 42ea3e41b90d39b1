import { hexlify, toUtf8Bytes } from "ethers";
import {
  coverageLeafOf,
  type ClaimContent,
  type ClaimKnowledge,
  type ClaimProof,
  type Coverage,
  type PolicyTerms,
} from "../../prover/claim/index.ts";
import { claimNullifierOf, coverageCommitmentOf } from "../../prover/commitments.ts";
import type { BookingKeys } from "../../prover/keys/index.ts";
import { canonicalPolicyText, evaluateProgram, type Policy } from "../../prover/policy/index.ts";
import { FIELD_NAMES, type RecordFields } from "../../prover/record/index.ts";
import { solidityProof } from "../../prover/review/index.ts";
import type { ClosedSurgery, MerklePath } from "../../prover/tree/index.ts";
import type { IndexedPolicies, IndexedPolicy } from "../indexer/policies.ts";
import type { RelayableCall } from "./calls.ts";
import { addressOf, type Contracts } from "./deployment.ts";

/** Builds the calls of insurers, who send them themselves, and of claims, which anyone may relay. */
export function insuranceCallsOf({ policyBook, claimPool }: Contracts) {
  const bookCall = (action: string, data: string): RelayableCall => ({
    action,
    to: addressOf(policyBook),
    data,
  });
  const poolCall = (action: string, data: string): RelayableCall => ({
    action,
    to: addressOf(claimPool),
    data,
  });
  return {
    publish: (terms: PolicyTerms, policy: Policy) =>
      bookCall(
        "publish",
        policyBook.interface.encodeFunctionData("publish", [
          terms,
          hexlify(toUtf8Bytes(canonicalPolicyText(policy))),
        ]),
      ),
    setCoverage: (policyId: bigint, root: bigint, firstIndex: number, leaves: bigint[]) =>
      bookCall(
        "setCoverage",
        policyBook.interface.encodeFunctionData("setCoverage", [policyId, root, firstIndex, leaves]),
      ),
    fund: (insurer: string, amount: bigint) =>
      poolCall("fund", claimPool.interface.encodeFunctionData("fund", [insurer, amount])),
    back: (policyId: bigint) => poolCall("back", claimPool.interface.encodeFunctionData("back", [policyId])),
    claimBatch: (claims: readonly { content: ClaimContent; proven: ClaimProof }[]) =>
      poolCall(
        "claimBatch",
        claimPool.interface.encodeFunctionData("claimBatch", [
          claims.map(({ content, proven }) => ({
            ...content,
            ...proven.statement,
            policyId: content.policyId,
          })),
          claims.map(({ proven }) => solidityProof(proven.proof)),
        ]),
      ),
    claim: (content: ClaimContent, { proof, statement }: ClaimProof) =>
      poolCall(
        "claim",
        claimPool.interface.encodeFunctionData("claim", [
          { ...content, ...statement, policyId: content.policyId },
          solidityProof(proof),
        ]),
      ),
  };
}

/** What a patient gives an insurer to be covered for one booking: it shows neither patient nor booking. */
export function coverageOf(
  keys: BookingKeys,
  scope: bigint,
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
