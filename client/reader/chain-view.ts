import type { Provider } from "ethers/providers";
import type { QueuedSurgery } from "../protocol/calls/queued-surgery.ts";
import type { Deployment } from "../protocol/deployment.ts";
import {
  assertBookingsOnChain,
  assertDeployedOn,
  assertLicencesOnChain,
  assertQueueOnChain,
  assertTreesOnChain,
} from "./assert-on-chain.ts";
import { contractsOf } from "./contracts.ts";
import {
  type BookingEvent,
  type FlushEvent,
  type LicenceEvent,
  readEvents,
  type ReviewEvent,
} from "./events.ts";
import { indexBookings, type IndexedBooking } from "./replay/bookings.ts";
import { type IndexedLicence, indexLicences } from "./replay/licences.ts";
import { indexQueue } from "./replay/queue.ts";
import { type IndexedTrees, indexTrees } from "./replay/trees.ts";

/** Everything that the chain tells of one deployment, checked against the contracts' own words. */
export interface ChainView {
  /** The registry: every surgeon's licence and profile, by address. */
  readonly licences: Map<string, IndexedLicence>;
  readonly bookings: Map<string, IndexedBooking>;
  /** Closed surgeries in the order of the queue, flushed or not. */
  readonly queue: QueuedSurgery[];
  readonly trees: IndexedTrees;
  readonly reviewEvents: ReviewEvent[];
}

const LICENCE_EVENTS: ReadonlySet<string> = new Set<LicenceEvent["name"]>([
  "SurgeonRegistered",
  "ProfileUpdated",
  "KeyRotated",
  "LicenceSuspended",
  "LicenceRevoked",
]);

/**
 * Reads the whole chain and checks what was served: each booking's replayed progress and all closings against the words
 * in the escrow, each licence against the registry, and the rebuilt trees against the tree's contract.
 *
 * @param witness Node that is asked for the contracts' words. Another one than `provider` makes it harder to be lied to;
 * a single node that lies about events and state alike cannot be caught.
 * @throws WrongChainError, InvalidDeploymentError, ContradictoryEventsError, IncompleteEventsError, BrokenQueueError,
 * PoisonedLeavesError
 */
export async function readChain(
  deployment: Deployment,
  provider: Provider,
  witness: Provider = provider,
): Promise<ChainView> {
  await assertDeployedOn(deployment, provider);
  const lastBlock = await provider.getBlockNumber();
  const events = await readEvents(deployment, provider, lastBlock);
  const licences = indexLicences(
    events.filter((event): event is LicenceEvent => LICENCE_EVENTS.has(event.name)),
  );
  const bookingEvents = events.filter((event): event is BookingEvent => "bookingId" in event);
  const bookings = indexBookings(bookingEvents);
  const queue = indexQueue(bookingEvents);
  const trees = indexTrees(
    events.filter((event): event is FlushEvent => event.name === "Flushed"),
    queue,
  );
  const contracts = contractsOf(deployment, witness);
  await assertLicencesOnChain(licences, contracts, lastBlock);
  await assertBookingsOnChain(bookings, contracts, lastBlock);
  await assertQueueOnChain(queue, contracts, lastBlock);
  const { tree } = contracts;
  const [root, flushedWord] = await Promise.all([
    tree.root({ blockTag: lastBlock }),
    tree.flushedWord({ blockTag: lastBlock }),
  ]);
  assertTreesOnChain(trees, queue, { root, flushedWord });
  return {
    licences,
    bookings,
    queue,
    trees,
    reviewEvents: events.filter(
      (event): event is ReviewEvent => event.name === "ReviewPosted" || event.name === "ReviewAnswered",
    ),
  };
}
