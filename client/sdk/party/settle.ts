import { AftercareError } from "../../../prover/errors.ts";
import * as escrow from "../../protocol/calls/escrow/index.ts";
import type { RelayReceipt } from "../../protocol/calls/relay.ts";
import { bookingOnChain, type AgreedBooking } from "../agreed-booking.ts";
import type { ChainConnection } from "../connection.ts";
import { signForBooking, type Lifetime } from "../signing.ts";
import { counterSign, type Party, type Proposal } from "./party.ts";

/** More was to be given to the surgeon than there is. */
export class AmountTooHighError extends AftercareError {
  override readonly name = "AmountTooHighError";
}

/** A division of the deposit, signed by one party. */
export interface SettlementProposal extends Proposal {
  /** Token units. */
  readonly surgeonAmount: bigint;
  /** Token units. */
  readonly patientAmount: bigint;
}

/**
 * What the two parties of a booking share: the deposit, after the fees where there is a record, since only a surgery with
 * one can be reviewed.
 */
export async function distributableOf(connection: ChainConnection, booking: AgreedBooking): Promise<bigint> {
  const { deposit, protocolFee } = booking.terms;
  const { progress } = bookingOnChain(await connection.view(), booking);
  if (progress.recordCommitment === 0n) return deposit;
  return deposit - protocolFee - (await connection.contracts.escrow.reviewFee());
}

/** Signs a division of what there is, for the other party to agree to; the patient gets what the surgeon does not. */
export async function proposeSettlement(
  party: Party,
  booking: AgreedBooking,
  { surgeonAmount, lifetime }: Lifetime & { readonly surgeonAmount: bigint },
): Promise<SettlementProposal> {
  const distributable = await distributableOf(party.connection, booking);
  if (surgeonAmount < 0n || surgeonAmount > distributable) {
    throw new AmountTooHighError(
      `The surgeon cannot get ${surgeonAmount} token units.`,
      `There are ${distributable} to distribute.`,
      { surgeonAmount, distributable },
    );
  }
  const patientAmount = distributable - surgeonAmount;
  const { deadline, signature } = await signForBooking(party.connection, {
    signer: party.signerFor(booking),
    booking,
    message: "Settlement",
    values: { surgeonAmount, patientAmount },
    lifetime,
  });
  const { bookingId, terms } = booking;
  return { bookingId, terms, surgeonAmount, patientAmount, proposedBy: party.side, deadline, signature };
}

/** Agrees to a division, and sends it. */
export async function settle(party: Party, proposal: SettlementProposal): Promise<RelayReceipt> {
  const { terms, surgeonAmount, patientAmount, deadline } = proposal;
  const signatures = await counterSign(party, proposal, {
    message: "Settlement",
    values: { surgeonAmount, patientAmount },
  });
  return party.connection.send(
    escrow.settle(party.connection.deployment, {
      terms,
      surgeonAmount,
      patientAmount,
      deadline,
      ...signatures,
    }),
  );
}
