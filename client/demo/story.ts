import { readdir } from "node:fs/promises";
import hre from "hardhat";
import { loadArtifacts, loadManifest } from "../../prover/artifacts/node.ts";
import { createProver } from "../../prover/proving/index.ts";
import { deployLocally } from "../local/deploy.ts";
import type { LocalRollup } from "../local/local-rollup.ts";
import type { ChainView } from "../reader/chain-view.ts";
import { checkReviews, type ReviewCheck } from "../reader/replay/reviews.ts";
import type { State } from "../protocol/progress.ts";
import type { SignedOffer } from "../sdk/offer.ts";
import type { AcceptedRecord } from "../records/hand-over.ts";
import { signAnswer } from "../protocol/messages/board.ts";
import { castOf, type Fate, type Part, type Surgeon } from "./cast.ts";
import { book, DEPOSIT, plan } from "./chapters/booking.ts";
import {
  cancelLate,
  concludeNoShow,
  lapse,
  refund,
  reportAccident,
  reportNoShow,
  rule,
  settle,
} from "./chapters/exits.ts";
import { insure } from "./chapters/insurance.ts";
import { license } from "./chapters/licensing.ts";
import { attack, type Refusal } from "./chapters/refusals.ts";
import { contentOf, post as postReview, prove, type ProvenReview } from "./chapters/reviewing.ts";
import { accept, close, FIXTURES, flushQueue, report } from "./chapters/surgery.ts";
import * as boardCalls from "../protocol/calls/board/index.ts";
import * as escrow from "../protocol/calls/escrow/index.ts";
import type { SignedClosing } from "../protocol/calls/signed-closing.ts";
import type { ProgressList } from "./progress.ts";
import { actionFigures, refusalFigures, surgeonFigures, timingOf, type StoryReport } from "./report.ts";
import { setStage, viewChain, type Stage } from "./stage.ts";

/** One booking as the story carries it along. */
interface Thread {
  part: Part;
  offer: SignedOffer;
  sealedRecord?: Uint8Array;
  accepted?: AcceptedRecord;
}

