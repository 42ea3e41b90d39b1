import { id, Wallet, type Signer } from "ethers";
import * as escrow from "../../protocol/calls/escrow/index.ts";
import { signBookingMessage } from "../../protocol/messages/escrow.ts";
import type { SignedOffer } from "../../sdk/offer.ts";
import type { Part } from "../cast.ts";
import type { ChainView } from "../../reader/chain-view.ts";
import type { Stage } from "../stage.ts";
import { DEPOSIT, progressOf, RULES } from "./booking.ts";

const HOUR = 3_600n;
const DAY = 24n * HOUR;

/** One booking, as an exit needs it. */
export interface Exit {
  part: Part;
  offer: SignedOffer;
}

const patientOf = ({ part }: Exit): Signer => new Wallet(part.patient.booking.signingKey);

/** The patient calls the surgery off the day before, and forfeits what the terms say. */
export async function cancelLate(stage: Stage, exit: Exit): Promise<bigint> {
  const { bookingId, terms } = exit.offer;
  await stage.rollup.advanceTo(terms.appointmentTime - DAY);
  const surgeonAmount = (DEPOSIT * RULES.lateCancellationShare) / 10_000n;
  const deadline = (await stage.rollup.now()) + HOUR;
  const message = { bookingId, surgeonAmount, deadline };
  const signature = await signBookingMessage(patientOf(exit), stage.domains.escrow, "Cancellation", message);
  await stage.relay(
    escrow.cancel(stage.deployment, { terms, canceller: terms.patient, surgeonAmount, deadline, signature }),
  );
  return surgeonAmount;
}

/** The surgeon waits at the time agreed, and says that nobody came. */
export async function reportNoShow(stage: Stage, view: ChainView, { part, offer }: Exit): Promise<void> {
  const { bookingId, terms } = offer;
  const progress = progressOf(view, bookingId);
  await stage.rollup.advanceTo(progress.surgeryTime + HOUR);
  const deadline = (await stage.rollup.now()) + HOUR;
  const message = { bookingId, deadline };
  const { wallet } = part.surgeon;
  const signature = await signBookingMessage(wallet, stage.domains.escrow, "NoShowReport", message);
  await stage.relay(escrow.reportNoShow(stage.deployment, { terms, deadline, surgeonSignature: signature }));
}

/** The patient lets that stand; anyone concludes it. */
export async function concludeNoShow(stage: Stage, view: ChainView, { offer }: Exit): Promise<void> {
  const progress = progressOf(view, offer.bookingId);
  await stage.rollup.advanceTo(progress.enteredAt + RULES.contestWindow + 1n);
  await stage.relay(escrow.concludeNoShow(stage.deployment, offer));
}

/** The patient reports that the surgery went wrong; the evidence stays with the parties. */
export async function reportAccident(stage: Stage, exit: Exit): Promise<void> {
  const { bookingId, terms } = exit.offer;
  const evidenceHash = id(`report on ${bookingId}`);
  const deadline = (await stage.rollup.now()) + HOUR;
  const message = { bookingId, evidenceHash, deadline };
  const signature = await signBookingMessage(patientOf(exit), stage.domains.escrow, "Accident", message);
  await stage.relay(
    escrow.reportAccident(stage.deployment, {
      terms,
      reporter: terms.patient,
      evidenceHash,
      deadline,
      signature,
    }),
  );
}

/** Patient and surgeon agree to halve what is left of the deposit after the fees. */
export async function settle(stage: Stage, exit: Exit): Promise<void> {
  const { bookingId, terms } = exit.offer;
  const shared = terms.deposit - terms.protocolFee - (await stage.contracts.escrow.reviewFee());
  const surgeonAmount = shared / 2n;
  const patientAmount = shared - surgeonAmount;
  const deadline = (await stage.rollup.now()) + HOUR;
  const message = { bookingId, surgeonAmount, patientAmount, deadline };
  const [byPatient, bySurgeon] = [
    await signBookingMessage(patientOf(exit), stage.domains.escrow, "Settlement", message),
    await signBookingMessage(exit.part.surgeon.wallet, stage.domains.escrow, "Settlement", message),
  ];
  await stage.relay(
    escrow.settle(stage.deployment, {
      terms,
      surgeonAmount,
      patientAmount,
      deadline,
      patientSignature: byPatient,
      surgeonSignature: bySurgeon,
    }),
  );
}

/** The two do not agree in their time, so the arbiter decides: a quarter to the surgeon. */
export async function rule(stage: Stage, view: ChainView, { offer }: Exit): Promise<void> {
  const { bookingId, terms } = offer;
  const progress = progressOf(view, bookingId);
  await stage.rollup.advanceTo(progress.enteredAt + RULES.settlementWindow + 1n);
  const deadline = (await stage.rollup.now()) + HOUR;
  const message = { bookingId, surgeonShare: 2_500, reasonHash: id(`ruling on ${bookingId}`), deadline };
  const signature = await signBookingMessage(stage.arbiter, stage.domains.escrow, "Ruling", message);
  await stage.relay(escrow.rule(stage.deployment, { terms, ...message, arbiterSignature: signature }));
}

/** Nobody reported the surgery in time: all of the deposit goes back. Anyone may send it. */
export async function refund(stage: Stage, view: ChainView, { offer }: Exit): Promise<void> {
  const progress = progressOf(view, offer.bookingId);
  await stage.rollup.advanceTo(progress.surgeryTime + RULES.executionWindow + 1n);
  await stage.relay(escrow.refund(stage.deployment, offer));
}

/** The patient did not close in time: the surgeon is paid. Anyone may send it. */
export async function lapse(stage: Stage, view: ChainView, { offer }: Exit): Promise<void> {
  const progress = progressOf(view, offer.bookingId);
  await stage.rollup.advanceTo(progress.enteredAt + RULES.closingWindow + 1n);
  await stage.relay(escrow.lapse(stage.deployment, offer));
}
