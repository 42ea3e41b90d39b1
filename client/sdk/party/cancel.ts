import { AftercareError } from "../../../prover/errors.ts";
import * as escrow from "../../protocol/calls/escrow/index.ts";
import type { RelayReceipt } from "../../protocol/calls/relay.ts";
import { unpackRules } from "../../protocol/rules.ts";
import { isLicensedAt } from "../../reader/replay/licences.ts";
import { bookingOnChain, type AgreedBooking } from "../agreed-booking.ts";
import type { ChainConnection } from "../connection.ts";
import { licenceOf } from "../licence-of.ts";
import { signForBooking, type Lifetime } from "../signing.ts";
import type { Party } from "./party.ts";

const WHOLE_SHARE = 10_000n;

/** A patient can cancel until the second before the surgery. */
export class TooLateToCancelError extends AftercareError {
  override readonly name = "TooLateToCancelError";
}

/** What a cancellation does to the deposit, in token units. */
export interface Cancellation extends RelayReceipt {
  /** What the surgeon gets; the patient gets the rest. */
  readonly surgeonAmount: bigint;
}

/** Cancels before the surgery. A patient who is late forfeits what the terms say; nothing beside a surgeon without licence. */
export async function cancel(
  party: Party,
  booking: AgreedBooking,
  { lifetime }: Lifetime,
): Promise<Cancellation> {
  const { connection } = party;
  const { terms } = booking;
  const surgeonAmount = party.side === "patient" ? await forfeitOf(connection, booking) : 0n;
  const { deadline, signature } = await signForBooking(connection, {
    signer: party.signerFor(booking),
    booking,
    message: "Cancellation",
    values: { surgeonAmount },
    lifetime,
  });
  const canceller = terms[party.side];
  const receipt = await connection.send(
    escrow.cancel(connection.deployment, { terms, canceller, surgeonAmount, deadline, signature }),
  );
  return { ...receipt, surgeonAmount };
}

/**
 * What a patient forfeits who cancels now, in token units.
 *
 * @throws UnknownBookingError, UnknownSurgeonError, TooLateToCancelError
 */
export async function forfeitOf(connection: ChainConnection, booking: AgreedBooking): Promise<bigint> {
  const { deposit, rules, surgeon } = booking.terms;
  const view = await connection.view();
  const now = await connection.now();
  const { surgeryTime } = bookingOnChain(view, booking).progress;
  if (!isLicensedAt(licenceOf(view, surgeon), now)) return 0n;
  if (now >= surgeryTime) {
    throw new TooLateToCancelError(
      "The surgery's time has come, and with it the end of cancellations by the patient.",
      "Settle with the surgeon, or wait for what the terms say.",
      { now, surgeryTime },
    );
  }
  const { cancellationWindow, lateCancellationShare } = unpackRules(rules);
  const isLate = now + cancellationWindow >= surgeryTime;
  return isLate ? (deposit * lateCancellationShare) / WHOLE_SHARE : 0n;
}
