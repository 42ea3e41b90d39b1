import type { ReadBundleOptions, SurgeryRecord } from "../../../prover/record/index.ts";
import * as escrow from "../../protocol/calls/escrow/index.ts";
import type { RelayableCall } from "../../protocol/calls/call.ts";
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

/** A record that is signed and sealed, before anybody has seen it. Keep it: only the file in it opens the commitment. */
export interface SignedReport {
  readonly record: SurgeryRecord;
  readonly recordCommitment: bigint;
  /** age file that the patient and the surgeon can open. */
  readonly sealedRecord: Uint8Array;
  /** Commits to the record on chain. */
  readonly call: RelayableCall;
}

/** Seals a record to the patient and to herself, and signs the commitment to it. Nothing is sent. */
export async function signReport(
  session: SurgeonSession,
  booking: AgreedBooking,
  { bundle, choices, recordRecipient, lifetime }: SurgeryReport,
): Promise<SignedReport> {
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
  const call = escrow.execute(connection.deployment, {
    terms,
    recordCommitment,
    deadline,
    surgeonSignature: signature,
  });
  return { record, recordCommitment, sealedRecord: sealed, call };
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
