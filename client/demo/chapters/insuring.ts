import { Wallet } from "ethers";

import type { Stage } from "../../../fixtures/stage.ts";
import type { ClaimProver } from "../../../prover/proving/index.ts";
import { all, between, eq, explainPolicy, gte, lte, type Policy } from "../../../prover/policy/index.ts";
import type { ProvenClaim } from "../../protocol/calls/claim-pool/proven-claim.ts";
import { mint } from "../../local/mint.ts";
import { OwnAccount } from "../../sdk/index.ts";
import { Insurer, type PublishedPolicy } from "../../sdk/insurer/index.ts";
import type { CoveredDays, OpenClaim } from "../../sdk/patient/index.ts";
import type { ProgressList } from "../progress.ts";
import type { Thread } from "../thread.ts";

const DAY = 86_400n;
const YEAR = 365n * DAY;

/** Seconds for which a coverage still counts after the insurer has replaced the root that it is in. */
export const COVERAGE_NOTICE = 30n * DAY;

/** Days on which the story's patients are covered: the surgeries of the fixtures lie in them. */
export const COVERED: CoveredDays = { coveredFrom: 20_000, coveredUntil: 22_000 };

const MAXIMUM_CLAIMS = 3;

const COMPLICATIONS: Policy = all(gte("complicationGrade", "IIIa"));
const EYELIDS: Policy = all(
  eq("procedure", { system: "icd-10-pcs", code: "080N0ZZ" }),
  between("diagnosis", { system: "icd-10-cm", code: "H02" }, { system: "icd-10-cm", code: "H02" }),
  lte("totalCost", "3000.00 USD"),
);

/** Who is insured in the story, and who is not. */
export interface InsuredPatients {
  /** Has a complication that the policy pays for. */
  readonly complicated: Thread;
  /** Is covered by the same policy, and has none. */
  readonly uncomplicated: Thread;
  readonly eyelids: Thread;
  readonly uncovered: Thread;
}

/** A claim that a device has made by itself. */
export interface PaidByItself {
  readonly open: OpenClaim;
  readonly claim: ProvenClaim;
  readonly provingMilliseconds: number;
}

/** The insurer with its policies, and what it has paid. */
export interface Insurance {
  readonly insurer: Insurer;
  readonly complications: PublishedPolicy;
  readonly patients: InsuredPatients;
  readonly paid: readonly PaidByItself[];
}

/** An insurer publishes and backs two policies, covers patients, and the patients' devices claim by themselves. */
export async function insureAll(
  stage: Stage,
  prover: ClaimProver,
  threads: readonly Thread[],
  progress: ProgressList,
): Promise<Insurance> {
  progress.chapter("Insurance");
  const insurer = await openInsurer(stage);
  const complications = await progress.step(
    "an insurer publishes a policy and backs it",
    () => promise(stage, insurer, COMPLICATIONS, 2_000_000_000n),
    conditionsOf,
  );
  const eyelids = await progress.step(
    "and another one",
    () => promise(stage, insurer, EYELIDS, 800_000_000n),
    conditionsOf,
  );
  const patients = patientsOf(threads);
  await progress.step("the insurer covers three patients whom the chain cannot tell", async () => {
    await cover(insurer, complications, [patients.complicated, patients.uncomplicated]);
    await cover(insurer, eyelids, [patients.eyelids]);
  });
  const paid: PaidByItself[] = [];
  for (const thread of [patients.complicated, patients.uncomplicated, patients.eyelids]) {
    paid.push(...(await claimAll(prover, thread, [complications, eyelids], progress)));
  }
  return { insurer, complications, patients, paid };
}

async function openInsurer({ accounts, rollup, deployment, aftercare }: Stage): Promise<Insurer> {
  const account = new OwnAccount({ signer: accounts.insurer, provider: rollup.provider, deployment });
  return Insurer.of(aftercare, { account });
}

/** Publishes a policy, puts up all that it can ever pay, and opens it. */
async function promise(
  { aftercare, accounts, deployment }: Stage,
  insurer: Insurer,
  policy: Policy,
  payout: bigint,
): Promise<PublishedPolicy> {
  const amount = payout * BigInt(MAXIMUM_CLAIMS);
  const { to, data } = mint(deployment, { account: accounts.insurer.address, amount });
  await (await accounts.insurer.sendTransaction({ to, data })).wait();
  const published = await insurer.publish({
    policy,
    payout,
    maximumClaims: MAXIMUM_CLAIMS,
    closesAt: (await aftercare.now()) + YEAR,
    coverageNotice: COVERAGE_NOTICE,
  });
  await insurer.fund({ amount });
  await insurer.back(published.policyId);
  return published;
}

/** The patients give the insurer one number each, which shows neither them nor their bookings. */
async function cover(
  insurer: Insurer,
  { policyId }: PublishedPolicy,
  threads: readonly Thread[],
): Promise<void> {
  const coverages = await Promise.all(
    threads.map(({ agreed }) => agreed.patient.coverageFor(agreed.offer, { policyId, ...COVERED })),
  );
  await insurer.cover({ policyId, coverages });
}

/** What a patient's device does after every closing and flush. */
async function claimAll(
  prover: ClaimProver,
  { part, agreed: { patient, offer }, record }: Thread,
  policies: readonly PublishedPolicy[],
  progress: ProgressList,
): Promise<PaidByItself[]> {
  if (!record) return [];
  const coverages = policies.map(({ policyId }) => ({ policyId, ...COVERED }));
  const paid: PaidByItself[] = [];
  for (const open of await patient.findClaims(offer, { record, coverages })) {
    const claimed = await progress.step(
      `${part.name}'s device claims by itself and is paid`,
      async () => {
        const startedAt = performance.now();
        const claim = await patient.proveClaim(open, { prover, payee: Wallet.createRandom().address });
        const provingMilliseconds = performance.now() - startedAt;
        await patient.submitClaim(claim);
        return { open, claim, provingMilliseconds };
      },
      () => `${open.policy.terms.payout / 1_000_000n} dollars to a fresh address`,
    );
    paid.push(claimed);
  }
  return paid;
}

/** A policy's conditions in plain words, on one line. */
function conditionsOf({ policy }: PublishedPolicy): string {
  const conditions = explainPolicy(policy).matchAll(/^\s*\d+\. (.+)$/gm);
  return [...conditions].map(([, condition]) => condition).join("; ");
}

/** Covered: who has a complication, who has none that counts, and whose eyelids were operated on. */
function patientsOf(threads: readonly Thread[]): InsuredPatients {
  const find = (fixture: string): Thread => {
    const match = threads.find(({ part, record }) => record && part.fixture.includes(fixture));
    if (!match) throw new Error(`Nobody in the story had the surgery of ${fixture}.`);
    return match;
  };
  return {
    complicated: find("abdominoplasty"),
    uncomplicated: find("liposuction"),
    eyelids: find("blepharoplasty"),
    uncovered: find("breast-augmentation"),
  };
}