/** Plays the main job from an empty chain to verified reviews, and returns the figures. */
export async function tellStory(rollup: LocalRollup, progress: ProgressList): Promise<StoryReport> {
  const fixtures = (await readdir(FIXTURES))
    .filter((name) => /^surgery-.*\.json$/.test(name))
    .toSorted()
    // The cosmetic cases come last by number; they are what the first patients come for.
    .toReversed();
  const { surgeons, parts } = await castOf(fixtures);
  const [treasury, board, relayer, arbiter, insurer] = await Promise.all(
    [1, 2, 3, 4, 5].map((index) => rollup.provider.getSigner(index)),
  );
  if (!treasury || !board || !relayer || !arbiter || !insurer) {
    throw new Error("The local rollup has too few accounts.");
  }

  progress.chapter("The ground");
  await progress.step("contracts compiled (the first time takes a minute)", () =>
    hre.tasks.getTask("build").run({ quiet: true }),
  );
  const deployment = await progress.step(
    "contracts deployed to a local OP-type rollup, the L1 data fee switched on",
    async () => deployLocally(rollup, { treasury: treasury.address, medicalBoard: board.address }),
    ({ escrow }) => `escrow ${escrow}`,
  );
  const manifest = await loadManifest();
  const artifacts = await loadArtifacts("review");
  await using prover = await progress.step(
    "prover ready, its artifacts checked against their SHA-256 sums",
    () => createProver({ artifacts }),
    () => `${manifest.circuits.review.constraints} constraints, ${artifacts.ceremony} keys`,
  );
  const stage = await setStage(rollup, deployment, { board, relayer, arbiter }, RELAY_FEE);

  progress.chapter("Licences");
  for (const surgeon of surgeons)
    await progress.step(`the board licenses ${surgeon.name}`, () => license(stage, surgeon));

  progress.chapter("Bookings");
  const threads = await bookAll(stage, parts, progress);

  progress.chapter("Surgeries");
  await cancel(stage, threads, progress);
  await operate(stage, threads, progress);

  progress.chapter("When it goes another way");
  await goAnotherWay(stage, threads, progress);
  await progress.step(
    "surgeons and patients collect what the escrow owes them",
    () =>
      collectAll(stage, [
        ...surgeons.map(({ wallet }) => wallet.address),
        ...threads.map(({ part }) => part.patient.booking.address),
      ]),
    (count) => `${count} accounts`,
  );

  progress.chapter("Reviews");
  const posted: ProvenReview[] = [];
  const treeView = await viewChain(stage);
  for (const { part } of withFate(threads, "reviews", "closes late and reviews")) {
    const proven = await progress.step(
      `${part.patient.name} reviews ${part.surgeon.name} through an account that is not theirs`,
      async () => {
        const review = await prove(prover, treeView, part, contentOf(stage, part, RELAY_FEE));
        await postReview(stage, review);
        return review;
      },
      ({ provingMilliseconds }) => `proved in ${Math.round(provingMilliseconds)} ms`,
    );
    posted.push(proven);
  }
  const first = posted[0];
  const second = posted[1];
  if (!first || !second) throw new Error("The story needs at least two reviews.");
  await progress.step(`${first.part.surgeon.name} answers a review in public`, () => answer(stage, first));

  progress.chapter("Attacks, sent to the chain for real");
  const closer = parts.find(({ fate }) => fate === "closes");
  if (!closer) throw new Error("The story needs a patient who closed and has not reviewed.");
  const unposted = await prove(
    prover,
    treeView,
    { ...closer, rating: 1, text: "Not worth the money." },
    {
      ...contentOf(stage, closer, RELAY_FEE),
      rating: 1,
      text: "Not worth the money.",
    },
  );
  const attacks: Record<keyof StoryReport["refused"], [title: string, run: () => Promise<Refusal>]> = {
    doubleReview: [
      "a second review of the same surgery, freshly proven",
      async () => {
        const again = { ...first.content, rating: 1, text: "And once more." };
        const { submission } = await prove(prover, treeView, first.part, again);
        return attack(stage, boardCalls.post(stage.deployment, submission), "NullifierUsed");
      },
    ],
    forgedProof: [
      "a proof put together from two others",
      () =>
        attack(
          stage,
          boardCalls.post(stage.deployment, {
            ...unposted.submission,
            proof: { ...unposted.submission.proof, a: second.submission.proof.a },
          }),
          "InvalidProof",
        ),
    ],
    alteredRating: [
      "one star made five on the way",
      () =>
        attack(
          stage,
          boardCalls.post(stage.deployment, {
            ...unposted.submission,
            review: { ...unposted.submission.review, rating: 5 },
          }),
          "InvalidProof",
        ),
    ],
    otherSurgeon: [
      "the proof of one surgeon's patient used against another surgeon",
      () => {
        const other = surgeons.find(({ wallet }) => wallet.address !== unposted.submission.review.surgeon);
        if (!other) throw new Error("The story needs a second surgeon.");
        return attack(
          stage,
          boardCalls.post(stage.deployment, {
            ...unposted.submission,
            review: { ...unposted.submission.review, surgeon: other.wallet.address },
          }),
          "InvalidProof",
        );
      },
    ],
  };
  const refusals = {} as Record<keyof StoryReport["refused"], Refusal>;
  for (const name of Object.keys(attacks) as (keyof typeof attacks)[]) {
    const [title, run] = attacks[name];
    refusals[name] = await progress.step(title, run, ({ refused, error }) =>
      refused ? `refused, ${error}` : `NOT REFUSED ${error}`,
    );
  }

  progress.chapter("Insurance");
  const insured = threads.flatMap(({ part, accepted }) => (accepted ? [{ part, record: accepted }] : []));
  const insurance = await insure(stage, treeView, insurer, insured, progress);

  progress.chapter("A reader, with nothing but the chain");
  const view = await viewChain(stage);
  const verifyingMilliseconds: number[] = [];
  const checks: ReviewCheck[] = [];
  for (const event of view.reviewEvents.filter(({ name }) => name === "ReviewPosted")) {
    const startedAt = performance.now();
    const [check] = await checkReviews([event], view.trees, {
      chainId: deployment.chainId,
      board: deployment.board,
      verificationKey: artifacts.verificationKey,
    });
    verifyingMilliseconds.push(performance.now() - startedAt);
    if (check) checks.push(check);
  }
  for (const check of checks) {
    const surgeon = surgeons.find(({ wallet }) => wallet.address === check.surgeon)?.name ?? check.surgeon;
    await progress.step(
      `${"★".repeat(check.rating).padEnd(5, "☆")} ${surgeon}: “${check.text}”`,
      async () => check,
      () =>
        check.verdict === "verified"
          ? `verified, by one of ${check.anonymitySet} patients`
          : `REFUSED, ${check.reason}`,
    );
  }

  return {
    chain: {
      url: rollup.url,
      chainId: Number(deployment.chainId),
      contracts: {
        registry: deployment.registry,
        escrow: deployment.escrow,
        tree: deployment.tree,
        board: deployment.board,
        token: deployment.token,
        policyBook: deployment.policyBook,
        claimPool: deployment.claimPool,
      },
    },
    circuit: {
      review: {
        constraints: manifest.circuits.review.constraints,
        domainSize: manifest.circuits.review.domainSize,
        ceremony: artifacts.ceremony,
      },
    },
    actions: actionFigures(stage.receipts),
    proving: timingOf(posted.map(({ provingMilliseconds }) => provingMilliseconds)),
    verifying: timingOf(verifyingMilliseconds),
    bookings: {
      total: view.bookings.size,
      closed: countIn(view, "CLOSED"),
      refunded: countIn(view, "SURGEON_NO_SHOW"),
      lapsed: countIn(view, "LAPSED"),
      cancelled: countIn(view, "CANCELLED"),
      patientNoShows: countIn(view, "PATIENT_NO_SHOW"),
      settled: countIn(view, "SETTLED"),
      ruled: countIn(view, "RULED"),
    },
    reviews: {
      posted: posted.length,
      verified: checks.filter(({ verdict }) => verdict === "verified").length,
    },
    ...refusalFigures(refusals),
    claims: {
      paid: insurance.paid,
      proving: timingOf(insurance.provingMilliseconds),
      ...refusalFigures(insurance.refusals),
    },
    surgeons: surgeons.map((surgeon) => surgeonFigures(surgeon, view.bookings.values(), checks)),
    money: await balanceSheet(stage, view, [
      treasury.address,
      relayer.address,
      ...accountsOf(surgeons, parts),
    ]),
  };
}

