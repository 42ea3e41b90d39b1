import { hexlify, Wallet } from "ethers";

import { OwnAccount, connect, type Connection } from "../../../../client/sdk/index.ts";
import { Arbiter } from "../../../../client/sdk/arbiter/index.ts";
import { Board } from "../../../../client/sdk/board/index.ts";
import { Insurer } from "../../../../client/sdk/insurer/index.ts";
import { Keeper } from "../../../../client/sdk/keeper/index.ts";
import { Patient } from "../../../../client/sdk/patient/index.ts";
import { Reader } from "../../../../client/sdk/reader/index.ts";
import { Surgeon } from "../../../../client/sdk/surgeon/index.ts";
import { DEPOSIT, RULES } from "../../../../fixtures/agreement.ts";
import { bundleOf, createPlan } from "../../../../fixtures/surgeries.ts";
import { loadVerificationKey } from "../../../../prover/artifacts/node.ts";
import { all, gte } from "../../../../prover/policy/index.ts";
import { DAYS, openOffer, type Scene } from "./scene.ts";

const DAY = 86_400n;

/** Everybody of the scene anew: what the chain was on another branch is forgotten. */
async function peopleOf({ stage, phrase, identity }: Scene) {
  const { deployment, rollup, relayer, accounts } = stage;
  const aftercare: Connection = await connect({ deployment, provider: rollup.provider, relay: relayer });
  const account = new OwnAccount({ signer: accounts.insurer, provider: rollup.provider, deployment });
  const patient = Patient.fromPhrase(aftercare, phrase);
  await patient.bookings();
  return {
    aftercare,
    account,
    patient,
    surgeon: new Surgeon(aftercare, identity),
    board: await Board.of(aftercare, { signer: accounts.board }),
    arbiter: new Arbiter(aftercare, { signer: accounts.arbiter }),
    insurer: await Insurer.of(aftercare, { account }),
    keeper: new Keeper(aftercare),
    reader: new Reader(aftercare, { verificationKey: await loadVerificationKey("review") }),
  };
}

/** What an example's names stand for. Some bring a booking into a state first, or let time pass. */
export async function contextOf(scene: Scene): Promise<Readonly<Record<string, () => unknown>>> {
  const people = await peopleOf(scene);
  const { aftercare, patient, surgeon, insurer } = people;
  const { stage, closed, finished, scheduled, planned, operated, missed } = scene;
  const wait = async (seconds: bigint) => stage.rollup.advanceTo((await aftercare.now()) + seconds);
  const disputed = async (waiting: bigint) => {
    await patient.reportAccident(operated.offer, { evidence: new Uint8Array(1) });
    await wait(waiting + 1n);
    return operated.offer;
  };
  const nullifier = async () => {
    const posted = (await aftercare.view()).reviewEvents.find(({ name }) => name === "ReviewPosted");
    return posted?.name === "ReviewPosted" ? posted.review.nullifier : undefined;
  };
  const paidNullifier = async () => [...(await insurer.paidClaims(scene.policyId)).keys()][0]!;
  const challenge = async () =>
    insurer.challenge({ nullifier: await paidNullifier(), fields: ["totalCost"] });
  const coverages = [{ policyId: scene.policyId, ...DAYS }] as const;
  const asked = challenge();
  asked.catch(() => {});
  const constants = {
    ...people,
    phrase: scene.phrase,
    ...scene.identity,
    boardSigner: stage.accounts.board,
    arbiterSigner: stage.accounts.arbiter,
    newSigner: Wallet.createRandom(),
    facts: {
      licenceNumber: "A-104482",
      jurisdiction: "US-CA",
      specialty: "plastic-surgery",
      expiry: (await aftercare.now()) + 365n * DAY,
    },
    wish: {
      deposit: DEPOSIT,
      appointmentTime: (await aftercare.now()) + 10n * DAY,
      offerExpiry: (await aftercare.now()) + 2n * DAY,
      rules: RULES,
      details: "A smaller nose.",
    },
    plan: createPlan(),
    all,
    gte,
    Arbiter,
    Board,
    Insurer,
    Keeper,
    Patient,
    Reader,
    Surgeon,
    prover: scene.prover,
    claimProver: scene.claimProver,
    payee: hexlify(crypto.getRandomValues(new Uint8Array(20))),
    policyId: scene.policyId,
    unbacked: scene.unbacked,
    days: DAYS,
    coverages,
    booking: scheduled.offer,
    planned: planned.offer,
    operated: operated.offer,
    missed: missed.offer,
    closed: closed.offer,
    reviewed: finished.offer,
    claimed: finished.offer,
    sealedRecord: operated.reported.sealedRecord,
    bundle: bundleOf("surgery-09-rhinoplasty.json"),
    details: { recordRecipient: planned.recordRecipient },
  };
  return {
    ...Object.fromEntries(Object.entries(constants).map(([name, value]) => [name, () => value])),
    verificationKey: () => loadVerificationKey("review"),
    claimVerificationKey: () => loadVerificationKey("claim"),
    nullifier,
    paidNullifier,
    challenge: () => asked,
    record: () => closed.record,
    claimedRecord: () => finished.record,
    coverage: () => patient.coverageFor(scheduled.offer, coverages[0]),
    covered: () => patient.coverageFor(closed.offer, coverages[0]),
    disclosure: async () =>
      patient.answerChallenge(finished.offer, {
        challenge: await asked,
        record: finished.record,
        coverage: coverages[0],
        prover: scene.claimProver,
      }),
    offer: () => openOffer(stage, patient, surgeon),
    reported: async () => {
      await wait(DAY);
      return operated.offer;
    },
    refunded: async () => {
      await patient.cancel(scheduled.offer);
      return scheduled.offer;
    },
    expired: async () => {
      const offer = await openOffer(stage, patient, surgeon);
      await patient.propose(offer);
      await wait(2n * DAY);
      return offer;
    },
    unreported: async () => {
      await wait(RULES.executionWindow + 1n);
      return planned.offer;
    },
    unclosed: async () => {
      await wait(RULES.closingWindow + 1n);
      return operated.offer;
    },
    uncontested: async () => {
      await wait(RULES.contestWindow + 1n);
      return missed.offer;
    },
    disputed: () => disputed(RULES.settlementWindow),
    unsettled: () => disputed(RULES.settlementWindow + RULES.rulingWindow),
    closedPolicy: async () => {
      await wait(61n * DAY);
      return scene.policyId;
    },
  };
}
