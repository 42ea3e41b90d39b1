import { hexlify, HDNodeWallet, randomBytes, Wallet, ZeroAddress, type JsonRpcSigner } from "ethers";
import { loadArtifacts } from "../../../prover/artifacts/node.ts";
import {
  coverageLeafOf,
  CoverageTree,
  NO_GROUP,
  policyIdOf,
  scopeOf,
  type ClaimContent,
  type ClaimKnowledge,
  type ClaimProof,
  type ClaimScope,
  type Coverage,
  type PolicyTerms,
} from "../../../prover/claim/index.ts";
import {
  all,
  between,
  compilePolicy,
  eq,
  explainPolicy,
  gte,
  lte,
  policySourceHash,
  programHashOf,
  type Policy,
} from "../../../prover/policy/index.ts";
import { createProver } from "../../../prover/proving/index.ts";
import { encodeRecord } from "../../../prover/record/index.ts";
import type { ChainView } from "../../reader/chain-view.ts";
import { readPolicies, type IndexedPolicies } from "../../reader/replay/policies.ts";
import { positionOf } from "../../reader/replay/trees.ts";
import type { RelayableCall } from "../../protocol/calls/call.ts";
import * as claimPool from "../../protocol/calls/claim-pool/index.ts";
import * as policyBook from "../../protocol/calls/policy-book/index.ts";
import { coverageOf, openClaimsOf, type OwnSurgery } from "../../sdk/insurance.ts";
import type { AcceptedRecord } from "../../records/hand-over.ts";
import type { Part } from "../cast.ts";
import type { ProgressList } from "../progress.ts";
import type { Stage } from "../stage.ts";
import { attack, type Refusal } from "./refusals.ts";

const DAY = 86_400n;
const YEAR = 365n * DAY;

/** Seconds for which a coverage still counts after the insurer has replaced the root that it is in. */
const COVERAGE_NOTICE = 30n * DAY;

type CoveredDays = Pick<Coverage, "coveredFrom" | "coveredUntil">;

/** Days on which the story's patients are covered: the surgeries of the fixtures lie in them. */
const COVERED: CoveredDays = { coveredFrom: 20_000, coveredUntil: 22_000 };

const COMPLICATIONS: Policy = all(gte("complicationGrade", "IIIa"));
const EYELIDS: Policy = all(
  eq("procedure", { system: "icd-10-pcs", code: "080N0ZZ" }),
  between("diagnosis", { system: "icd-10-cm", code: "H02" }, { system: "icd-10-cm", code: "H02" }),
  lte("totalCost", "3000.00 USD"),
);

/** A policy as the story's insurer published it. */
export interface Published {
  policyId: bigint;
  scope: ClaimScope;
  terms: PolicyTerms;
  policy: Policy;
}

/** A patient's surgery with what only the patient knows of it. */
export interface Insured {
  part: Part;
  record: AcceptedRecord;
}

/** What the chapter ends with. */
export interface InsuranceOutcome {
  paid: number;
  provingMilliseconds: number[];
  refusals: Record<"predicateFalse" | "doubleClaim" | "staleRoot" | "otherCoverage", Refusal>;
}

