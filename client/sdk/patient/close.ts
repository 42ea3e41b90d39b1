import * as escrow from "../../protocol/calls/escrow/index.ts";
import type { RelayReceipt } from "../../protocol/calls/relay.ts";
import type { SignedClosing } from "../../protocol/calls/signed-closing.ts";
import { acceptRecord, type AcceptedRecord } from "../../records/accept-record.ts";
import { bookingOnChain, type AgreedBooking } from "../agreed-booking.ts";
import { signForBooking, type Lifetime } from "../signing.ts";
import type { PatientSession } from "./session.ts";

/** Opens a record and checks that it is the one that the surgeon committed to on chain. */
export async function openRecord(
  session: PatientSession,
  booking: AgreedBooking,
  sealedRecord: Uint8Array,
): Promise<AcceptedRecord> {
  const { progress } = bookingOnChain(await session.connection.view(), booking);
  return acceptRecord(sealedRecord, session.keys.ageIdentity, progress.recordCommitment);
}

/** Signs the closing of a booking, for whoever sends many together; the record is checked first. */
export async function signClosing(
  session: PatientSession,
  booking: AgreedBooking,
  { sealedRecord, lifetime }: Lifetime & { readonly sealedRecord: Uint8Array },
): Promise<{ readonly record: AcceptedRecord; readonly closing: SignedClosing }> {
  const record = await openRecord(session, booking, sealedRecord);
  const { recordCommitment } = record;
  const { deadline, signature } = await signForBooking(session.connection, {
    signer: session.signerFor(booking),
    booking,
    message: "Closing",
    values: { recordCommitment },
    lifetime,
  });
  const { terms } = booking;
  return { record, closing: { terms, recordCommitment, deadline, patientSignature: signature } };
}

/** Accepts the record and closes: the surgeon is paid, and the surgery can be reviewed once it is in the tree. */
export async function close(
  session: PatientSession,
  booking: AgreedBooking,
  options: Lifetime & { readonly sealedRecord: Uint8Array },
): Promise<{ readonly record: AcceptedRecord; readonly receipt: RelayReceipt }> {
  const { record, closing } = await signClosing(session, booking, options);
  const { connection } = session;
  return { record, receipt: await connection.send(escrow.close(connection.deployment, closing)) };
}
