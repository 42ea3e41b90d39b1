import { readdir } from "node:fs/promises";
import { loadArtifacts } from "../../../prover/artifacts/node.ts";
import type { ReviewArtifacts } from "../../../prover/artifacts/index.ts";
import { createProver, type ReviewProver } from "../../../prover/proving/index.ts";
import { deployLocally } from "../../../client/local/deploy.ts";
import { startLocalRollup } from "../../../client/local/local-rollup.ts";
import type { SignedOffer } from "../../../client/sdk/offer.ts";
import type { AcceptedRecord } from "../../../client/records/hand-over.ts";
import { castOf, type Part, type Surgeon } from "../../../client/demo/cast.ts";
import { book, DEPOSIT, plan } from "../../../client/demo/chapters/booking.ts";
import { license } from "../../../client/demo/chapters/licensing.ts";
import { close, FIXTURES, flushQueue, report } from "../../../client/demo/chapters/surgery.ts";
import type { ChainView } from "../../../client/reader/chain-view.ts";
import { setStage, viewChain, type Stage } from "../../../client/demo/stage.ts";

/** A real deployment on which one surgeon has three closed, flushed surgeries that nobody has reviewed. */
export interface ClosedSurgeries extends AsyncDisposable {
  stage: Stage;
  surgeon: Surgeon;
  parts: Part[];
  /** What each part's patient accepted, in the same order. */
  records: AcceptedRecord[];
  view: ChainView;
  prover: ReviewProver;
  artifacts: ReviewArtifacts;
}

/** Token units that the test relayer asks for a review. */
export const RELAY_FEE = 50_000n;

/** Surgeries that were reported and that nobody has closed. */
export interface ExecutedSurgeries extends AsyncDisposable {
  stage: Stage;
  surgeon: Surgeon;
  /** Each booking with its record, sealed to its patient. */
  bookings: { part: Part; offer: SignedOffer; sealed: Uint8Array }[];
  view: ChainView;
}

/** @param patients How many; up to four have the same surgeon. */
export async function executedSurgeries(patients = 3): Promise<ExecutedSurgeries> {
  const rollup = await startLocalRollup();
  const [treasury, board, relayer, arbiter] = await Promise.all(
    [1, 2, 3, 4].map((index) => rollup.provider.getSigner(index)),
  );
  if (!treasury || !board || !relayer || !arbiter) throw new Error("The local rollup has too few accounts.");
  const deployment = await deployLocally(rollup, { treasury: treasury.address, medicalBoard: board.address });
  const stage = await setStage(rollup, deployment, { board, relayer, arbiter }, RELAY_FEE);

  const fixtures = (await readdir(FIXTURES)).filter((name) => /^surgery-.*\.json$/.test(name)).toSorted();
  const { surgeons, parts: everybody } = await castOf(fixtures);
  const [surgeon] = surgeons;
  if (!surgeon) throw new Error("The cast has no surgeon.");
  const parts = everybody
    .toSorted((one, other) => surgeons.indexOf(one.surgeon) - surgeons.indexOf(other.surgeon))
    .slice(0, patients);
  for (const licensed of new Set(parts.map((part) => part.surgeon))) await license(stage, licensed);

  const mint = stage.contracts.token.connect(relayer).getFunction("mint");
  const offers = [];
  for (const [position, part] of parts.entries()) {
    await mint.send(part.patient.booking.address, DEPOSIT);
    offers.push({ part, offer: await book(stage, part, position) });
  }
  for (const { part, offer } of offers) await plan(stage, part, offer);
  const bookings = [];
  for (const { part, offer } of offers) {
    bookings.push({ part, offer, sealed: await report(stage, part, offer) });
  }
  return {
    stage,
    surgeon,
    bookings,
    view: await viewChain(stage),
    [Symbol.asyncDispose]: () => rollup.close(),
  };
}

/** @param patients How many; up to four have the same surgeon. */
export async function closedSurgeries(patients = 3): Promise<ClosedSurgeries> {
  const { stage, surgeon, bookings, view: executed } = await executedSurgeries(patients);
  const records: AcceptedRecord[] = [];
  for (const { part, offer, sealed } of bookings) {
    records.push(await close(stage, executed, part, offer, sealed));
  }
  await flushQueue(stage);

  const artifacts = await loadArtifacts("review");
  const prover = await createProver({ artifacts });
  return {
    stage,
    surgeon,
    parts: bookings.map(({ part }) => part),
    records,
    view: await viewChain(stage),
    prover,
    artifacts,
    async [Symbol.asyncDispose]() {
      await prover.close();
      await stage.rollup.close();
    },
  };
}
