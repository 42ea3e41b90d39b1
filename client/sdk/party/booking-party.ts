import type { RelayReceipt } from "../../protocol/calls/relay.ts";
import type { AgreedBooking } from "../agreed-booking.ts";
import type { Lifetime } from "../signing.ts";
import { cancel, forfeitOf, type Cancellation } from "./cancel.ts";
import type { Party } from "./party.ts";
import { confirmPlan, proposePlan, type PlannedSurgery, type PlanProposal } from "./plan.ts";
import { reportAccident, type Evidence } from "./report-accident.ts";
import { proposeRescheduling, reschedule, type ReschedulingProposal } from "./reschedule.ts";
import { distributableOf, proposeSettlement, settle, type SettlementProposal } from "./settle.ts";

/**
 * What patient and surgeon can both do about a booking of theirs.
 *
 * What takes two signatures is proposed by one and completed by the other: `propose…` signs and returns a proposal, which
 * travels between the two however they like, and its counterpart signs the same and sends both.
 */
export abstract class BookingParty {
  protected abstract readonly party: Party;

  /**
   * Signs a plan, for the other party to agree to.
   *
   * @example
   * const proposal = await surgeon.proposePlan(booking, { plan });
   */
  proposePlan(booking: AgreedBooking, planned: PlannedSurgery): Promise<PlanProposal> {
    return proposePlan(this.party, booking, planned);
  }

  /**
   * Agrees to the plan that the other party has signed, and sends it.
   *
   * @throws OwnProposalError, ForeignBookingError, ContractRefusedError
   * @example
   * const proposal = await surgeon.proposePlan(booking, { plan });
   * await patient.confirmPlan(proposal);
   */
  confirmPlan(proposal: PlanProposal): Promise<RelayReceipt> {
    return confirmPlan(this.party, proposal);
  }

  /**
   * Signs another time for the surgery, for the other party to agree to.
   *
   * @param options.surgeryTime Second of the surgery.
   * @throws UnknownBookingError, ForeignBookingError
   * @example
   * const surgeryTime = booking.terms.appointmentTime + 7n * 86_400n;
   * const proposal = await patient.proposeRescheduling(booking, { surgeryTime });
   */
  proposeRescheduling(
    booking: AgreedBooking,
    options: Lifetime & { readonly surgeryTime: bigint },
  ): Promise<ReschedulingProposal> {
    return proposeRescheduling(this.party, booking, options);
  }

  /**
   * Agrees to another time, and sends it.
   *
   * @throws OwnProposalError, ForeignBookingError, ContractRefusedError
   * @example
   * const surgeryTime = booking.terms.appointmentTime + 7n * 86_400n;
   * await surgeon.reschedule(await patient.proposeRescheduling(booking, { surgeryTime }));
   */
  reschedule(proposal: ReschedulingProposal): Promise<RelayReceipt> {
    return reschedule(this.party, proposal);
  }

  /**
   * What a patient would forfeit by cancelling now, in token units. Surgeons forfeit nothing.
   *
   * @throws UnknownBookingError
   * @example
   * const forfeit = await patient.forfeitOf(booking);
   */
  forfeitOf(booking: AgreedBooking): Promise<bigint> {
    return forfeitOf(this.party.connection, booking);
  }

  /**
   * Cancels before the surgery. A patient who is late forfeits what the terms say.
   *
   * @throws UnknownBookingError, ForeignBookingError, ContractRefusedError
   * @example
   * const { surgeonAmount } = await patient.cancel(booking);
   */
  cancel(booking: AgreedBooking, options: Lifetime = {}): Promise<Cancellation> {
    return cancel(this.party, booking, options);
  }

  /**
   * Reports that the surgery went wrong; the evidence stays with the parties.
   *
   * @throws ForeignBookingError, ContractRefusedError
   * @example
   * await patient.reportAccident(operated, { evidence: new TextEncoder().encode("What happened.") });
   */
  reportAccident(booking: AgreedBooking, evidence: Evidence): Promise<RelayReceipt> {
    return reportAccident(this.party, booking, evidence);
  }

  /**
   * What the two have to share if they settle, in token units.
   *
   * @throws UnknownBookingError
   * @example
   * const shared = await surgeon.distributableOf(booking);
   */
  distributableOf(booking: AgreedBooking): Promise<bigint> {
    return distributableOf(this.party.connection, booking);
  }

  /**
   * Signs a division of the deposit, for the other party to agree to.
   *
   * @param options.surgeonAmount Token units; the patient gets the rest.
   * @throws AmountTooHighError, UnknownBookingError, ForeignBookingError
   * @example
   * const half = (await patient.distributableOf(booking)) / 2n;
   * const proposal = await patient.proposeSettlement(booking, { surgeonAmount: half });
   */
  proposeSettlement(
    booking: AgreedBooking,
    options: Lifetime & { readonly surgeonAmount: bigint },
  ): Promise<SettlementProposal> {
    return proposeSettlement(this.party, booking, options);
  }

  /**
   * Agrees to a division of the deposit, and sends it.
   *
   * @throws OwnProposalError, ForeignBookingError, ContractRefusedError
   * @example
   * await surgeon.settle(await patient.proposeSettlement(booking, { surgeonAmount: 0n }));
   */
  settle(proposal: SettlementProposal): Promise<RelayReceipt> {
    return settle(this.party, proposal);
  }
}
