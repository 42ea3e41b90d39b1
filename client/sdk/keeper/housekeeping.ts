import * as claimPool from "../../protocol/calls/claim-pool/index.ts";
import * as escrow from "../../protocol/calls/escrow/index.ts";
import type { RelayReceipt } from "../../protocol/calls/relay.ts";
import { flush as flushCall } from "../../protocol/calls/tree/index.ts";
import { nextBatch } from "../../reader/replay/queue.ts";
import { frontierOf } from "../../reader/replay/trees.ts";
import type { Connection } from "../connection.ts";

/** What was brought into the tree. */
export interface Flushed {
  /** Surgeries, over all transactions. */
  readonly leaves: number;
  /** One for each transaction: a batch ends at a checkpoint of the queue or at the end of a tree. */
  readonly receipts: readonly RelayReceipt[];
}

/** Brings every queued surgery into the tree. */
export async function flush(connection: Connection): Promise<Flushed> {
  let leaves = 0;
  const receipts: RelayReceipt[] = [];
  for (;;) {
    const { queue, trees } = await connection.view();
    const surgeries = nextBatch(queue, trees.flushed);
    if (surgeries.length === 0) return { leaves, receipts };
    const call = flushCall(connection.deployment, { surgeries, frontier: frontierOf(trees) });
    receipts.push(await connection.send(call));
    leaves += surgeries.length;
  }
}

/** Moves the fees of a surgeon's surgeries to the treasury's balance, where there are any. */
export async function gatherFees(connection: Connection, surgeon: string): Promise<RelayReceipt | undefined> {
  if ((await connection.contracts.escrow.feesOf(surgeon)) === 0n) return undefined;
  return connection.send(escrow.gatherFees(connection.deployment, { surgeon }));
}

/** Pays an account what the escrow owes it, where it owes anything. */
export async function collect(connection: Connection, account: string): Promise<RelayReceipt | undefined> {
  if ((await connection.contracts.escrow.balanceOf(account)) === 0n) return undefined;
  return connection.send(escrow.collect(connection.deployment, { account }));
}

/** Pays an account the claims that the token refused to pay it before, where there are any. */
export async function collectDeferred(
  connection: Connection,
  account: string,
): Promise<RelayReceipt | undefined> {
  if ((await connection.contracts.claimPool.owedTo(account)) === 0n) return undefined;
  return connection.send(claimPool.collect(connection.deployment, { account }));
}
