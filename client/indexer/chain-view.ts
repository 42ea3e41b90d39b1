import type { Provider } from "ethers";
import { AftercareError } from "../../prover/errors.ts";
import type { QueuedSurgery } from "../sdk/calls.ts";
import { assertDeployedOn, contractsOf, type Contracts, type Deployment } from "../sdk/deployment.ts";
import { indexBookings, matchesChain, type IndexedBooking } from "./bookings.ts";
import { readEvents, type BookingEvent, type FlushEvent, type ReviewEvent } from "./events.ts";
import { indexQueue, queueWordOf } from "./queue.ts";
import { assertTreesOnChain, indexTrees, type IndexedTrees } from "./trees.ts";

/** The events served do not lead to the states that the escrow holds. */
export class IncompleteEventsError extends AftercareError {
  override readonly name = "IncompleteEventsError";
}

/** Everything that the chain tells of one deployment, checked against the contracts' own words. */
export interface ChainView {
  bookings: Map<string, IndexedBooking>;
  /** Closed surgeries in the order of the queue, flushed or not. */
  queue: QueuedSurgery[];
  trees: IndexedTrees;
  reviewEvents: ReviewEvent[];
}

/**
 * Reads the whole chain and checks what was served: each booking's replayed progress and all closings against the words
 * in the escrow, and the rebuilt trees against the tree's contract.
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
  const bookingEvents = events.filter((event): event is BookingEvent => "bookingId" in event);
  const bookings = indexBookings(bookingEvents);
  const queue = indexQueue(bookingEvents);
  const trees = indexTrees(
    events.filter((event): event is FlushEvent => event.name === "Flushed"),
    queue,
  );
  const contracts = contractsOf(deployment, witness);
  await assertBookingsOnChain(bookings, contracts, lastBlock);
  await assertQueueOnChain(queue, contracts, lastBlock);
  const { tree } = contracts;
  const [root, flushedWord] = await Promise.all([
    tree.root({ blockTag: lastBlock }),
    tree.flushedWord({ blockTag: lastBlock }),
  ]);
  assertTreesOnChain(trees, queue, { root, flushedWord });
  return {
    bookings,
    queue,
    trees,
    reviewEvents: events.filter(
      (event): event is ReviewEvent => event.name === "ReviewPosted" || event.name === "ReviewAnswered",
    ),
  };
}

/** The one word that vouches for every closing, flushed or not. */
async function assertQueueOnChain(
  queue: readonly QueuedSurgery[],
  { escrow }: Contracts,
  blockTag: number,
): Promise<void> {
  if (queueWordOf(queue) === (await escrow.queueHead({ blockTag }))) return;
  throw new IncompleteEventsError(
    "The closings that the events tell are not those in the escrow's queue.",
    "Read the events from another node, from the deployment's first block on.",
    { closings: queue.length },
  );
}

async function assertBookingsOnChain(
  bookings: ReadonlyMap<string, IndexedBooking>,
  { escrow }: Contracts,
  blockTag: number,
): Promise<void> {
  for (const booking of bookings.values()) {
    if (matchesChain(booking, await escrow.progressOf(booking.bookingId, { blockTag }))) continue;
    throw new IncompleteEventsError(
      `The events of booking ${booking.bookingId} do not lead to the state in the escrow.`,
      "Read the events from another node, from the deployment's first block on.",
      { bookingId: booking.bookingId, state: booking.progress.state },
    );
  }
}
