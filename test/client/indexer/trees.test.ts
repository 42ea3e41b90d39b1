import { Wallet } from "ethers";
import { describe, expect, it } from "vitest";
import { nextBatch } from "../../../client/indexer/queue.ts";
import {
  anonymitySetOf,
  closedSurgeryOf,
  indexTrees,
  PoisonedLeavesError,
  positionOf,
} from "../../../client/indexer/trees.ts";
import type { BookingEvent, FlushEvent } from "../../../client/indexer/events.ts";
import { leafOf, surgeonDayOf, SurgeryTree, type ClosedSurgery } from "../../../prover/tree/index.ts";

const SURGEON = Wallet.createRandom().address;
const OTHER_SURGEON = Wallet.createRandom().address;
const DAY = 20_000;

const closed = (index: number, surgeon = SURGEON, closedDay = DAY + index): ClosedSurgery => ({
  patientCommitment: BigInt(1_000 + index),
  surgeon,
  closedDay,
  recordCommitment: BigInt(2_000 + index),
});
const queued = ({ patientCommitment, surgeon, closedDay, recordCommitment }: ClosedSurgery) => ({
  patientCommitment,
  surgeonDay: surgeonDayOf(surgeon, closedDay),
  recordCommitment,
});

/** Flush events of these batches with their true roots. */
function flushesOf(...batches: ClosedSurgery[][]): FlushEvent[] {
  const tree = SurgeryTree.fromLeaves([]);
  return batches.map((batch, index) => {
    const firstLeaf = tree.size;
    for (const surgery of batch) tree.append(leafOf(surgery));
    return {
      name: "Flushed",
      blockNumber: index + 1,
      logIndex: 0,
      timestamp: 0n,
      treeNumber: 0,
      firstLeaf,
      root: tree.root,
      surgeries: batch.map(queued),
    };
  });
}

function closedEvents(count: number): BookingEvent[] {
  return Array.from({ length: count }, (_, index) => ({
    name: "Closed",
    blockNumber: index,
    logIndex: 0,
    timestamp: 0n,
    bookingId: `0x${index.toString(16).padStart(64, "0")}`,
    queueIndex: index,
    ...closed(index),
  }));
}

describe("trees rebuilt from events", () => {
  const flushes = flushesOf([closed(0), closed(1, OTHER_SURGEON)], [closed(2), closed(3)]);
  const index = indexTrees(flushes);

  it("find each surgery's leaf", () => {
    expect(positionOf(index, closed(3).patientCommitment)).toEqual({ treeNumber: 0, leafIndex: 3 });
    expect(positionOf(index, 999n)).toBeUndefined();
    expect(index.flushed).toBe(4);
  });

  it("unpack what the chain packed", () => {
    expect(closedSurgeryOf(queued(closed(5)))).toEqual(closed(5));
  });

  it("count the anonymity set as it was at the review's root, inside its window", () => {
    const [first, last] = flushes;
    if (!first || !last) throw new Error("There are two flushes.");
    const whole = { surgeon: SURGEON, windowStart: 0, windowEnd: 65_535 };
    expect(anonymitySetOf(index, { ...whole, root: last.root })).toBe(3);
    expect(anonymitySetOf(index, { ...whole, root: first.root })).toBe(1);
    expect(anonymitySetOf(index, { ...whole, root: last.root, windowStart: DAY + 2 })).toBe(2);
    expect(anonymitySetOf(index, { ...whole, root: last.root, windowEnd: DAY + 2 })).toBe(2);
    expect(anonymitySetOf(index, { ...whole, root: last.root, surgeon: OTHER_SURGEON })).toBe(1);
    expect(anonymitySetOf(index, { ...whole, root: 5n })).toBe(0);
  });

  it("refuse leaves that do not make the announced root", () => {
    for (const [flush, surgery] of [
      [0, 1],
      [1, 0],
    ] as const) {
      const poisoned = structuredClone(flushes);
      const target = poisoned[flush]?.surgeries[surgery];
      if (!target) throw new Error("There is such a surgery.");
      target.recordCommitment += 1n;
      expect(() => indexTrees(poisoned)).toThrow(PoisonedLeavesError);
    }
  });
});

describe("the next batch to flush", () => {
  it("takes what is queued after what was flushed", () => {
    expect(nextBatch(closedEvents(5), 2)).toEqual([2, 3, 4].map((index) => queued(closed(index))));
    expect(nextBatch(closedEvents(5), 5)).toEqual([]);
  });

  it("stops at a multiple of 64, where the contract has a checkpoint", () => {
    expect(nextBatch(closedEvents(130), 0)).toHaveLength(64);
    expect(nextBatch(closedEvents(130), 10)).toHaveLength(54);
    expect(nextBatch(closedEvents(130), 64)).toHaveLength(64);
    expect(nextBatch(closedEvents(130), 128)).toHaveLength(2);
  });
});