/** An insurer publishes and backs two policies, covers patients, and the patients' devices claim by themselves. */
export async function insure(
  stage: Stage,
  view: ChainView,
  insurer: JsonRpcSigner,
  insured: readonly Insured[],
  progress: ProgressList,
): Promise<InsuranceOutcome> {
  await using prover = await createProver({ artifacts: await loadArtifacts("claim") });
  const complications = await progress.step(
    "an insurer publishes a policy and backs it",
    () => publish(stage, insurer, COMPLICATIONS, 2_000_000_000n),
    conditionsOf,
  );
  const eyelids = await progress.step(
    "and another one",
    () => publish(stage, insurer, EYELIDS, 800_000_000n),
    conditionsOf,
  );

  // Covered: who has a complication, who has none that counts, and whose eyelids were operated on.
  const find = (fixture: string) => {
    const match = insured.find(({ part }) => part.fixture.includes(fixture));
    if (!match) throw new Error(`Nobody in the story had the surgery of ${fixture}.`);
    return match;
  };
  const [complicated, uncomplicated, eyelidPatient, uncovered] = [
    find("abdominoplasty"),
    find("liposuction"),
    find("blepharoplasty"),
    find("breast-augmentation"),
  ] as const;
  await progress.step("the insurer covers three patients whom the chain cannot tell", async () => {
    await cover(stage, insurer, complications, [complicated, uncomplicated]);
    await cover(stage, insurer, eyelids, [eyelidPatient]);
  });

  let policies = await currentPolicies(stage);
  const provingMilliseconds: number[] = [];
  const paid: { content: ClaimContent; proven: ClaimProof }[] = [];
  for (const { part, record } of [complicated, uncomplicated, eyelidPatient]) {
    const surgery = surgeryOf(view, part, record, [complications, eyelids]);
    for (const { policy, knowledge } of openClaimsOf(surgery, policies, await stage.rollup.now())) {
      const content = contentOf(stage, policy.policyId);
      const proven = await progress.step(
        `${part.patient.name}'s device claims by itself and is paid`,
        async () => {
          const startedAt = performance.now();
          const claim = await prover.proveClaim({ ...knowledge, content });
          provingMilliseconds.push(performance.now() - startedAt);
          await stage.relay(claimPool.claim(stage.deployment, { content, proven: claim }));
          return claim;
        },
        () => `${policy.terms.payout / 1_000_000n} dollars to a fresh address`,
      );
      paid.push({ content, proven });
    }
  }
  const [firstPaid] = paid;
  if (!firstPaid) throw new Error("The story's insurer pays at least one claim.");

  const send = (claim: ClaimProof, content: ClaimContent, expected: string) =>
    attack(stage, claimPool.claim(stage.deployment, { content, proven: claim }), expected);
  const knowledgeOf = (who: Insured, program: Policy, tree: CoverageTree): ClaimKnowledge => {
    const { keys, closed, path, record } = surgeryOf(view, who.part, who.record, []);
    const leaf = coverageLeafOf(coverageOf(keys, complications.scope, COVERED));
    return {
      program: compilePolicy(program),
      scope: complications.scope,
      secret: keys.secret,
      closed,
      path,
      record,
      coverage: { ...COVERED, path: tree.path(leaf) },
    };
  };
  const content = contentOf(stage, complications.policyId);
  policies = await currentPolicies(stage);
  const coverage = policies.policies.get(complications.policyId)?.coverage;
  if (!coverage) throw new Error("The policy is not readable.");
  const forged = CoverageTree.fromLeaves([
    coverageLeafOf(coverageOf(uncovered.part.patient.booking, complications.scope, COVERED)),
  ]);
  const show = ({ refused, error }: Refusal) => (refused ? `refused, ${error}` : `NOT REFUSED ${error}`);

  const predicateFalse = await progress.step(
    "a claim on a record without complication, proven for a program of the patient's own",
    async () => {
      const own = all(gte("complicationGrade", "none"));
      const proven = await prover.proveClaim({ ...knowledgeOf(uncomplicated, own, coverage), content });
      return send(proven, content, "InvalidProof");
    },
    show,
  );
  const doubleClaim = await progress.step(
    "the same surgery claimed twice",
    () => send(firstPaid.proven, firstPaid.content, "AlreadyClaimed"),
    show,
  );
  const otherCoverage = await progress.step(
    "a claim by a patient whom the insurer does not cover",
    async () => {
      const proven = await prover.proveClaim({ ...knowledgeOf(uncovered, COMPLICATIONS, forged), content });
      return send(proven, content, "StaleCoverageRoot");
    },
    show,
  );
  const staleRoot = await progress.step(
    "a claim against coverages that the insurer has replaced, after the notice",
    async () => {
      // Covered for a while: the insurer adds the patient's coverage, and takes all of them out again.
      const added = coverageLeafOf(coverageOf(uncovered.part.patient.booking, complications.scope, COVERED));
      coverage.put(coverage.size, [added]);
      await sendAs(
        insurer,
        policyBook.setCoverage(stage.deployment, {
          policyId: complications.policyId,
          root: coverage.root,
          firstIndex: coverage.size - 1,
          leaves: [added],
        }),
      );
      const second = contentOf(stage, complications.policyId);
      const old = await prover.proveClaim({
        ...knowledgeOf(uncovered, COMPLICATIONS, coverage),
        content: second,
      });
      const { root } = CoverageTree.fromLeaves([]);
      const emptied = Array.from({ length: coverage.size }, () => 0n);
      await sendAs(
        insurer,
        policyBook.setCoverage(stage.deployment, {
          policyId: complications.policyId,
          root,
          firstIndex: 0,
          leaves: emptied,
        }),
      );
      await stage.rollup.advanceTo((await stage.rollup.now()) + COVERAGE_NOTICE + 1n);
      return send(old, second, "StaleCoverageRoot");
    },
    show,
  );
  return {
    paid: paid.length,
    provingMilliseconds,
    refusals: { predicateFalse, doubleClaim, staleRoot, otherCoverage },
  };
}

