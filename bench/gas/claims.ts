import { id, Wallet, ZeroAddress, type BaseContract } from "ethers";

import type { RelayableCall } from "../../client/protocol/calls/call.ts";
import * as claimPoolCalls from "../../client/protocol/calls/claim-pool/index.ts";
import * as policyBookCalls from "../../client/protocol/calls/policy-book/index.ts";
import { coverageOf } from "../../client/sdk/patient/claims.ts";
import { loadArtifacts } from "../../prover/artifacts/node.ts";
import {
  coverageLeafOf,
  CoverageTree,
  NO_GROUP,
  policyIdOf,
  scopeOf,
  type ClaimContent,
  type ClaimProof,
  type PolicyTerms,
} from "../../prover/claim/index.ts";
import { PatientKeys } from "../../prover/keys/index.ts";
import { compilePolicy, policySourceHash, programHashOf } from "../../prover/policy/index.ts";
import { createProver } from "../../prover/proving/index.ts";
import { encodeRecord, recordCommitment } from "../../prover/record/index.ts";
import { leafOf, surgeonDayOf, SurgeryTree, type ClosedSurgery } from "../../prover/tree/index.ts";
import { policyOf, RECORD } from "../../fixtures/claim-request.ts";
import { PHRASE } from "./patients.ts";
import type { MeasuringRollup } from "./rollup.ts";
import type { Step } from "./steps.ts";
import { surgeonInTurn } from "./surgeons.ts";
import { deployTree } from "./tree.ts";

const CLAIM_BATCHES = [1, 4, 16, 32] as const;

/** The step that claims so many times. */
export const claimStep = (batch: number): string => (batch === 1 ? "claim" : `claims, ${batch}`);

/** Token units, of six decimals, that the policy pays for each claim, and what the patient lets the relayer keep of it. */
const PAYOUT = 2_000_000_000n;
const RELAY_FEE = 50_000n;
const DAY = 86_400;
const COVERED = { coveredFrom: 0, coveredUntil: 25_000 };
const POLICY = policyOf(RECORD);
const FIELDS = encodeRecord(RECORD);

interface Proven {
  readonly content: ClaimContent;
  readonly proven: ClaimProof;
}

/** An open policy, and proven claims on it of patients whose surgeries are in the tree. */
async function proveClaims(chain: MeasuringRollup, count: number) {
  const { queue, tree } = await deployTree(chain);
  const token = await chain.deploy("TestDollar");
  const policyBook = await chain.deploy("PolicyBook");
  const verifier = await chain.deploy("ClaimBatchVerifier");
  const claimPool = await chain.deploy("ClaimPool", [token, policyBook, tree, verifier]);
  const { chainId } = await chain.rollup.provider.getNetwork();
  const address = async (contract: BaseContract) => contract.getAddress();
  const deployment = {
    chainId,
    registry: ZeroAddress,
    escrow: ZeroAddress,
    board: ZeroAddress,
    token: await address(token),
    tree: await address(tree),
    policyBook: await address(policyBook),
    claimPool: await address(claimPool),
    firstBlock: 0,
  };

  const now = Number(await chain.rollup.now());
  const insurer = chain.sender.address;
  const terms: PolicyTerms = {
    insurer,
    programHash: programHashOf(compilePolicy(POLICY)),
    sourceHash: policySourceHash(POLICY),
    payout: PAYOUT,
    maximumClaims: 1_000,
    opensAt: now,
    closesAt: now + 365 * DAY,
    coverageNotice: 30 * DAY,
    group: NO_GROUP,
    salt: id("salt"),
  };
  const location = { chainId, book: deployment.policyBook };
  const policyId = policyIdOf(terms, location);
  const scope = scopeOf(terms, location);
  const reserve = PAYOUT * BigInt(terms.maximumClaims);

  const patient = PatientKeys.fromPhrase(PHRASE);
  const bookings = Array.from({ length: count }, (_, index) => {
    const keys = patient.booking(index);
    const blinding = BigInt(index) + 1n;
    const closed: ClosedSurgery = {
      patientCommitment: keys.patientCommitment,
      surgeon: surgeonInTurn(index).address,
      closedDay: 20_000,
      recordCommitment: recordCommitment(FIELDS, blinding),
    };
    return { keys, closed, blinding, coverage: coverageLeafOf(coverageOf(keys, scope, COVERED)) };
  });
  const surgeries = bookings.map(({ closed: { surgeon, closedDay, ...commitments } }) => ({
    ...commitments,
    surgeonDay: surgeonDayOf(surgeon, closedDay),
  }));
  const surgeryTree = SurgeryTree.fromLeaves(bookings.map(({ closed }) => leafOf(closed)));
  const coverages = bookings.map(({ coverage }) => coverage);
  const coverageTree = CoverageTree.fromLeaves(coverages);

  await chain.send(await queue.getFunction("enqueue").populateTransaction(surgeries));
  await chain.send(await tree.getFunction("flush").populateTransaction(surgeries, []));
  await chain.send(await token.getFunction("mint").populateTransaction(insurer, reserve));
  await chain.send(await token.getFunction("approve").populateTransaction(claimPool, reserve));
  for (const call of [
    policyBookCalls.publish(deployment, { terms, policy: POLICY }),
    policyBookCalls.setCoverage(deployment, {
      policyId,
      root: coverageTree.root,
      firstIndex: 0,
      leaves: coverages,
    }),
    claimPoolCalls.fund(deployment, { insurer, amount: reserve }),
    claimPoolCalls.back(deployment, { policyId }),
  ]) {
    await chain.send(call);
  }

  await using prover = await createProver({ artifacts: await loadArtifacts("claim") });
  const claims: Proven[] = [];
  for (const [index, { keys, closed, blinding, coverage }] of bookings.entries()) {
    const content: ClaimContent = {
      chainId,
      pool: deployment.claimPool,
      policyId,
      // Every claim is paid to an address that nobody has seen before.
      payee: new Wallet(id(`payee ${index}`)).address,
      feeRecipient: ZeroAddress,
      fee: RELAY_FEE,
    };
    const knowledge = {
      program: compilePolicy(POLICY),
      scope,
      secret: keys.secret,
      closed,
      path: surgeryTree.path(index),
      record: { fields: FIELDS, blinding },
      coverage: { ...COVERED, path: coverageTree.path(coverage) },
    };
    claims.push({ content, proven: await prover.proveClaim({ ...knowledge, content }) });
  }
  return { claims, deployment };
}

/**
 * Claims on one insurer's policy that has paid before, each to a new address and through a relayer who has been paid before.
 *
 * @param largest Claims in the largest batch: proving more takes minutes.
 */
export async function measureClaims(chain: MeasuringRollup, largest: number): Promise<Step[]> {
  const { claims, deployment } = await proveClaims(chain, largest + 1);
  const [first, second, ...others] = claims;
  if (!first || !second) throw new Error("There is nothing to claim.");
  const claim = (proven: Proven): RelayableCall => claimPoolCalls.claim(deployment, proven);
  await chain.send(claim(first));
  const steps: Step[] = [];
  for (const items of CLAIM_BATCHES.filter((size) => size <= largest)) {
    const call =
      items === 1
        ? claim(second)
        : claimPoolCalls.claimBatch(deployment, { claims: [second, ...others].slice(0, items) });
    steps.push(
      await chain.onBranch(async () => ({ name: claimStep(items), items, ...(await chain.measure(call)) })),
    );
  }
  return steps;
}
