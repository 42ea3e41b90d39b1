import { afterAll, beforeAll } from "vitest";
import { generateX25519Identity } from "age-encryption";
import { Wallet } from "ethers";

import { mint } from "../../../../client/local/mint.ts";
import { startLocalRollup } from "../../../../client/local/local-rollup.ts";
import { OwnAccount } from "../../../../client/sdk/index.ts";
import { Insurer } from "../../../../client/sdk/insurer/index.ts";
import { Patient } from "../../../../client/sdk/patient/index.ts";
import { Surgeon, type SurgeonIdentity } from "../../../../client/sdk/surgeon/index.ts";
import type { AcceptedRecord } from "../../../../client/records/accept-record.ts";
import { license, payIn } from "../../../../fixtures/people.ts";
import { setStage, type Stage } from "../../../../fixtures/stage.ts";
import {
  close,
  offerTo,
  operate,
  plan,
  schedule,
  type AgreedSurgery,
  type OperatedSurgery,
} from "../../../../fixtures/surgeries.ts";
import { loadArtifacts } from "../../../../prover/artifacts/node.ts";
import { createRecoveryPhrase } from "../../../../prover/keys/index.ts";
import { all, gte } from "../../../../prover/policy/index.ts";
import { createProver, type ClaimProver, type ReviewProver } from "../../../../prover/proving/index.ts";

const DAY = 86_400n;
const FIXTURE = "surgery-13-abdominoplasty.json";

/** Days on which the scene's patients are covered. */
export const DAYS = { coveredFrom: 20_000, coveredUntil: 22_000 };

/** A deployment on which one patient has a booking in every state that an example starts from. */
export interface Scene {
  readonly stage: Stage;
  readonly phrase: string;
  readonly identity: SurgeonIdentity;
  /** Closed and in the tree; covered, neither reviewed nor claimed. */
  readonly closed: OperatedSurgery & { readonly record: AcceptedRecord };
  /** The same, reviewed and claimed. */
  readonly finished: OperatedSurgery & { readonly record: AcceptedRecord };
  readonly scheduled: AgreedSurgery;
  /** Confirmed; its surgery is due. */
  readonly planned: AgreedSurgery;
  readonly operated: OperatedSurgery;
  /** Reported as a no-show. */
  readonly missed: AgreedSurgery;
  readonly policyId: bigint;
  /** Published, funded, not backed. */
  readonly unbacked: bigint;
  readonly prover: ReviewProver;
  readonly claimProver: ClaimProver;
}

/** Sets the scene once for all tests of a file, and clears it away after them. */
export function sceneOfFile(): () => Scene {
  let scene: Scene;
  beforeAll(async () => {
    scene = await setScene();
  }, 120_000);
  afterAll(async () => {
    await scene.prover.close();
    await scene.claimProver.close();
    await scene.stage.rollup.close();
  });
  return () => scene;
}

/** Runs something on a branch of the chain of its own. */
export async function onBranch<Result>({ stage }: Scene, run: () => Promise<Result>): Promise<Result> {
  const { provider } = stage.rollup;
  const snapshot: unknown = await provider.send("evm_snapshot", []);
  try {
    return await run();
  } finally {
    await provider.send("evm_revert", [snapshot]);
  }
}

/** The insurer of a stage. */
export function insurerOf({ accounts, rollup, deployment, aftercare }: Stage): Promise<Insurer> {
  const account = new OwnAccount({ signer: accounts.insurer, provider: rollup.provider, deployment });
  return Insurer.of(aftercare, { account });
}

async function setScene(): Promise<Scene> {
  const stage = await setStage(await startLocalRollup());
  const wallet = Wallet.createRandom();
  const identity = { address: wallet.address, signer: wallet, ageIdentity: await generateX25519Identity() };
  const surgeon = new Surgeon(stage.aftercare, identity);
  await license(stage, surgeon, { name: "Dr. Amara Okafor", city: "San Diego", licenceNumber: "A-104482" });
  const phrase = createRecoveryPhrase();
  const patient = Patient.fromPhrase(stage.aftercare, phrase);
  const confirmed = async (whose = patient) => {
    const agreed = await schedule(stage, whose, surgeon);
    await plan(agreed);
    return agreed;
  };
  const whole = async (whose = patient) => {
    const operated = await operate(stage, await confirmed(whose), FIXTURE);
    return { ...operated, record: await close(stage, operated) };
  };
  const closed = await whole();
  const finished = await whole();
  await whole(Patient.fromPhrase(stage.aftercare, createRecoveryPhrase()));
  await stage.keeper.flush();

  const prover = await createProver({ artifacts: await loadArtifacts("review") });
  const claimProver = await createProver({ artifacts: await loadArtifacts("claim") });
  const { offer } = finished;
  await patient.submitReview(await patient.proveReview(offer, { prover, rating: 5, text: "As agreed." }));
  const { policyId, unbacked } = await insure(stage, [closed, finished]);
  const insured = { record: finished.record, coverages: [{ policyId, ...DAYS }] };
  const [open] = await patient.findClaims(offer, insured);
  const payee = Wallet.createRandom().address;
  await patient.submitClaim(await patient.proveClaim(open!, { prover: claimProver, payee }));

  const [planned, soonOperated, missed] = [await confirmed(), await confirmed(), await confirmed()];
  const operated = await operate(stage, soonOperated, FIXTURE);
  await stage.rollup.advanceTo(missed.offer.terms.appointmentTime);
  await surgeon.reportNoShow(missed.offer);
  const scheduled = await schedule(stage, patient, surgeon);
  return {
    stage,
    phrase,
    identity,
    closed,
    finished,
    scheduled,
    planned,
    operated,
    missed,
    policyId,
    unbacked,
    prover,
    claimProver,
  };
}

/** A backed policy that covers these surgeries, one that is not backed, and funds to spare. */
async function insure(stage: Stage, surgeries: readonly AgreedSurgery[]) {
  const { aftercare, accounts, deployment } = stage;
  const { to, data } = mint(deployment, { account: accounts.insurer.address, amount: 20_000_000_000n });
  await (await accounts.insurer.sendTransaction({ to, data })).wait();
  const insurer = await insurerOf(stage);
  const offer = {
    policy: all(gte("complicationGrade", "none")),
    payout: 1_000_000n,
    maximumClaims: 3,
    closesAt: (await aftercare.now()) + 60n * DAY,
    coverageNotice: 30n * DAY,
  };
  const { policyId } = await insurer.publish(offer);
  const { policyId: unbacked } = await insurer.publish(offer);
  await insurer.fund({ amount: 10_000_000n });
  await insurer.back(policyId);
  const coverages = await Promise.all(
    surgeries.map((surgery) => surgery.patient.coverageFor(surgery.offer, { policyId, ...DAYS })),
  );
  await insurer.cover({ policyId, coverages });
  return { policyId, unbacked };
}

/** An offer that is paid for and that nobody has accepted. */
export async function openOffer(stage: Stage, patient: Patient, surgeon: Surgeon) {
  await payIn(stage, await patient.nextAddress());
  return offerTo(stage, patient, surgeon.address);
}
