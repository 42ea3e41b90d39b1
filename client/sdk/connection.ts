import type { Provider } from "ethers/providers";
import type { RelayReceipt, Relay } from "../protocol/calls/relay.ts";
import type { RelayableCall } from "../protocol/calls/call.ts";
import { assertDeployment, type Deployment } from "../protocol/deployment.ts";
import { CallFailedError } from "../protocol/refusal.ts";
import { assertDeployedOn, assertPoliciesOnChain } from "../reader/assert-on-chain.ts";
import { readChain, type ChainView } from "../reader/chain-view.ts";
import { contractsOf, type Contracts } from "../reader/contracts.ts";
import { readPolicies, type IndexedPolicies } from "../reader/replay/policies.ts";

/** What a role needs to know of the chain; see {@link connect}. */
export interface ConnectOptions {
  readonly deployment: Deployment;
  /** Node that serves events and state. */
  readonly provider: Provider;
  /** Node that is asked for the contracts' own words; another one than `provider` makes it harder to be lied to. */
  readonly witness?: Provider;
}

/** One deployment on one chain, to read from. Everything is read as a whole: no question shows whom it is about. */
export interface ChainConnection {
  readonly deployment: Deployment;
  readonly provider: Provider;
  /** Handles to read contracts through the witness. */
  readonly contracts: Contracts;
  /** Second of the latest block. */
  now(): Promise<bigint>;
  /**
   * Everything up to the latest block; licences, bookings, queue and trees are checked against the contracts' words, reviews by
   * their proofs alone: a node can leave one out. Treat it as read-only.
   */
  view(): Promise<ChainView>;
  /** Policies, their coverages and paid claims up to the latest block; the coverages' roots are checked against the book. */
  policies(): Promise<IndexedPolicies>;
}

/** A {@link ChainConnection} that can also send, through somebody who pays the gas. */
export interface Connection extends ChainConnection {
  readonly relay: Relay;
  /** Relays one call. */
  send(call: RelayableCall): Promise<RelayReceipt>;
}

/**
 * Connects to a deployment, after checking that it is there.
 *
 * @throws InvalidDeploymentError, WrongChainError
 */
export async function connect(options: ConnectOptions & { readonly relay: Relay }): Promise<Connection>;
export async function connect(options: ConnectOptions): Promise<ChainConnection>;
export async function connect({
  deployment: unchecked,
  provider,
  witness = provider,
  relay,
}: ConnectOptions & { readonly relay?: Relay }): Promise<ChainConnection | Connection> {
  const deployment = assertDeployment(unchecked);
  await assertDeployedOn(deployment, provider);
  const contracts = contractsOf(deployment, witness);
  const chain: ChainConnection = {
    deployment,
    provider,
    contracts,
    now: () => latestSecond(provider),
    view: viewOfLatestBlock(deployment, provider, witness),
    policies: async () => {
      const block = await provider.getBlockNumber();
      const policies = await readPolicies(deployment, provider, block);
      await assertPoliciesOnChain(policies, contracts, block);
      return policies;
    },
  };
  return relay ? { ...chain, relay, send: (call) => relay.relay(call) } : chain;
}

async function latestSecond(provider: Provider): Promise<bigint> {
  const block = await provider.getBlock("latest");
  if (block) return BigInt(block.timestamp);
  throw new CallFailedError("The node has no latest block.", "Check that it has synchronised.");
}

/** Reads the chain anew only when it has grown, and once for all who ask at the same time. */
function viewOfLatestBlock(
  deployment: Deployment,
  provider: Provider,
  witness: Provider,
): () => Promise<ChainView> {
  let last: { readonly block: number; readonly view: Promise<ChainView> } | undefined;
  return async () => {
    const block = await provider.getBlockNumber();
    if (last?.block !== block) {
      const reading = { block, view: readChain(deployment, provider, witness) };
      last = reading;
      // A failure is told to whoever asked, and the next who asks reads again.
      reading.view.catch(() => {
        if (last === reading) last = undefined;
      });
    }
    return last.view;
  };
}
