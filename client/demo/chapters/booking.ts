import { getBytes, hexlify, randomBytes, Wallet } from "ethers";
import * as escrow from "../../protocol/calls/escrow/index.ts";
import { signBookingMessage } from "../../protocol/messages/escrow.ts";
import { type Plan, planHashOf } from "../../protocol/plan.ts";
import { createOffer, type SignedOffer } from "../../sdk/offer.ts";
import type { Rules } from "../../protocol/rules.ts";
import { open, recipientOf, seal } from "../../records/sealing.ts";
import type { Part } from "../cast.ts";
import type { ChainView } from "../../reader/chain-view.ts";
import type { Stage } from "../stage.ts";

const HOUR = 3_600n;
const DAY = 86_400n;

export const DEPOSIT = 500_000_000n; // 500 dollars in the token's six decimals

/** The rules that every booking of the story agrees on. */
export const RULES: Rules = {
  executionWindow: 7n * DAY,
  closingWindow: 14n * DAY,
  cancellationWindow: 2n * DAY,
  noShowWindow: 12n * HOUR,
  contestWindow: 3n * DAY,
  settlementWindow: 5n * DAY,
  rulingWindow: 5n * DAY,
  lateCancellationShare: 3_000n,
  noShowShare: 5_000n,
  defaultShare: 5_000n,
  maximumReschedules: 2n,
};

/** A patient offers, the surgeon reads the sealed details and accepts; deposit and acceptance are one transaction. */
export async function book(stage: Stage, part: Part, position: number): Promise<SignedOffer> {
  const { patient, surgeon } = part;
  const now = await stage.rollup.now();
  const registration = await stage.contracts.registry.registrationOf(surgeon.wallet.address);
  const details = new TextEncoder().encode(
    JSON.stringify({ name: patient.name, wish: part.fixture, salt: hexlify(randomBytes(32)) }),
  );
  const sealedDetails = await seal(details, [
    recipientOf(getBytes(registration.profile.encryptionKey)),
    patient.ageRecipient,
  ]);
  const offer = await createOffer(stage.domains, patient.booking, {
    surgeon: surgeon.wallet.address,
    arbiter: await stage.arbiter.getAddress(),
    deposit: DEPOSIT,
    protocolFee: await stage.contracts.escrow.protocolFee(),
    appointmentTime: now + 10n * DAY + BigInt(position) * HOUR,
    offerExpiry: now + 2n * DAY,
    rules: RULES,
    document: details,
  });
  await open(sealedDetails, surgeon.ageIdentity);

  const deadline = now + HOUR;
  const { bookingId, terms, depositSignature } = offer;
  const acceptance = await signBookingMessage(surgeon.wallet, stage.domains.escrow, "Acceptance", {
    bookingId,
    deadline,
  });
  await stage.relay(
    escrow.schedule(stage.deployment, { terms, deadline, depositSignature, surgeonSignature: acceptance }),
  );
  return offer;
}

/** Patient and surgeon both sign the plan. */
export async function plan(stage: Stage, part: Part, offer: SignedOffer): Promise<void> {
  const { bookingId, terms } = offer;
  const agreed: Plan = {
    medicinesRoot: hexlify(randomBytes(32)),
    coverage: hexlify(new Uint8Array(32)),
    blinding: hexlify(randomBytes(32)),
  };
  const message = {
    bookingId,
    planHash: planHashOf(agreed),
    surgeryTime: terms.appointmentTime,
    deadline: (await stage.rollup.now()) + HOUR,
  };
  const [patientSignature, surgeonSignature] = await Promise.all(
    [new Wallet(part.patient.booking.signingKey), part.surgeon.wallet].map((signer) =>
      signBookingMessage(signer, stage.domains.escrow, "Plan", message),
    ),
  );
  await stage.relay(
    escrow.confirm(stage.deployment, {
      terms,
      ...message,
      patientSignature: patientSignature ?? "",
      surgeonSignature: surgeonSignature ?? "",
    }),
  );
}

/** The progress that the chain's events tell for a booking. */
export function progressOf(view: ChainView, bookingId: string) {
  const booking = view.bookings.get(bookingId);
  if (!booking) throw new Error(`The chain tells nothing of booking ${bookingId}.`);
  return booking.progress;
}
