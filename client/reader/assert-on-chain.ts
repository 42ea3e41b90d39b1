import type { Provider } from "ethers/providers";
import { AftercareError } from "../../prover/errors.ts";
import { SurgeryTree } from "../../prover/tree/index.ts";
import type { QueuedSurgery } from "../protocol/calls/queued-surgery.ts";
import { CONTRACT_NAMES, type Deployment, InvalidDeploymentError } from "../protocol/deployment.ts";
import type { Contracts } from "./contracts.ts";
import { type IndexedBooking, matchesChain } from "./replay/bookings.ts";
import type { IndexedLicence } from "./replay/licences.ts";
import type { IndexedPolicies } from "./replay/policies.ts";
import { queueWordOf } from "./replay/queue.ts";
import { type IndexedTrees, PoisonedLeavesError } from "./replay/trees.ts";

export class WrongChainError extends AftercareError {
  override readonly name = "WrongChainError";
}

/** Throws {@link WrongChainError} unless the provider's chain is the deployment's, {@link InvalidDeploymentError} unless there is code. */
export async function assertDeployedOn(deployment: Deployment, provider: Provider): Promise<void> {
  const { chainId } = await provider.getNetwork();
  if (chainId !== deployment.chainId) {
    throw new WrongChainError(
      `This deployment lives on chain ${deployment.chainId}, but the node serves chain ${chainId}.`,
      "Connect to a node of the deployment's chain.",
      { expected: deployment.chainId, actual: chainId },
    );
  }
  for (const name of CONTRACT_NAMES) {
    if ((await provider.getCode(deployment[name])) === "0x") {
      throw new InvalidDeploymentError(
        `There is no contract at the deployment's ${name} address.`,
        "Check the address, and that the node has synchronised.",
        { name, address: deployment[name] },
      );
    }
  }
}

/** The events served do not lead to the states that the escrow holds. */
export class IncompleteEventsError extends AftercareError {
  override readonly name = "IncompleteEventsError";
}

/** The one word that vouches for every closing, flushed or not. */
export async function assertQueueOnChain(
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

export async function assertBookingsOnChain(
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

/**
 * A profile's key is what patients seal their wishes to, so one that a node made up would let it read them.
 *
 * @throws IncompleteEventsError
 */
export async function assertLicencesOnChain(
  licences: ReadonlyMap<string, IndexedLicence>,
  { registry }: Contracts,
  blockTag: number,
): Promise<void> {
  for (const indexed of licences.values()) {
    const onChain = await registry.registrationOf(indexed.surgeon, { blockTag });
    const same =
      onChain.profile.encryptionKey === indexed.profile.encryptionKey &&
      onChain.profile.contentHash === indexed.profile.contentHash &&
      onChain.licence.numberHash === indexed.licence.numberHash &&
      onChain.licence.jurisdiction === indexed.licence.jurisdiction &&
      onChain.licence.specialty === indexed.licence.specialty &&
      onChain.licence.issuedAt === indexed.licence.issuedAt &&
      onChain.licence.expiry === indexed.licence.expiry &&
      onChain.board === indexed.board &&
      onChain.signer === indexed.signer &&
      onChain.suspendedUntil === indexed.suspendedUntil &&
      onChain.revoked === indexed.revoked;
    if (same) continue;
    throw new IncompleteEventsError(
      `The events of surgeon ${indexed.surgeon} do not lead to the entry in the registry.`,
      "Read the events from another node, from the deployment's first block on.",
      { surgeon: indexed.surgeon },
    );
  }
}

/**
 * An insurer or a node that served one patient coverages of her own would recognise her by the root of her claim.
 *
 * @throws IncompleteEventsError
 */
export async function assertPoliciesOnChain(
  { policies }: Pick<IndexedPolicies, "policies">,
  { policyBook }: Pick<Contracts, "policyBook">,
  blockTag: number,
): Promise<void> {
  for (const { policyId, coverage, coverageRoots } of policies.values()) {
    const root = coverageRoots.size === 0 ? 0n : coverage.root;
    if (root === (await policyBook.coverageRootOf(policyId, { blockTag }))) continue;
    throw new IncompleteEventsError(
      `The events of policy ${policyId} do not lead to its coverages in the book.`,
      "Read the events from another node, from the deployment's first block on.",
      { policyId },
    );
  }
}

/** What the tree's contract says of itself; best asked of another node than the one that served the events. */
export interface TreeOnChain {
  readonly root: bigint;
  readonly flushedWord: bigint;
}

/**
 * Compares rebuilt trees with the contract. A patient has to do this before proving: a server that gave her leaves of
 * her own would recognise her by the root of her proof, even though the board would refuse it.
 *
 * @throws PoisonedLeavesError
 */
export function assertTreesOnChain(
  index: IndexedTrees,
  queue: readonly QueuedSurgery[],
  onChain: TreeOnChain,
): void {
  const root = index.trees.at(-1)?.tree.root ?? SurgeryTree.fromLeaves([]).root;
  if (root === onChain.root && queueWordOf(queue.slice(0, index.flushed)) === onChain.flushedWord) return;
  throw new PoisonedLeavesError(
    "The leaves served are not those of the tree on chain.",
    "Read the events from another node, and up to the latest block.",
    { leaves: index.flushed },
  );
}
