import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { loadArtifacts } from "../../prover/artifacts/node.ts";
import {
  claimNullifierOf,
  claimScope,
  coverageCommitmentOf,
  coverageLeafOf,
  CoverageTree,
  createProver,
  encodeRecord,
  leafOf,
  patientCommitmentOf,
  programHashOf,
  recordCommitment,
  solidityProof,
  surgeonDayOf,
  SurgeryTree,
  type ClaimProver,
  type ClaimScope,
  type ClosedSurgery,
} from "../../prover/index.ts";
import { compilePolicy } from "../../prover/policy/index.ts";
import { policyOf, RECORD } from "../../fixtures/claim-request.ts";
import { from, startChain } from "./support/chain.ts";
import {
  claimOf,
  deployClaims,
  expectPoolBalanced,
  flushSurgeries,
  openPolicy,
  PAYOUT,
} from "./support/claims.ts";
import type { Claim, Claims, PublishedPolicy } from "./support/claims.ts";
import { keyOf } from "./support/deployment.ts";
import { expectRevert } from "./support/errors.ts";
import { mined } from "./support/events.ts";
import { flushedInto } from "./support/flush.ts";
import type { Proof } from "./support/review.ts";

// Real proofs under the committed keys, all the way from a record to the payout, and what that costs.

/** Gas of a whole transaction at most, for a batch of one claim of it: about a tenth above what was last measured. */
const BUDGET = { claim: 397_000, "claim in a batch of 8": 170_000 } as const;
const BATCH = 8;
const PATIENTS = BATCH + 4;

const BLINDING = 0x0fedcba987654321n;
const FIELDS = encodeRecord(RECORD);
const PROGRAM = compilePolicy(policyOf(RECORD));
const COVERED = { coveredFrom: RECORD.surgeryDay - 1, coveredUntil: RECORD.surgeryDay + 1 };

const secretOf = (patient: number): bigint => 0x5ec2e7000n + BigInt(patient);

/** The patient's surgery; the record is the same for all, its commitment is not. */
function surgeryOf(patient: number): ClosedSurgery {
  return {
    patientCommitment: patientCommitmentOf(secretOf(patient)),
    surgeon: keyOf("surgeon").address,
    closedDay: RECORD.surgeryDay + 20,
    recordCommitment: recordCommitment(FIELDS, BLINDING + BigInt(patient)),
  };
}

let claims: Claims;
let policy: PublishedPolicy;
let prover: ClaimProver;
let scope: ClaimScope;
let surgeries: SurgeryTree;
let coverages: CoverageTree;

/** The leaf with which the insurer covers a patient. */
const coverageOf = (patient: number): bigint =>
  coverageLeafOf({ commitment: coverageCommitmentOf(secretOf(patient), scope), ...COVERED });

/** The claim that a patient's client makes from the patient's own secrets and what is on chain. */
async function claimBy(patient: number): Promise<[Claim, Proof]> {
  const claim = await claimOf(claims, policy, {
    root: surgeries.root,
    coverageRoot: coverages.root,
    nullifier: claimNullifierOf(secretOf(patient), scope),
  });
  const closed = surgeryOf(patient);
  const { proof, statement } = await prover.proveClaim({
    content: {
      ...claim,
      chainId: claims.chain.chainId,
      pool: await claims.pool.getAddress(),
    },
    program: PROGRAM,
    scope,
    secret: secretOf(patient),
    closed,
    // The deployment's own two surgeries come first.
    path: surgeries.path(2 + patient),
    record: { fields: FIELDS, blinding: BLINDING + BigInt(patient) },
    coverage: { ...COVERED, path: coverages.path(coverageOf(patient)) },
  });
  expect(statement.nullifier).toBe(claim.nullifier);
  return [claim, solidityProof(proof)];
}

