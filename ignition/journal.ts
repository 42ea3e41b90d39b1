import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** What Ignition noted of a deployment, and where on the chain it begins. */
export interface Journal {
  readonly folder: string;
  /** First block that can hold one of the deployment's transactions. */
  readonly firstBlock: number;
}

/** A transaction of a deployment that has its confirmations. */
export interface DeploymentStep {
  /** `SurgeryEscrow` for the contract, `SurgeryEscrow.connectReviewBoard` for a call, or the call's own name. */
  readonly name: string;
  readonly transaction: string;
}

/** The messages of Ignition's journal that tell what became of a transaction. */
export type JournalEntry =
  | { readonly type: "TRANSACTION_PREPARE_SEND"; readonly futureId: string; readonly nonce: number }
  | { readonly type: "TRANSACTION_SEND" | "WIPE_APPLY"; readonly futureId: string }
  | {
      readonly type: "TRANSACTION_CONFIRM";
      readonly futureId: string;
      readonly hash: string;
      readonly receipt: { readonly blockNumber: number };
    };

/** A step's name: Ignition's identifier without that of the module in front. */
export function stepName(futureId: string): string {
  return futureId.slice(futureId.indexOf("#") + 1);
}

/** What a folder's journal says, first to last; nothing if there is none. */
export async function readJournal(folder: string): Promise<readonly JournalEntry[]> {
  let text: string;
  try {
    text = await readFile(join(folder, "journal.jsonl"), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as JournalEntry);
}

/** The steps that a journal says are done, first to last. */
export async function stepsDone(folder: string): Promise<readonly DeploymentStep[]> {
  return (await readJournal(folder)).flatMap((entry) =>
    entry.type === "TRANSACTION_CONFIRM" ? [{ name: stepName(entry.futureId), transaction: entry.hash }] : [],
  );
}