/** A policy's conditions in plain words, on one line. */
function conditionsOf({ policy }: Published): string {
  const conditions = explainPolicy(policy).matchAll(/^\s*\d+\. (.+)$/gm);
  return [...conditions].map(([, condition]) => condition).join("; ");
}

/** Publishes a policy, puts up all that it can ever pay, and opens it. */
export async function publish(
  stage: Stage,
  insurer: JsonRpcSigner,
  policy: Policy,
  payout: bigint,
  maximumClaims = 3,
): Promise<Published> {
  const { deployment, contracts, rollup } = stage;
  const now = await rollup.now();
  const terms: PolicyTerms = {
    insurer: insurer.address,
    programHash: programHashOf(compilePolicy(policy)),
    sourceHash: policySourceHash(policy),
    payout,
    maximumClaims,
    opensAt: Number(now),
    closesAt: Number(now + YEAR),
    coverageNotice: Number(COVERAGE_NOTICE),
    group: NO_GROUP,
    salt: hexlify(randomBytes(32)),
  };
  const location = { chainId: deployment.chainId, book: deployment.policyBook };
  const policyId = policyIdOf(terms, location);
  const reserve = payout * BigInt(terms.maximumClaims);
  const token = (name: string, values: readonly unknown[]): RelayableCall => ({
    action: name,
    to: deployment.token,
    data: contracts.token.interface.encodeFunctionData(name, [...values]),
  });
  await sendAs(insurer, token("mint", [insurer.address, reserve]));
  await sendAs(insurer, token("approve", [deployment.claimPool, reserve]));
  await sendAs(insurer, policyBook.publish(deployment, { terms, policy }));
  await sendAs(insurer, claimPool.fund(deployment, { insurer: insurer.address, amount: reserve }));
  await sendAs(insurer, claimPool.back(deployment, { policyId }));
  return { policyId, scope: scopeOf(terms, location), terms, policy };
}

/** The patients gave the insurer one number each, which shows neither them nor their bookings. */
export async function cover(
  stage: Stage,
  insurer: JsonRpcSigner,
  { policyId, scope }: Published,
  patients: readonly Insured[],
  days: CoveredDays = COVERED,
): Promise<void> {
  const leaves = patients.map(({ part }) => coverageLeafOf(coverageOf(part.patient.booking, scope, days)));
  const { root } = CoverageTree.fromLeaves(leaves);
  await sendAs(insurer, policyBook.setCoverage(stage.deployment, { policyId, root, firstIndex: 0, leaves }));
}

async function sendAs(signer: JsonRpcSigner, { to, data }: RelayableCall): Promise<void> {
  await (await signer.sendTransaction({ to, data })).wait();
}

async function currentPolicies({ deployment, rollup }: Stage): Promise<IndexedPolicies> {
  return readPolicies(deployment, rollup.provider, await rollup.provider.getBlockNumber());
}

/** What a patient's device knows of her surgery. */
export function surgeryOf(
  { bookings, trees }: ChainView,
  part: Part,
  { record, blinding, recordCommitment }: AcceptedRecord,
  published: readonly Published[],
  days: CoveredDays = COVERED,
): OwnSurgery {
  const keys = part.patient.booking;
  const { patientCommitment } = keys;
  const booking = [...bookings.values()].find(({ terms }) => terms?.patient === keys.address);
  const position =
    booking && positionOf(trees, { patientCommitment, surgeon: booking.surgeon, recordCommitment });
  const grown = position && trees.trees[position.treeNumber];
  const closed = grown?.surgeries[position?.leafIndex ?? 0];
  if (!position || !closed) throw new Error(`${part.patient.name}'s surgery is not in the tree.`);
  return {
    keys,
    closed,
    path: grown.tree.path(position.leafIndex),
    record: { fields: encodeRecord(record), blinding },
    coverages: published.map(({ policyId }) => ({ policyId, ...days })),
  };
}

/** Every claim is paid to an address that nobody has seen before; whoever relays it takes nothing here. */
export function contentOf({ deployment }: Stage, policyId: bigint): ClaimContent {
  const payee: HDNodeWallet = Wallet.createRandom();
  return {
    chainId: deployment.chainId,
    pool: deployment.claimPool,
    policyId,
    payee: payee.address,
    feeRecipient: ZeroAddress,
    fee: 0n,
  };
}
