import { surgeonDayOf } from "../../prover/tree/index.ts";
import type { QueuedSurgery } from "../sdk/calls.ts";
import type { BookingEvent, ClosedEvent } from "./events.ts";

/** A flush ends at the queue's head or at a multiple of this; see ISurgeryTree. */
const CHECKPOINT_INTERVAL = 64;

/** A closed surgery as the queue holds it. */
export function queuedSurgeryOf({
  patientCommitment,
  surgeon,
  closedDay,
  recordCommitment,
}: ClosedEvent): QueuedSurgery {
  return { patientCommitment, surgeonDay: surgeonDayOf(surgeon, closedDay), recordCommitment };
}

/** The next batch that `flush` accepts: closed surgeries not yet in the tree, up to the next checkpoint. Empty if there is none. */
export function nextBatch(events: readonly BookingEvent[], flushed: number): QueuedSurgery[] {
  const end = (Math.floor(flushed / CHECKPOINT_INTERVAL) + 1) * CHECKPOINT_INTERVAL;
  return events
    .filter((event) => event.name === "Closed")
    .toSorted((one, other) => one.queueIndex - other.queueIndex)
    .slice(flushed, end)
    .map(queuedSurgeryOf);
}
