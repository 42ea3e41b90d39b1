import { keccak256 } from "ethers/crypto";
import * as escrow from "../../protocol/calls/escrow/index.ts";
import type { RelayReceipt } from "../../protocol/calls/relay.ts";
import type { AgreedBooking } from "../agreed-booking.ts";
import type { Evidence } from "../party/report-accident.ts";
import { signForBooking } from "../signing.ts";
import type { PatientSession } from "./session.ts";

/** Contests a no-show that the surgeon has reported; the evidence stays with the parties. */
export async function contest(
  session: PatientSession,
  booking: AgreedBooking,
  { evidence, lifetime }: Evidence,
): Promise<RelayReceipt> {
  const evidenceHash = keccak256(evidence);
  const { deadline, signature } = await signForBooking(session.connection, {
    signer: session.signerFor(booking),
    booking,
    message: "Contest",
    values: { evidenceHash },
    lifetime,
  });
  const { terms } = booking;
  return session.connection.send(
    escrow.contest(session.connection.deployment, {
      terms,
      evidenceHash,
      deadline,
      patientSignature: signature,
    }),
  );
}
