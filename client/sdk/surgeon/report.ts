import type { ReadBundleOptions, SurgeryRecord } from "../../../prover/record/index.ts";
import * as escrow from "../../protocol/calls/escrow/index.ts";
import type { RelayReceipt } from "../../protocol/calls/relay.ts";
import { handOver } from "../../records/hand-over.ts";
import { recipientOfIdentity } from "../../records/sealing.ts";
import type { AgreedBooking } from "../agreed-booking.ts";
import { signForBooking, type Lifetime } from "../signing.ts";
import type { SurgeonSession } from "./session.ts";

/** A surgery's record, and to whom it is handed over. */
export interface SurgeryReport extends Lifetime {
  /** FHIR R4 bundle, as JSON text. */
  readonly bundle: string;
  /** What to read from a bundle that leaves a choice. */
  readonly choices?: ReadBundleOptions | undefined;
  /** The patient's `age1…`, from the details of the booking. */
  readonly recordRecipient: string;
}

/** A reported surgery: what was committed to, and the file to hand to the patient. */
export interface ReportedSurgery {
  readonly record: SurgeryRecord;
  readonly recordCommitment: bigint;
  /** age file that the patient and the surgeon can open. */
  readonly sealedRecord: Uint8Array;
  readonly receipt: RelayReceipt;
}

/** Commits to the record of a surgery on chain, and seals it to the patient and to herself. */
export async function report(
  session: SurgeonSession,
  booking: AgreedBooking,
  { bundle, choices, recordRecipient, lifetime }: SurgeryReport,
): Promise<ReportedSurgery> {
  const { connection } = session;
  const signer = session.signerFor(booking);
  const recipients = [recordRecipient, await recipientOfIdentity(session.ageIdentity)];
  const { record, recordCommitment, sealed } = await handOver(bundle, recipients, choices);
  const { deadline, signature } = await signForBooking(connection, {
    signer,
    booking,
    message: "Execution",
    values: { recordCommitment },
    lifetime,
  });
  const { terms } = booking;
  const receipt = await connection.send(
    escrow.execute(connection.deployment, {
      terms,
      recordCommitment,
      deadline,
      surgeonSignature: signature,
    }),
  );
  return { record, recordCommitment, sealedRecord: sealed, receipt };
}

/** Tells that the patient did not come at the time agreed. */
export async function reportNoShow(
  session: SurgeonSession,
  booking: AgreedBooking,
  { lifetime }: Lifetime,
): Promise<RelayReceipt> {
  const { connection } = session;
  const { deadline, signature } = await signForBooking(connection, {
    signer: session.signerFor(booking),
    booking,
    message: "NoShowReport",
    values: {},
    lifetime,
  });
  const { terms } = booking;
  return connection.send(
    escrow.reportNoShow(connection.deployment, { terms, deadline, surgeonSignature: signature }),
  );
}
