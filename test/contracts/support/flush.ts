import type { ContractTransactionReceipt } from "ethers";

import type { SurgeryTree } from "../../../build/typechain/index.ts";
import { mined } from "./events.ts";
import type { ClosedSurgery } from "./queue.ts";
import { frontierOf, leafOf } from "./reference-tree.ts";

/** The surgeries in the first tree. The events tell how many there were; what they were, the transactions do. */
export async function flushedInto(tree: SurgeryTree): Promise<ClosedSurgery[]> {
  const events = await tree.queryFilter(tree.filters.Flushed());
  const transactions = await Promise.all(events.map((event) => event.getTransaction()));
  return transactions.flatMap(({ data }) => {
    const [batch] = tree.interface.decodeFunctionData("flush", data) as unknown as [
      ClosedSurgery[],
      bigint[],
    ];
    return batch.map(({ patientCommitment, surgeonDay, recordCommitment }) => ({
      patientCommitment,
      surgeonDay,
      recordCommitment,
    }));
  });
}

/** Flushes these surgeries, with the frontier that the flushes before have left. */
export async function flushInto(
  tree: SurgeryTree,
  surgeries: readonly ClosedSurgery[],
): Promise<ContractTransactionReceipt> {
  const frontier = frontierOf((await flushedInto(tree)).map(leafOf));
  return mined(tree.flush([...surgeries], frontier));
}
