import { escrowDomain, signBookingMessage, type BookingMessageValues } from "../protocol/messages/escrow.ts";
import type { MessageSigner } from "../protocol/messages/signer.ts";
import { assertBookingId, type AgreedBooking } from "./agreed-booking.ts";
import type { ChainConnection } from "./connection.ts";

/** Seconds for which a signed message counts, where nothing else is asked for. */
const LIFETIME = 3_600n;

/** For how long what is signed may be sent. */
export interface Lifetime {
  /** Seconds from the latest block on; an hour where left out. */
  readonly lifetime?: bigint | undefined;
}

/** Last second at which a message signed now counts. */
export async function deadlineIn(
  connection: ChainConnection,
  { lifetime = LIFETIME }: Lifetime,
): Promise<bigint> {
  return (await connection.now()) + lifetime;
}

/** A message about a booking, with whoever signs it. */
export interface MessageToSign<Message extends keyof BookingMessageValues> extends Lifetime {
  readonly signer: MessageSigner;
  readonly booking: AgreedBooking;
  readonly message: Message;
  readonly values: Omit<BookingMessageValues[Message], "bookingId" | "deadline">;
}

/** Signs one message about a booking, with a deadline. @throws BookingIdMismatchError */
export async function signForBooking<Message extends keyof BookingMessageValues>(
  connection: ChainConnection,
  { signer, booking, message, values, lifetime }: MessageToSign<Message>,
): Promise<{ readonly deadline: bigint; readonly signature: string }> {
  const deadline = await deadlineIn(connection, { lifetime });
  return { deadline, signature: await signUntil(connection, { signer, booking, message, values }, deadline) };
}

/**
 * Signs a message until a deadline that is fixed. A signature over another id than that of the terms would be a consent to
 * a booking that nobody has shown the signer.
 *
 * @throws BookingIdMismatchError
 */
export async function signUntil<Message extends keyof BookingMessageValues>(
  { deployment: { chainId, escrow } }: ChainConnection,
  { signer, booking, message, values }: Omit<MessageToSign<Message>, "lifetime">,
  deadline: bigint,
): Promise<string> {
  assertBookingId(booking);
  const { bookingId } = booking;
  // The compiler does not see that a message's values are its own, those of the booking and a deadline.
  const complete = { ...values, bookingId, deadline } as unknown as BookingMessageValues[Message];
  return signBookingMessage(signer, escrowDomain(chainId, escrow), message, complete);
}
