import { AbiCoder } from "ethers/abi";
import { keccak256 } from "ethers/crypto";
import { AftercareError } from "../../../prover/errors.ts";
import { surgeonDayOf } from "../../../prover/tree/index.ts";
import type { QueuedSurgery } from "../../protocol/calls/queued-surgery.ts";
import type { BookingEvent } from "../events.ts";

/** The closings served leave out one, repeat one, or come in another order than the queue. */
export class BrokenQueueError extends AftercareError {
  override readonly name = "BrokenQueueError";
}

/** A flush ends at the queue's head or at a multiple of this; see ISurgeryTree. */
const CHECKPOINT_INTERVAL = 64;

/** Bits of the queue word that hold the rolling hash; the count is above them. */
const HASH_BITS = 216n;

/** All closed surgeries in the order of the queue. Throws {@link BrokenQueueError} where one is missing. */
export function indexQueue(events: readonly BookingEvent[]): QueuedSurgery[] {
  const queue: QueuedSurgery[] = [];
  for (const event of events) {
    if (event.name !== "Closed") continue;
    if (event.queueIndex !== queue.length) {
      throw new BrokenQueueError(
        `The closing in block ${event.blockNumber} has place ${event.queueIndex} in the queue, but ${queue.length} was next.`,
        "Read the events from another node.",
        { blockNumber: event.blockNumber, expected: queue.length, actual: event.queueIndex },
      );
    }
    const { patientCommitment, surgeon, closedDay, recordCommitment } = event;
    queue.push({ patientCommitment, surgeonDay: surgeonDayOf(surgeon, closedDay), recordCommitment });
  }
  return queue;
}

/** The queue's word after these surgeries, from the first on; see IClosedQueue. */
export function queueWordOf(surgeries: readonly QueuedSurgery[]): bigint {
  return surgeries.reduce((word, { patientCommitment, surgeonDay, recordCommitment }, index) => {
    const folded = AbiCoder.defaultAbiCoder().encode(
      ["uint256", "uint256", "uint256", "uint256"],
      [word, patientCommitment, surgeonDay, recordCommitment],
    );
    return (BigInt(index + 1) << HASH_BITS) | BigInt.asUintN(Number(HASH_BITS), BigInt(keccak256(folded)));
  }, 0n);
}

/** The next batch that `flush` accepts: queued surgeries not yet in the tree, up to the next checkpoint. Empty if there is none. */
export function nextBatch(queue: readonly QueuedSurgery[], flushed: number): QueuedSurgery[] {
  const end = (Math.floor(flushed / CHECKPOINT_INTERVAL) + 1) * CHECKPOINT_INTERVAL;
  return queue.slice(flushed, end);
}
