import { assertUnsigned } from "../../../prover/integers.ts";
import { confirm } from "../../protocol/calls/escrow/index.ts";
import type { RelayReceipt } from "../../protocol/calls/relay.ts";
import { planHashOf, type Plan } from "../../protocol/plan.ts";
import type { AgreedBooking } from "../agreed-booking.ts";
import { signForBooking, type Lifetime } from "../signing.ts";
import { TIME_BITS, counterSign, type Party, type Proposal } from "./party.ts";

/** What is planned, and when. */
export interface PlannedSurgery extends Lifetime {
  readonly plan: Plan;
  /** Second of the surgery; the appointment of the terms where left out. */
  readonly surgeryTime?: bigint | undefined;
}

/** A plan that one party has signed. The plan itself stays between the two; its hash goes on chain. */
export interface PlanProposal extends Proposal {
  readonly plan: Plan;
  readonly surgeryTime: bigint;
}

/** Signs a plan, for the other party to agree to. */
export async function proposePlan(
  party: Party,
  booking: AgreedBooking,
  { plan, surgeryTime = booking.terms.appointmentTime, lifetime }: PlannedSurgery,
): Promise<PlanProposal> {
  assertUnsigned("surgeryTime", surgeryTime, TIME_BITS);
  const { deadline, signature } = await signForBooking(party.connection, {
    signer: party.signerFor(booking),
    booking,
    message: "Plan",
    values: { planHash: planHashOf(plan), surgeryTime },
    lifetime,
  });
  const { bookingId, terms } = booking;
  return { bookingId, terms, plan, surgeryTime, proposedBy: party.side, deadline, signature };
}

/** Agrees to a plan, and sends it. Whoever calls this has read the plan: the hash signed is that of the plan given. */
export async function confirmPlan(party: Party, proposal: PlanProposal): Promise<RelayReceipt> {
  const { terms, plan, surgeryTime, deadline } = proposal;
  const planHash = planHashOf(plan);
  const signatures = await counterSign(party, proposal, {
    message: "Plan",
    values: { planHash, surgeryTime },
  });
  return party.connection.send(
    confirm(party.connection.deployment, {
      terms,
      planHash,
      surgeryTime,
      deadline,
      ...signatures,
    }),
  );
}
