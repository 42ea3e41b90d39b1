import { readFileSync } from "node:fs";

import {
  coverageCommitmentOf,
  coverageLeafOf,
  CoverageTree,
  encodeRecord,
  leafOf,
  parseBundle,
  patientCommitmentOf,
  recordCommitment,
  SurgeryTree,
  type ClaimContent,
  type ClaimRequest,
  type RecordFields,
} from "../../../prover/index.ts";
import {
  all,
  any,
  between,
  compilePolicy,
  eq,
  gte,
  inSet,
  type Policy,
} from "../../../prover/policy/index.ts";

export const SECRET = 0x0b2f3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f80an;
export const SCOPE = 0x5c09en;
const BLINDING = 0x0fedcba987654321n;
const SURGEON = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

export const CONTENT: ClaimContent = {
  chainId: 31_337n,
  pool: "0x5FbDB2315678afecb367f032d93F642f64180aa3",
  policyId: 0x901c7n,
  payee: "0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
  feeRecipient: "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC",
  fee: 1_000_000n,
};

/** A rhinoplasty, read from its FHIR bundle. */
export const RECORD = parseBundle(
  readFileSync(new URL("../../fixtures/fhir/surgery-09-rhinoplasty.json", import.meta.url), "utf8"),
);

/** A policy that the rhinoplasty satisfies, made of what its record says. */
export function policyOf(record: typeof RECORD): Policy {
  const year = new Date(record.surgeryDay * 86_400_000).getUTCFullYear();
  return all(
    eq("procedure", record.procedure),
    any(inSet("complicationGrade", ["IIIa", "IIIb"]), gte("asaClass", 1), eq("codeSystem", "snomed-ct")),
    between("surgeryDay", `${year}-01-01`, `${year}-12-31`),
  );
}

/** What makes a request other than the usual one. */
export interface ClaimFixtureChoice {
  readonly secret?: bigint;
  readonly scope?: bigint;
  readonly fields?: RecordFields;
  readonly policy?: Policy;
  readonly content?: Partial<ClaimContent>;
}

const strangers = (count: number, seed: bigint): bigint[] =>
  Array.from({ length: count }, (_, index) =>
    coverageLeafOf({ commitment: seed + BigInt(index), coveredFrom: 0, coveredUntil: 9 }),
  );

/** A request that holds: the surgery among others in the tree, the coverage among others in the insurer's. */
export function claimRequest(choice: ClaimFixtureChoice = {}): ClaimRequest {
  const { secret = SECRET, scope = SCOPE, fields = encodeRecord(RECORD) } = choice;
  const surgeryDay = Number(fields[3]);
  const closed = {
    patientCommitment: patientCommitmentOf(secret),
    surgeon: SURGEON,
    closedDay: surgeryDay + 30,
    recordCommitment: recordCommitment(fields, BLINDING),
  };
  const surgeries = SurgeryTree.fromLeaves([11n, 12n, 13n, 14n, 15n, leafOf(closed), 17n]);
  const [coveredFrom, coveredUntil] = [surgeryDay - 10, surgeryDay + 90];
  const coverage = coverageLeafOf({
    commitment: coverageCommitmentOf(secret, scope),
    coveredFrom,
    coveredUntil,
  });
  const coverages = CoverageTree.fromLeaves([...strangers(70, 5n), coverage, ...strangers(3, 99n)]);
  return {
    content: { ...CONTENT, ...choice.content },
    program: compilePolicy(choice.policy ?? policyOf(RECORD)),
    scope,
    secret,
    closed,
    path: surgeries.path(5),
    record: { fields, blinding: BLINDING },
    coverage: { coveredFrom, coveredUntil, path: coverages.path(coverage) },
  };
}
