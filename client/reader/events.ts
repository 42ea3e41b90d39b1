import type { LogDescription } from "ethers/abi";
import type { Log, Provider } from "ethers/providers";
import { type PackedTerms, type Terms, unpackTerms } from "../protocol/terms.ts";
import { BOARD, ESCROW, REGISTRY, TREE } from "../protocol/interfaces.ts";
import type { Deployment } from "../protocol/deployment.ts";
import type { Licence, Profile } from "../protocol/licence.ts";
import type { ReviewSubmission } from "../protocol/review.ts";
import { readLogs } from "./logs.ts";
import { reviewFinder } from "./posted-reviews.ts";

const SECONDS_A_DAY = 86_400n;

/** Where an event stands in the chain. */
export interface EventPosition {
  readonly blockNumber: number;
  readonly logIndex: number;
  /** Second of the block. */
  readonly timestamp: bigint;
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
        /** Day of the block, as the escrow counts it. */
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

/** A batch of closed surgeries entered the tree. The chain tells their number; what they were, their `Closed` events do. */
export type FlushEvent = EventPosition & {
  name: "Flushed";
  treeNumber: number;
  firstLeaf: number;
  count: number;
  root: bigint;
};

/** Events of the review board. */
export type ReviewEvent = EventPosition &
  (
    | ({ name: "ReviewPosted" } & ReviewSubmission)
    /** The board accepted a review, but whoever relayed it hid the calldata with its proof. */
    | { name: "ReviewHidden"; nullifier: bigint; surgeon: string; text: string }
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

const EVENTS = { registry: REGISTRY, escrow: ESCROW, tree: TREE, board: BOARD };

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
  const findReview = reviewFinder(provider);
  const logs = await readLogs(provider, [...contracts.keys()], deployment.firstBlock, until);
  for (const log of logs) {
    const description = contracts.get(log.address.toLowerCase())?.parseLog(log);
    if (!description) continue;
    const position = await positionOf(log, provider, timestamps);
    if (description.name === "ReviewPosted") {
      events.push({ ...position, ...(await reviewEventOf(log, description, findReview)) });
      continue;
    }
    const event = eventOf(description, position);
    if (event) events.push(event);
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

/** A review with the rest of what its transaction says of it. */
async function reviewEventOf(
  { transactionHash }: Log,
  { args }: LogDescription,
  find: ReturnType<typeof reviewFinder>,
) {
  const { nullifier, surgeon, head, text } = args.toObject() as {
    nullifier: bigint;
    surgeon: string;
    head: bigint;
    text: string;
  };
  const submission = await find({ transactionHash, nullifier, head, text });
  return submission
    ? { name: "ReviewPosted" as const, ...submission }
    : { name: "ReviewHidden" as const, nullifier, surgeon, text };
}

/** What an event's values become beside its name and position. */
type Decode = (values: never, position: EventPosition) => object;

const asItIs: Decode = (values: object) => values;

const withTerms: Decode = ({ terms, ...rest }: { terms: PackedTerms }) => ({
  ...rest,
  terms: unpackTerms(terms),
});

/** Every event that an index keeps; ethers decodes all integers as bigint, and counters become numbers here. */
const DECODE: Readonly<Record<Exclude<AftercareEvent["name"], "ReviewPosted" | "ReviewHidden">, Decode>> = {
  Proposed: withTerms,
  Scheduled: withTerms,
  Confirmed: asItIs,
  Rescheduled: asItIs,
  Executed: asItIs,
  RecordSupplied: asItIs,
  Withdrawn: asItIs,
  Expired: asItIs,
  Cancelled: asItIs,
  NoShowReported: asItIs,
  NoShowContested: asItIs,
  PatientNoShow: asItIs,
  SurgeonNoShow: asItIs,
  AccidentReported: asItIs,
  Settled: asItIs,
  Defaulted: asItIs,
  Lapsed: asItIs,
  SurgeonRegistered: asItIs,
  ProfileUpdated: asItIs,
  KeyRotated: asItIs,
  LicenceSuspended: asItIs,
  LicenceRevoked: asItIs,
  Closed: ({ queueIndex, ...rest }: { queueIndex: bigint }, { timestamp }) => ({
    ...rest,
    queueIndex: Number(queueIndex),
    closedDay: Number(timestamp / SECONDS_A_DAY),
  }),
  Ruled: ({ surgeonShare, ...rest }: { surgeonShare: bigint }) => ({
    ...rest,
    surgeonShare: Number(surgeonShare),
  }),
  Flushed: ({
    treeNumber,
    firstLeaf,
    count,
    root,
  }: Record<"treeNumber" | "firstLeaf" | "count" | "root", bigint>) => ({
    treeNumber: Number(treeNumber),
    firstLeaf: Number(firstLeaf),
    count: Number(count),
    root,
  }),
  ReviewAnswered: ({
    nullifier,
    surgeon,
    version,
    text,
  }: {
    nullifier: bigint;
    surgeon: string;
    version: bigint;
    text: string;
  }) => ({ nullifier, surgeon, version: Number(version), text }),
};

/** The typed form of a decoded log; undefined for events that change nothing an index keeps. */
function eventOf({ name, args }: LogDescription, position: EventPosition): AftercareEvent | undefined {
  if (!Object.hasOwn(DECODE, name)) return undefined;
  const decode = DECODE[name as keyof typeof DECODE];
  // The contracts' interfaces say what each event holds; the compiler cannot follow them through the decoder.
  return { name, ...position, ...decode(args.toObject(true) as never, position) } as AftercareEvent;
}