beforeAll(async () => {
  prover = await createProver({ artifacts: await loadArtifacts("claim") });
  claims = await deployClaims(await startChain(), { verifier: "ClaimBatchVerifier" });
  const patients = Array.from({ length: PATIENTS }, (_, patient) => patient);

  await flushSurgeries(
    claims,
    patients.map(surgeryOf).map(({ patientCommitment, surgeon, closedDay, recordCommitment: record }) => ({
      patientCommitment,
      surgeonDay: surgeonDayOf(surgeon, closedDay),
      recordCommitment: record,
    })),
  );
  const leaves = (await flushedInto(claims.tree)).map(({ surgeonDay, ...commitments }) =>
    leafOf({ ...commitments, surgeon: keyOf("surgeon").address, closedDay: Number(surgeonDay >> 160n) }),
  );
  surgeries = SurgeryTree.fromLeaves(leaves);
  expect(surgeries.root).toBe(await claims.tree.root());

  policy = await openPolicy(claims, { programHash: programHashOf(PROGRAM), maximumClaims: 20 });
  scope = claimScope(policy.scope);
  coverages = CoverageTree.fromLeaves(patients.map(coverageOf));
  await mined(
    from(claims.book, claims.insurer).setCoverage(policy.id, coverages.root, 0, patients.map(coverageOf)),
  );
});
afterAll(async () => {
  await claims.chain.close();
  await prover.close();
});

describe("a real claim", () => {
  it("is paid once, and shows nothing of record, surgery or coverage", async () => {
    const { pool, token } = claims;
    const [claim, proof] = await claimBy(1);

    const receipt = await mined(pool.claim(claim, proof));
    expect(await token.balanceOf(claim.payee)).toBe(PAYOUT - claim.fee);
    await expectRevert(pool, pool.claim(...(await claimBy(1))), "AlreadyClaimed", [claim.nullifier]);

    const transaction = (await receipt.getTransaction()).data + receipt.logs.map(({ data }) => data).join("");
    const surgery = surgeryOf(1);
    const hidden = [
      secretOf(1),
      surgery.patientCommitment,
      surgery.recordCommitment,
      BigInt(surgery.surgeon),
      coverageOf(1),
      coverageCommitmentOf(secretOf(1), scope),
      ...FIELDS.filter((field) => field >= 2n ** 32n),
    ];
    for (const value of hidden) expect(transaction).not.toContain(value.toString(16));
    await expectPoolBalanced(claims);
  });

  it("is refused with any word of the claim changed", async () => {
    const { pool } = claims;
    const [claim, proof] = await claimBy(2);
    const changes: Partial<Claim>[] = [
      { payee: keyOf("thief").address },
      { feeRecipient: keyOf("thief").address },
      { fee: claim.fee + 1n },
      { nullifier: claim.nullifier + 1n },
    ];
    for (const change of changes) {
      await expectRevert(pool, pool.claim({ ...claim, ...change }, proof), "InvalidProof");
    }
    const twin = await openPolicy(claims, { programHash: programHashOf(PROGRAM) });
    await mined(from(claims.book, claims.insurer).setCoverage(twin.id, coverages.root, 0, []));
    await expectRevert(pool, pool.claim({ ...claim, policyId: twin.id }, proof), "InvalidProof");
  });

  it("keeps within its gas", { tags: "gas" }, async () => {
    const { pool } = claims;
    // The first claim writes slots that later ones only change, so it is not the one that is measured.
    await mined(pool.claim(...(await claimBy(PATIENTS - 1))));
    expectGas("claim", (await mined(pool.claim(...(await claimBy(PATIENTS - 2))))).gasUsed);
  });

  it("is paid in a batch of eight at less than half the gas", { tags: "gas" }, async () => {
    const { pool } = claims;
    const batch: Claim[] = [];
    const proofs: Proof[] = [];
    for (let patient = 2; patient < 2 + BATCH; patient++) {
      const [claim, proof] = await claimBy(patient);
      batch.push(claim);
      proofs.push(proof);
    }
    const swapped = [proofs[1]!, proofs[0]!, ...proofs.slice(2)];
    await expectRevert(pool, pool.claimBatch(batch, swapped), "InvalidProof");

    const receipt = await mined(pool.claimBatch(batch, proofs));
    const paid = receipt.logs.filter(
      ({ topics }) => topics[0] === pool.interface.getEvent("ClaimPaid").topicHash,
    );
    expect(paid).toHaveLength(BATCH);
    expectGas("claim in a batch of 8", receipt.gasUsed / BigInt(BATCH));
    await expectPoolBalanced(claims);
  });
});

function expectGas(action: keyof typeof BUDGET, gas: bigint): void {
  console.info(`${action}: ${gas} gas`);
  expect(Number(gas)).toBeLessThanOrEqual(BUDGET[action]);
}
