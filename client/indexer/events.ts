import { Interface, type Log, type LogDescription, type Provider, type Result } from "ethers";
import type { Terms } from "../sdk/booking.ts";
import type { QueuedSurgery } from "../sdk/calls.ts";
import reviewBoardAbi from "../sdk/abi/IReviewBoard.json" with { type: "json" };
import surgeonRegistryAbi from "../sdk/abi/ISurgeonRegistry.json" with { type: "json" };
import surgeryEscrowAbi from "../sdk/abi/ISurgeryEscrow.json" with { type: "json" };
import surgeryTreeAbi from "../sdk/abi/ISurgeryTree.json" with { type: "json" };
import type { Deployment } from "../sdk/deployment.ts";
import type { Licence, Profile } from "../sdk/licence.ts";
import type { Review, ReviewSubmission } from "../sdk/review.ts";

/** Where an event stands in the chain. */
export interface EventPosition {
  blockNumber: number;
  logIndex: number;
  /** Second of the block. */
  timestamp: bigint;
}

/** Events that move a booking. */
export type BookingEvent = EventPosition & { bookingId: string; surgeon: string } & (
    | { name: "Proposed" | "Scheduled"; terms: Terms }
    | { name: "Confirmed"; planHash: string; surgeryTime: bigint }
    | { name: "Rescheduled"; surgeryTime: bigint }
    | { name: "Executed" | "RecordSupplied"; recordCommitment: bigint }
    | {
        name: "Closed";
        queueIndex: number;
        patientCommitment: bigint;
        recordCommitment: bigint;
        closedDay: number;
      }
    | { name: "Cancelled"; canceller: string; surgeonAmount: bigint }
    | { name: "NoShowContested"; evidenceHash: string }
    | { name: "AccidentReported"; reporter: string; evidenceHash: string }
    | { name: "Settled"; surgeonAmount: bigint; patientAmount: bigint }
    | { name: "Ruled"; surgeonShare: number; reasonHash: string; surgeonAmount: bigint }
    | { name: "PatientNoShow" | "Defaulted"; surgeonAmount: bigint }
    | { name: "Withdrawn" | "Expired" | "NoShowReported" | "SurgeonNoShow" | "Lapsed" }
  );

/** A batch of closed surgeries entered the tree. */
export type FlushEvent = EventPosition & {
  name: "Flushed";
  treeNumber: number;
  firstLeaf: number;
  root: bigint;
  surgeries: QueuedSurgery[];
};

/** Events of the review board. */
export type ReviewEvent = EventPosition &
  (
    | ({ name: "ReviewPosted" } & ReviewSubmission)
    | { name: "ReviewAnswered"; nullifier: bigint; surgeon: string; version: number; text: string }
  );

/** Events of the registry. */
export type LicenceEvent = EventPosition & { surgeon: string } & (
    | { name: "SurgeonRegistered"; board: string; licence: Licence; profile: Profile }
    | { name: "ProfileUpdated"; profile: Profile }
    | { name: "KeyRotated"; newSigner: string }
    | { name: "LicenceSuspended"; board: string; suspendedUntil: bigint }
    | { name: "LicenceRevoked"; board: string }
  );

export type AftercareEvent = BookingEvent | FlushEvent | ReviewEvent | LicenceEvent;

const EVENTS = {
  registry: new Interface(surgeonRegistryAbi),
  escrow: new Interface(surgeryEscrowAbi),
  tree: new Interface(surgeryTreeAbi),
  board: new Interface(reviewBoardAbi),
};

/** Nodes limit how many blocks one request may span; 2,000 is within every public limit. */
const BLOCKS_PER_REQUEST = 2_000;

