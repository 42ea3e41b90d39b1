import { AftercareError } from "../../../prover/errors.ts";
import type { BookingKeys } from "../../../prover/keys/index.ts";
import type { ClosedSurgery, MerklePath } from "../../../prover/tree/index.ts";
import type { ChainView } from "../../reader/chain-view.ts";
import { positionOf } from "../../reader/replay/trees.ts";
import { bookingOnChain, type AgreedBooking } from "../agreed-booking.ts";

/** A patient's closed surgery with its place in the tree: what every proof about it starts from. */
export interface OwnSurgery {
  readonly keys: BookingKeys;
  readonly closed: ClosedSurgery;
  readonly path: MerklePath;
}

/** The booking has not been closed, so there is nothing to prove. */
export class NotClosedError extends AftercareError {
  override readonly name = "NotClosedError";
}

/** The surgery is closed, but still waits in the queue in front of the tree. */
export class NotFlushedError extends AftercareError {
  override readonly name = "NotFlushedError";
}

/**
 * From a booking to its leaf and path, in a view of the whole chain: nobody is asked about this leaf, so nobody learns
 * whose it is.
 *
 * @throws UnknownBookingError, NotClosedError, NotFlushedError
 */
export function ownSurgeryOf(view: ChainView, keys: BookingKeys, booking: AgreedBooking): OwnSurgery {
  const { progress, surgeon, bookingId } = bookingOnChain(view, booking);
  if (progress.state !== "CLOSED") {
    throw new NotClosedError(
      `The booking is ${progress.state}, not CLOSED.`,
      "Open the record and close the booking first.",
      { bookingId, state: progress.state },
    );
  }
  const { patientCommitment } = keys;
  const position = positionOf(view.trees, {
    patientCommitment,
    surgeon,
    recordCommitment: progress.recordCommitment,
  });
  const grown = position && view.trees.trees[position.treeNumber];
  const closed = position && grown?.surgeries[position.leafIndex];
  if (!closed) {
    throw new NotFlushedError(
      "The surgery is closed, but not in the tree yet.",
      "Wait until somebody flushes the queue, or flush it yourself.",
      { bookingId },
    );
  }
  return { keys, closed, path: grown.tree.path(position.leafIndex) };
}
