import { Wallet } from "ethers";
import { describe, expect, it } from "vitest";
import {
  BrokenQueueError,
  indexQueue,
  nextBatch,
  queueWordOf,
} from "../../../../client/reader/replay/queue.ts";
import { anonymitySetOf } from "../../../../client/reader/anonymity.ts";
import { assertTreesOnChain } from "../../../../client/reader/assert-on-chain.ts";
import {
  closedSurgeryOf,
  frontierOf,
  indexTrees,
  PoisonedLeavesError,
  positionOf,
} from "../../../../client/reader/replay/trees.ts";
import type { QueuedSurgery } from "../../../../client/protocol/calls/queued-surgery.ts";
import vectors from "../../../../fixtures/vectors/queue.json" with { type: "json" };
import type { BookingEvent, FlushEvent } from "../../../../client/reader/events.ts";
import { leafOf, surgeonDayOf, SurgeryTree, type ClosedSurgery } from "../../../../prover/tree/index.ts";

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
      count: batch.length,
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
  const queue = [closed(0), closed(1, OTHER_SURGEON), closed(2), closed(3)].map(queued);
  const index = indexTrees(flushes, queue);

  it("find each surgery's leaf", () => {
    expect(positionOf(index, closed(3))).toEqual({ treeNumber: 0, leafIndex: 3 });
    expect(positionOf(index, { ...closed(3), patientCommitment: 999n })).toBeUndefined();
    expect(index.flushed).toBe(4);
  });

  it("are not misled by a booking that copied the patient's commitment", () => {
    const copied = { ...closed(0, OTHER_SURGEON), recordCommitment: 77n };
    const batch = [copied, closed(0)];
    const withCopy = indexTrees(flushesOf(batch), batch.map(queued));
    expect(positionOf(withCopy, closed(0))).toEqual({ treeNumber: 0, leafIndex: 1 });
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

  /** The flushes with one of them changed. */
  const altered = (at: number, alter: (flush: FlushEvent) => void): FlushEvent[] => {
    const copy = structuredClone(flushes);
    const flush = copy[at];
    if (!flush) throw new Error(`There is no flush ${at}.`);
    alter(flush);
    return copy;
  };

  it.each<[string, FlushEvent[], QueuedSurgery[]]>([
    ["a root that the leaves do not make", altered(1, (flush) => (flush.root += 1n)), queue],
    ["a leaf that was not queued", flushes, queue.toSpliced(2, 1, queued(closed(9)))],
    ["more leaves than were queued", flushes, queue.slice(0, 3)],
    ["a batch that leaves a gap", altered(1, (flush) => (flush.firstLeaf += 1)), queue],
    ["a batch of a tree that has not begun", altered(1, (flush) => (flush.treeNumber = 7)), queue],
    ["the same batch twice", [...flushes, ...flushes.slice(1)], queue],
    ["batches in another order", flushes.toReversed(), queue],
  ])("refuse %s", (_name, served, closings) => {
    expect(() => indexTrees(served, closings)).toThrow(PoisonedLeavesError);
  });

  it("are compared with the tree's contract before anything is proven against them", () => {
    const onChain = { root: index.trees[0]?.tree.root ?? 0n, flushedWord: queueWordOf(queue) };
    expect(() => assertTreesOnChain(index, queue, onChain)).not.toThrow();
    expect(() => assertTreesOnChain(index, queue, { ...onChain, root: 1n })).toThrow(PoisonedLeavesError);
    expect(() => assertTreesOnChain(index, queue, { ...onChain, flushedWord: 1n })).toThrow(
      PoisonedLeavesError,
    );
    // An old, shorter list of events: its root may still be valid, but the anonymity set is smaller.
    expect(() => assertTreesOnChain(indexTrees(flushes.slice(0, 1), queue), queue, onChain)).toThrow(
      PoisonedLeavesError,
    );
  });

  it("have the frontier that the next flush passes in", () => {
    expect(frontierOf(indexTrees([], []))).toEqual([]);
    const [first, second, third, fourth, fifth] = [0, 1, 2, 3, 4].map((each) => closed(each));
    if (!first || !second || !third || !fourth || !fifth) throw new Error("too few surgeries");
    const all = [first, second, third, fourth, fifth];
    const four = SurgeryTree.fromLeaves(all.slice(0, 4).map(leafOf)).path(0).children[1]?.[0];
    expect(frontierOf(indexTrees(flushesOf([first, second]), all.map(queued)))).toEqual(
      [first, second].map(leafOf),
    );
    expect(
      frontierOf(indexTrees(flushesOf([first, second], [third, fourth, fifth]), all.map(queued))),
    ).toEqual([leafOf(fifth), four]);
  });

  it("have the root of an empty tree before the first flush", () => {
    const root = SurgeryTree.fromLeaves([]).root;
    expect(() => assertTreesOnChain(indexTrees([], []), [], { root, flushedWord: 0n })).not.toThrow();
  });
});

describe("the queue rebuilt from closings", () => {
  it("equals the vectors' words", () => {
    const surgeries = vectors.surgeries.map(({ patientCommitment, surgeonDay, recordCommitment }) => ({
      patientCommitment: BigInt(patientCommitment),
      surgeonDay: BigInt(surgeonDay),
      recordCommitment: BigInt(recordCommitment),
    }));
    for (const count of [1, 2, 63, 64, 65, surgeries.length]) {
      expect(queueWordOf(surgeries.slice(0, count))).toBe(BigInt(vectors.surgeries[count - 1]?.word ?? 0));
    }
    expect(queueWordOf([])).toBe(BigInt(vectors.firstWord));
  });

  it("refuses closings that are missing, repeated or in another order", () => {
    const events = closedEvents(4);
    expect(indexQueue(events)).toEqual([0, 1, 2, 3].map((index) => queued(closed(index))));
    for (const served of [events.slice(1), [...events, ...events.slice(3)], events.toReversed()]) {
      expect(() => indexQueue(served)).toThrow(BrokenQueueError);
    }
  });
});

describe("the next batch to flush", () => {
  it("takes what is queued after what was flushed", () => {
    expect(nextBatch(indexQueue(closedEvents(5)), 2)).toEqual(
      [2, 3, 4].map((index) => queued(closed(index))),
    );
    expect(nextBatch(indexQueue(closedEvents(5)), 5)).toEqual([]);
  });

  it("stops at a multiple of 64, where the contract has a checkpoint", () => {
    expect(nextBatch(indexQueue(closedEvents(130)), 0)).toHaveLength(64);
    expect(nextBatch(indexQueue(closedEvents(130)), 10)).toHaveLength(54);
    expect(nextBatch(indexQueue(closedEvents(130)), 64)).toHaveLength(64);
    expect(nextBatch(indexQueue(closedEvents(130)), 128)).toHaveLength(2);
  });
});