/** All events of a deployment up to a block, in the chain's order. */
export async function readEvents(
  deployment: Deployment,
  provider: Provider,
  lastBlock?: number,
): Promise<AftercareEvent[]> {
  const until = lastBlock ?? (await provider.getBlockNumber());
  const contracts = new Map(
    (["registry", "escrow", "tree", "board"] as const).map((name) => [
      deployment[name].toLowerCase(),
      EVENTS[name],
    ]),
  );
  const timestamps = new Map<number, bigint>();
  const events: AftercareEvent[] = [];
  for (let from = deployment.firstBlock; from <= until; from += BLOCKS_PER_REQUEST) {
    const to = Math.min(from + BLOCKS_PER_REQUEST - 1, until);
    // ethers takes several addresses, and one request keeps the order across contracts.
    const logs = await provider.getLogs({ address: [...contracts.keys()], fromBlock: from, toBlock: to });
    for (const log of logs) {
      const description = contracts.get(log.address.toLowerCase())?.parseLog(log);
      if (!description) continue;
      const event = eventOf(description, await positionOf(log, provider, timestamps));
      if (event) events.push(event);
    }
  }
  return events;
}

async function positionOf(
  log: Log,
  provider: Provider,
  timestamps: Map<number, bigint>,
): Promise<EventPosition> {
  let timestamp = timestamps.get(log.blockNumber);
  if (timestamp === undefined) {
    const block = await provider.getBlock(log.blockNumber);
    if (!block) throw new Error(`The node gave a log of block ${log.blockNumber}, but not the block itself.`);
    timestamp = BigInt(block.timestamp);
    timestamps.set(log.blockNumber, timestamp);
  }
  return { blockNumber: log.blockNumber, logIndex: log.index, timestamp };
}

/** The typed form of a decoded log; undefined for events that change nothing an index keeps. */
function eventOf({ name, args }: LogDescription, position: EventPosition): AftercareEvent | undefined {
  const values = args.toObject(true) as Record<string, never>;
  switch (name) {
    case "Proposed":
    case "Scheduled":
    case "Confirmed":
    case "Rescheduled":
    case "Executed":
    case "RecordSupplied":
    case "Withdrawn":
    case "Expired":
    case "Cancelled":
    case "NoShowReported":
    case "NoShowContested":
    case "PatientNoShow":
    case "SurgeonNoShow":
    case "AccidentReported":
    case "Settled":
    case "Defaulted":
    case "Lapsed":
    case "SurgeonRegistered":
    case "ProfileUpdated":
    case "KeyRotated":
    case "LicenceSuspended":
    case "LicenceRevoked":
      return { name, ...position, ...values } as AftercareEvent;
    case "Closed": {
      const { queueIndex, closedDay, ...rest } = values as unknown as {
        queueIndex: bigint;
        closedDay: bigint;
        bookingId: string;
        surgeon: string;
        patientCommitment: bigint;
        recordCommitment: bigint;
      };
      return { name, ...position, ...rest, queueIndex: Number(queueIndex), closedDay: Number(closedDay) };
    }
    case "Ruled": {
      const { surgeonShare, ...rest } = values as unknown as {
        bookingId: string;
        surgeon: string;
        surgeonShare: bigint;
        reasonHash: string;
        surgeonAmount: bigint;
      };
      return { name, ...position, ...rest, surgeonShare: Number(surgeonShare) };
    }
    case "Flushed": {
      const { treeNumber, firstLeaf, root } = values as unknown as {
        treeNumber: bigint;
        firstLeaf: bigint;
        root: bigint;
      };
      // Converted one by one: ethers makes an object, not a list, of a list of one tuple.
      const surgeries = [...(args["surgeries"] as Result)].map(
        (surgery) => (surgery as Result).toObject() as unknown as QueuedSurgery,
      );
      return {
        name,
        ...position,
        treeNumber: Number(treeNumber),
        firstLeaf: Number(firstLeaf),
        root,
        surgeries,
      };
    }
    case "ReviewPosted": {
      const { review, proof } = values as unknown as ReviewSubmission & {
        review: { [Key in keyof Review]: Review[Key] extends number ? bigint : Review[Key] };
      };
      return {
        name,
        ...position,
        proof,
        review: {
          ...review,
          rating: Number(review.rating),
          version: Number(review.version),
          windowStart: Number(review.windowStart),
          windowEnd: Number(review.windowEnd),
        },
      };
    }
    case "ReviewAnswered": {
      const { nullifier, surgeon, version, text } = values as unknown as {
        nullifier: bigint;
        surgeon: string;
        version: bigint;
        text: string;
      };
      return { name, ...position, nullifier, surgeon, version: Number(version), text };
    }
    default:
      return undefined;
  }
}
