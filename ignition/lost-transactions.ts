import { setTimeout as delay } from "node:timers/promises";

import {
  trackTransaction,
  wipe,
  type ArtifactResolver,
  type EIP1193Provider,
} from "@nomicfoundation/ignition-core";
import { toQuantity } from "ethers";

import { DeploymentFailedError } from "./errors.ts";
import { readJournal, type Journal, type JournalEntry } from "./journal.ts";

interface Resumption {
  readonly provider: EIP1193Provider;
  readonly deployer: string;
  readonly journal: Journal;
  readonly artifactResolver: ArtifactResolver;
}

/** A transaction of which the journal says that it is about to be sent, and nothing else. */
interface LostTransaction {
  readonly futureId: string;
  readonly nonce: number;
}

const SECOND = 1_000;
/** Seconds that a transaction in the node's pool is waited for. */
const PATIENCE = 300;

/**
 * Finds out what became of transactions that a run had signed when it was killed: Ignition goes on only when it knows, and
 * asks for a block explorer otherwise. What reached the chain is entered in the journal, what did not is forgotten. Nothing
 * is sent, and a wrong guess could not deploy twice either, since the next attempt has the same nonce.
 */
export async function settleLostTransactions(resumption: Resumption): Promise<void> {
  const { provider, deployer, journal, artifactResolver } = resumption;
  const entries = await readJournal(journal.folder);
  for (const { futureId, nonce } of lostAmong(entries)) {
    if (await isTaken(provider, deployer, nonce)) {
      const hash = await findTransaction(provider, {
        sender: deployer,
        nonce,
        from: lastBlockOf(journal, entries),
      });
      await trackTransaction(journal.folder, hash, provider);
    } else {
      await wipe(journal.folder, artifactResolver, futureId);
    }
  }
}

function lostAmong(entries: readonly JournalEntry[]): readonly LostTransaction[] {
  const lost = new Map<string, LostTransaction>();
  for (const entry of entries) {
    if (entry.type === "TRANSACTION_PREPARE_SEND") lost.set(entry.futureId, entry);
    if (entry.type === "TRANSACTION_SEND" || entry.type === "WIPE_APPLY") lost.delete(entry.futureId);
  }
  return [...lost.values()];
}

/** A run sends one transaction right after the other, so a lost one is in a block soon after the last that is known. */
function lastBlockOf({ firstBlock }: Journal, entries: readonly JournalEntry[]): number {
  return entries.reduce(
    (last, entry) =>
      entry.type === "TRANSACTION_CONFIRM" ? Math.max(last, entry.receipt.blockNumber) : last,
    firstBlock,
  );
}

/** Whether a block has a transaction with this nonce, once the node's pool has none that could still get there. */
async function isTaken(provider: EIP1193Provider, sender: string, nonce: number): Promise<boolean> {
  for (let waited = 0; waited < PATIENCE; waited++) {
    if ((await transactionCount(provider, sender, "latest")) > nonce) return true;
    if ((await transactionCount(provider, sender, "pending")) <= nonce) return false;
    await delay(SECOND);
  }
  throw new DeploymentFailedError(
    `The transaction with nonce ${nonce} has waited ${PATIENCE} seconds to be mined.`,
    "Run the same command again when it is.",
    { sender, nonce },
  );
}

async function findTransaction(
  provider: EIP1193Provider,
  { sender, nonce, from }: { sender: string; nonce: number; from: number },
): Promise<string> {
  const latest = Number(await provider.request({ method: "eth_blockNumber" }));
  for (let number = from; number <= latest; number++) {
    const block = (await provider.request({
      method: "eth_getBlockByNumber",
      params: [toQuantity(number), true],
    })) as { transactions: readonly { from: string; nonce: string; hash: string }[] };
    const found = block.transactions.find(
      (transaction) =>
        transaction.from.toLowerCase() === sender.toLowerCase() && Number(transaction.nonce) === nonce,
    );
    if (found) return found.hash;
  }
  throw new DeploymentFailedError(
    `The transaction with nonce ${nonce} was mined, but is in no block from ${from} to ${latest}.`,
    "Find its hash with a block explorer and pass it to `npx hardhat ignition track-tx`.",
    { sender, nonce },
  );
}

async function transactionCount(
  provider: EIP1193Provider,
  account: string,
  block: "latest" | "pending",
): Promise<number> {
  return Number(await provider.request({ method: "eth_getTransactionCount", params: [account, block] }));
}