/** Token units that the story's relayer asks for a review, and that its patients allow: five cents. */
const RELAY_FEE = 50_000n;

async function bookAll(stage: Stage, parts: readonly Part[], progress: ProgressList): Promise<Thread[]> {
  const threads: Thread[] = [];
  for (const [position, part] of parts.entries()) {
    const offer = await progress.step(
      `${part.patient.name} books ${part.surgeon.name} and pays the deposit`,
      async () => {
        await payIn(stage, part.patient.booking.address);
        return book(stage, part, position);
      },
    );
    threads.push({ part, offer });
  }
  await progress.step(
    "patients and surgeons both sign the plans",
    async () => {
      for (const { part, offer } of threads) await plan(stage, part, offer);
    },
    () => `${threads.length} confirmed`,
  );
  return threads;
}

/** Stands for a card payment that an on-ramp turns into dollars on the booking's own address. */
async function payIn(stage: Stage, address: string): Promise<void> {
  const token = stage.contracts.token.connect(stage.relayerSigner);
  const transaction = (await token.getFunction("mint").send(address, DEPOSIT)) as {
    wait(): Promise<unknown>;
  };
  await transaction.wait();
}

const withFate = (threads: readonly Thread[], ...fates: Fate[]) =>
  threads.filter(({ part }) => fates.includes(part.fate));

async function cancel(stage: Stage, threads: readonly Thread[], progress: ProgressList): Promise<void> {
  for (const thread of withFate(threads, "cancels late")) {
    await progress.step(
      `${thread.part.patient.name} cancels a day before the surgery, which the terms call late`,
      () => cancelLate(stage, thread),
      (forfeited) => `${forfeited / 1_000_000n} dollars to the surgeon, the rest back`,
    );
  }
}

async function operate(stage: Stage, threads: Thread[], progress: ProgressList): Promise<void> {
  const confirmed = await viewChain(stage);
  for (const thread of threads) {
    const { part, offer } = thread;
    if (part.fate === "cancels late" || part.fate === "never reported") continue;
    if (part.fate === "never comes") {
      await progress.step(`${part.surgeon.name} waits for ${part.patient.name}, and reports a no-show`, () =>
        reportNoShow(stage, confirmed, thread),
      );
      continue;
    }
    thread.sealedRecord = await progress.step(
      `${part.surgeon.name} operates on ${part.patient.name} and commits to the record`,
      () => report(stage, part, offer),
      () => part.fixture,
    );
  }
  const executed = await viewChain(stage);
  for (const thread of withFate(threads, "settles an accident", "has an accident ruled")) {
    await progress.step(`${thread.part.patient.name} reports an accident`, () =>
      reportAccident(stage, thread),
    );
  }
  const closing = withFate(threads, "reviews", "closes");
  await progress.step(
    "a day later patients open their records, check them against the chain, and close",
    async () => {
      const closings: SignedClosing[] = [];
      for (const thread of closing) {
        const { part, offer, sealedRecord } = thread;
        if (!sealedRecord) continue;
        const { accepted, closing: signed } = await accept(stage, executed, part, offer, sealedRecord);
        thread.accepted = accepted;
        closings.push(signed);
      }
      await stage.relay(escrow.closeMany(stage.deployment, { closings }));
    },
    () => `${closing.length} closed in one transaction`,
  );
  await progress.step(
    "anyone flushes the queue into the tree",
    () => flushQueue(stage),
    (count) => `${count} leaves`,
  );
}

