import {
  CoverageTree,
  claimNullifierOf,
  claimScope,
  coverageCommitmentOf,
  coverageLeafOf,
  encodeRecord,
  leafOf,
  parseBundle,
  patientCommitmentOf,
  recordCommitment,
  SurgeryTree,
  type ClaimContent,
  type ClaimKnowledge,
} from "../../../prover/index.ts";
import { compilePolicy, all, any, between, eq, gte } from "../../../prover/policy/index.ts";
import { fixtureText } from "../record/fixtures.ts";
import { LEAVES } from "../../../fixtures/review-request.ts";

const SECRET = 0x1234567890abcdef1234567890abcdef1234567890abcdef1234567890abcdn;
const BLINDING = 0xfedcba0987654321fedcba0987654321fedcba0987654321fedcba09876543n;
const SURGEON = "0x00000000000000000000000000000000000000AA";

/** Scope and policy of the claim. */
export const SCOPE = claimScope(0x5c09en);

/** A policy that the abdominoplasty of the fixtures satisfies. */
export const POLICY = all(
  eq("procedure", { system: "icd-10-pcs", code: "0W0F0ZZ" }),
  any(gte("complicationGrade", "IIIa"), gte("totalCost", "20000.00 USD")),
  between("surgeryDay", "2026-01-01", "2026-12-31"),
);

export const RECORD = parseBundle(fixtureText("surgery-13-abdominoplasty.json"));
export const FIELDS = encodeRecord(RECORD);

/** What a claim pays to, on a chain that nobody uses. */
export const CONTENT: ClaimContent = {
  chainId: 31_337n,
  pool: "0x00000000000000000000000000000000000000bb",
  policyId: SCOPE,
  payee: "0x00000000000000000000000000000000000000cc",
  feeRecipient: "0x0000000000000000000000000000000000000000",
  fee: 0n,
};

export const NULLIFIER = claimNullifierOf(SECRET, SCOPE);

function coverage(secret: bigint): ClaimKnowledge["coverage"] {
  const window = { coveredFrom: RECORD.surgeryDay - 30, coveredUntil: RECORD.surgeryDay + 30 };
  const leaf = coverageLeafOf({ commitment: coverageCommitmentOf(secret, SCOPE), ...window });
  return { ...window, path: CoverageTree.fromLeaves([1n, 2n, leaf, 3n]).path(leaf) };
}

/** What the patient of that surgery knows: everything that a claim or a disclosure is made from. */
export function claimKnowledge(secret = SECRET): ClaimKnowledge {
  const closed = {
    patientCommitment: patientCommitmentOf(secret),
    surgeon: SURGEON,
    closedDay: RECORD.surgeryDay + 10,
    recordCommitment: recordCommitment(FIELDS, BLINDING),
  };
  return {
    program: compilePolicy(POLICY),
    scope: SCOPE,
    secret,
    closed,
    path: SurgeryTree.fromLeaves([...LEAVES, leafOf(closed)]).path(LEAVES.length),
    record: { fields: FIELDS, blinding: BLINDING },
    coverage: coverage(secret),
  };
}
