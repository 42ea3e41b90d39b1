import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { getBytes, Wallet } from "ethers";
import { signBookingMessage } from "../../protocol/messages/escrow.ts";
import * as escrow from "../../protocol/calls/escrow/index.ts";
import { flush } from "../../protocol/calls/tree/index.ts";
import type { SignedClosing } from "../../protocol/calls/signed-closing.ts";
import type { SignedOffer } from "../../sdk/offer.ts";
import { acceptRecord, handOver, type AcceptedRecord } from "../../records/hand-over.ts";
import { recipientOf } from "../../records/sealing.ts";
import { nextBatch } from "../../reader/replay/queue.ts";
import { frontierOf } from "../../reader/replay/trees.ts";
import type { Part } from "../cast.ts";
import type { ChainView } from "../../reader/chain-view.ts";
import { viewChain, type Stage } from "../stage.ts";
import { progressOf } from "./booking.ts";

const HOUR = 3_600n;

/** What the escrow asks for between two states and a closing, in seconds. */
const CLOSING_DWELL = 24n * HOUR;

/** Seconds that a relayer has to put a closing into a batch with others. */
const RELAY_TIME = 48n * HOUR;

/** The FHIR bundles from which the story's surgeons read their records. */
export const FIXTURES = join(import.meta.dirname, "..", "..", "..", "fixtures", "fhir");

/** The surgeon commits to the record on chain and hands it over, sealed to the patient and herself. */
export async function report(
  stage: Stage,
  part: Part,
  { bookingId, terms }: SignedOffer,
): Promise<Uint8Array> {
  await stage.rollup.advanceTo(terms.appointmentTime);
  const bundle = await readFile(join(FIXTURES, part.fixture), "utf8");
  const { profile } = await stage.contracts.registry.registrationOf(part.surgeon.wallet.address);
  const { recordCommitment, sealed } = await handOver(bundle, [
    part.patient.ageRecipient,
    recipientOf(getBytes(profile.encryptionKey)),
  ]);
  const deadline = (await stage.rollup.now()) + HOUR;
  const signature = await signBookingMessage(part.surgeon.wallet, stage.domains.escrow, "Execution", {
    bookingId,
    recordCommitment,
    deadline,
  });
  await stage.relay(
    escrow.execute(stage.deployment, { terms, recordCommitment, deadline, surgeonSignature: signature }),
  );
  return sealed;
}

/** The patient opens the record, checks it against the commitment on chain, and only then signs the closing. */
export async function accept(
  stage: Stage,
  view: ChainView,
  part: Part,
  { bookingId, terms }: SignedOffer,
  sealed: Uint8Array,
): Promise<{ accepted: AcceptedRecord; closing: SignedClosing }> {
  const progress = progressOf(view, bookingId);
  await stage.rollup.advanceTo(progress.enteredAt + CLOSING_DWELL);
  const accepted = await acceptRecord(sealed, part.patient.keys.ageIdentity, progress.recordCommitment);
  const { recordCommitment } = accepted;
  const deadline = (await stage.rollup.now()) + RELAY_TIME;
  const patientSignature = await signBookingMessage(
    new Wallet(part.patient.booking.signingKey),
    stage.domains.escrow,
    "Closing",
    { bookingId, recordCommitment, deadline },
  );
  return { accepted, closing: { terms, recordCommitment, deadline, patientSignature } };
}

/** One closing in a transaction of its own. */
export async function close(
  stage: Stage,
  view: ChainView,
  part: Part,
  offer: SignedOffer,
  sealed: Uint8Array,
): Promise<AcceptedRecord> {
  const { accepted, closing } = await accept(stage, view, part, offer, sealed);
  await stage.relay(escrow.close(stage.deployment, closing));
  return accepted;
}

/** Anyone may flush: brings every queued surgery into the tree, and returns how many there were. */
export async function flushQueue(stage: Stage): Promise<number> {
  let flushed = 0;
  for (;;) {
    const view = await viewChain(stage);
    const batch = nextBatch(view.queue, view.trees.flushed);
    if (batch.length === 0) return flushed;
    await stage.relay(flush(stage.deployment, { surgeries: batch, frontier: frontierOf(view.trees) }));
    flushed += batch.length;
  }
}