/** The other ways out, in the order in which their times come. */
async function goAnotherWay(stage: Stage, threads: readonly Thread[], progress: ProgressList): Promise<void> {
  const view = await viewChain(stage);
  const steps: [Fate[], (part: Part) => string, (thread: Thread) => Promise<void>][] = [
    [
      ["settles an accident"],
      ({ patient, surgeon }) => `${patient.name} and ${surgeon.name} settle: each gets half`,
      (thread) => settle(stage, thread),
    ],
    [
      ["never comes"],
      ({ patient }) => `${patient.name} does not contest the no-show: half of the deposit is gone`,
      (thread) => concludeNoShow(stage, view, thread),
    ],
    [
      ["has an accident ruled"],
      ({ patient, surgeon }) => `${patient.name} and ${surgeon.name} do not agree: the arbiter rules`,
      (thread) => rule(stage, view, thread),
    ],
    [
      ["never reported"],
      ({ patient, surgeon }) => `${surgeon.name} never reports ${patient.name}'s surgery: full refund`,
      (thread) => refund(stage, view, thread),
    ],
    [
      ["never closed", "closes late and reviews"],
      ({ patient }) => `${patient.name} does not close in time: the surgeon is paid all the same`,
      (thread) => lapse(stage, view, thread),
    ],
  ];
  for (const [fates, title, run] of steps) {
    for (const thread of withFate(threads, ...fates)) {
      await progress.step(title(thread.part), () => run(thread));
    }
  }
  const lapsed = await viewChain(stage);
  for (const { part, offer, sealedRecord } of withFate(threads, "closes late and reviews")) {
    await progress.step(
      `${part.patient.name} closes after all: no money moves, but the surgery can be reviewed`,
      async () => {
        if (sealedRecord) await close(stage, lapsed, part, offer, sealedRecord);
        await flushQueue(stage);
      },
    );
  }
}

/** Gathers the treasury's fees, and pays out every account that the escrow owes something; returns how many there were. */
async function collectAll(stage: Stage, accounts: readonly string[]): Promise<number> {
  let count = 0;
  for (const account of accounts) {
    if ((await stage.contracts.escrow.feesOf(account)) !== 0n) {
      await stage.relay(escrow.gatherFees(stage.deployment, { surgeon: account }));
    }
    if ((await stage.contracts.escrow.balanceOf(account)) === 0n) continue;
    await stage.relay(escrow.collect(stage.deployment, { account }));
    count += 1;
  }
  return count;
}

async function answer(stage: Stage, { part, submission }: ProvenReview): Promise<void> {
  const text = new TextEncoder().encode("Thank you. We now go through the risks in writing, too.");
  const deadline = (await stage.rollup.now()) + 3_600n;
  const { nullifier, version } = submission.review;
  const signature = await signAnswer(part.surgeon.wallet, stage.domains.board, {
    nullifier,
    version,
    text,
    deadline,
  });
  await stage.relay(
    boardCalls.answer(stage.deployment, { nullifier, version, text, deadline, surgeonSignature: signature }),
  );
}

const accountsOf = (surgeons: readonly Surgeon[], parts: readonly Part[]) => [
  ...surgeons.map(({ wallet }) => wallet.address),
  ...parts.map(({ patient }) => patient.booking.address),
];

const countIn = (view: ChainView, state: State) =>
  [...view.bookings.values()].filter(({ progress }) => progress.state === state).length;

/** States in which the escrow holds a booking's deposit. */
const HOLDING: readonly State[] = [
  "SCHEDULED",
  "CONFIRMED",
  "EXECUTED",
  "NO_SHOW_REPORTED",
  "ACCIDENT",
  "DISPUTED",
];

async function balanceSheet(
  stage: Stage,
  view: ChainView,
  accounts: readonly string[],
): Promise<StoryReport["money"]> {
  const { escrow, token } = stage.contracts;
  const held = (await token.getFunction("balanceOf").staticCall(stage.deployment.escrow)) as bigint;
  const openDeposits = [...view.bookings.values()]
    .filter(({ progress }) => HOLDING.includes(progress.state))
    .reduce((sum, { terms }) => sum + (terms?.deposit ?? 0n), 0n);
  let balances = 0n;
  for (const account of accounts) {
    balances += (await escrow.balanceOf(account)) + (await escrow.feesOf(account));
  }
  const reviewPot = await escrow.reviewPot();
  if (held !== openDeposits + balances + reviewPot) {
    throw new Error(`The escrow holds ${held}, but owes ${openDeposits + balances + reviewPot}.`);
  }
  return {
    held: held.toString(),
    openDeposits: openDeposits.toString(),
    balances: balances.toString(),
    reviewPot: reviewPot.toString(),
  };
}
