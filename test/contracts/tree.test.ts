import { concat, keccak256, toBeHex, ZeroHash } from "ethers";
import type { BaseContract } from "ethers";
import { beforeEach, describe, expect, it } from "vitest";

import type { SurgeryTree } from "../../build/typechain/index.ts";
import { FIELD_MODULUS } from "../../prover/field.ts";
import { DAY, deployPoseidon, keyOf, ROOT_LIFETIME, useAftercare } from "./support/deployment.ts";
import { expectRevert } from "./support/errors.ts";
import { eventOf, mined } from "./support/events.ts";
import { queueWord } from "./support/queue.ts";
import type { ClosedSurgery } from "./support/queue.ts";
import { frontierOf, leafOf, rootOf, surgeriesOf } from "./support/reference-tree.ts";

const aftercare = useAftercare();
const surgeon = keyOf("surgeon").address;
const colleague = keyOf("another surgeon").address;
const CAPACITY = 4n ** 10n;

/** What the tree keeps of a frontier. */
const hashOf = (nodes: readonly bigint[]) => keccak256(concat(nodes.map((node) => toBeHex(node, 32))));

let queue: BaseContract;
let tree: SurgeryTree;
/** What has been flushed into the current tree. */
let flushed: ClosedSurgery[];

/** What the next flush has to pass in. */
const frontier = () => frontierOf(flushed.map(leafOf));

beforeEach(async () => {
  const { chain } = aftercare();
  queue = await chain.deploy("OpenQueue");
  const poseidons = [await deployPoseidon(chain, 3), await deployPoseidon(chain, 4)];
  tree = await chain.deploy<SurgeryTree>("SurgeryTree", [queue, ...poseidons, ROOT_LIFETIME]);
  flushed = [];
});

async function enqueue(surgeries: readonly ClosedSurgery[]): Promise<void> {
  await mined(queue.getFunction("enqueue")(surgeries));
}

async function flush(surgeries: readonly ClosedSurgery[], waiting: readonly bigint[] = frontier()) {
  const receipt = await mined(tree.flush([...surgeries], [...waiting]));
  flushed.push(...surgeries);
  return receipt;
}

async function insert(count: number, of: string = surgeon): Promise<ClosedSurgery[]> {
  const surgeries = surgeriesOf(of, count);
  await enqueue(surgeries);
  await flush(surgeries);
  return surgeries;
}

describe("the root", () => {
  it("of the empty tree is that of 4^10 zeros, and proves nothing", async () => {
    expect(await tree.root()).toBe(rootOf([]));
    expect(await tree.isValidRoot(await tree.root())).toBe(false);
    expect(await tree.isValidRoot(0n)).toBe(false);
  });

  it.each([
    [[1, 1, 1, 1, 1]],
    [[3, 2]],
    [[4, 4]],
    [[5, 11, 1]],
    [[2, 15]],
    [[12, 20, 33]],
    [[16, 48]],
    [[63, 1, 64]],
    [[64, 64, 7]],
    [[1, 64, 63]],
    [[130]],
  ])("after batches of %j is the one computed without the contract", async (sizes) => {
    const leaves: bigint[] = [];
    for (const size of sizes) {
      const firstLeaf = BigInt(leaves.length);
      const surgeries = surgeriesOf(surgeon, size);
      await enqueue(surgeries);
      const event = await eventOf(tree, await flush(surgeries), "Flushed");
      leaves.push(...surgeries.map(leafOf));
      expect(await tree.root()).toBe(rootOf(leaves));
      expect([event.treeNumber, event.firstLeaf, event.root]).toEqual([0n, firstLeaf, rootOf(leaves)]);
      expect(event.count).toBe(BigInt(size));
      expect(await tree.frontierHash()).toBe(hashOf(frontierOf(leaves)));
      expect(await tree.leafCount()).toBe(BigInt(leaves.length));
      expect(await tree.flushedWord()).toBe(await queue.getFunction("queueHead")());
    }
  });

  it("does not depend on how the leaves were cut into batches", async () => {
    const surgeries = surgeriesOf(surgeon, 21);
    for (const surgery of surgeries) {
      await enqueue([surgery]);
      await flush([surgery]);
    }
    expect(await tree.root()).toBe(rootOf(surgeries.map(leafOf)));
  });
});

describe("the leaves of a surgeon", () => {
  it("are counted for each surgeon, however they are mixed", async () => {
    const [a, b] = [surgeriesOf(surgeon, 4), surgeriesOf(colleague, 3)];
    const mixed = [a[0], a[1], b[0], a[2], b[1], b[2], a[3]].filter((surgery) => surgery !== undefined);
    await enqueue(mixed);
    await flush(mixed);
    expect(await tree.leafCountOf(surgeon)).toBe(4n);
    expect(await tree.leafCountOf(colleague)).toBe(3n);
  });

  it.each([[[31]], [[32]], [[33]], [[31, 1]], [[31, 2]], [[32, 1]], [[20, 11]], [[1, 64, 3]]])(
    "in batches of %j are counted up to 32",
    async (sizes) => {
      let leaves = 0;
      for (const size of sizes) {
        await insert(size);
        leaves += size;
        expect(await tree.leafCountOf(surgeon)).toBe(BigInt(Math.min(leaves, 32)));
      }
      expect(await tree.COUNTED_LEAVES()).toBe(32n);
    },
  );

  it("of one do not stop the count of another", async () => {
    await insert(40);
    await insert(2, colleague);
    expect(await tree.leafCountOf(colleague)).toBe(2n);
    expect(await tree.leafCountOf(surgeon)).toBe(32n);
  });

  it("are counted beyond every floor that the board can set", async () => {
    const { reviewBoard } = aftercare();
    expect(await tree.COUNTED_LEAVES()).toBeGreaterThanOrEqual(await reviewBoard.MAXIMUM_MINIMUM_LEAVES());
  });
});

describe("a flush", () => {
  it("may stop at a checkpoint, so that a queue of any length can be emptied in parts", async () => {
    const surgeries = surgeriesOf(surgeon, 150);
    await enqueue(surgeries);
    await flush(surgeries.slice(0, 64));
    expect(await tree.flushedWord()).toBe(await queue.getFunction("queueCheckpoint")(1));
    await flush(surgeries.slice(64, 128));
    await flush(surgeries.slice(128));
    expect(await tree.root()).toBe(rootOf(surgeries.map(leafOf)));
  });

  it("may take several checkpoints at once", async () => {
    const surgeries = surgeriesOf(surgeon, 130);
    await enqueue(surgeries);
    await flush(surgeries.slice(0, 128));
    expect(await tree.leafCount()).toBe(128n);
  });

  it("may not stop anywhere else", async () => {
    const surgeries = surgeriesOf(surgeon, 70);
    await enqueue(surgeries);
    for (const length of [1, 63, 65, 69]) {
      await expectRevert(tree, tree.flush(surgeries.slice(0, length), []), "QueueMismatch");
    }
  });

  it("refuses an empty batch", async () => {
    await expectRevert(tree, tree.flush([], []), "EmptyBatch");
  });

  it("refuses what was never queued, left out, reordered, altered, repeated or flushed before", async () => {
    const surgeries = surgeriesOf(surgeon, 4);
    const [first, second, third, fourth] = surgeries;
    if (!first || !second || !third || !fourth) throw new Error("too few surgeries");
    await enqueue(surgeries);
    const altered = [
      surgeriesOf(surgeon, 4),
      [first, second, third],
      [second, third, fourth],
      [first, third, second, fourth],
      [first, second, third, fourth, fourth],
      [{ ...first, patientCommitment: first.patientCommitment + 1n }, second, third, fourth],
      [first, { ...second, surgeonDay: second.surgeonDay + 1n }, third, fourth],
      [first, second, { ...third, surgeonDay: third.surgeonDay + (1n << 160n) }, fourth],
      [first, second, third, { ...fourth, recordCommitment: 0n }],
    ];
    for (const batch of altered) await expectRevert(tree, tree.flush(batch, []), "QueueMismatch");
    await flush(surgeries);
    await expectRevert(tree, tree.flush(surgeries, frontier()), "QueueMismatch");
  });
});

describe("the validity of a root", () => {
  it("does not end while it is current, even if nothing happens for a year", async () => {
    const { chain } = aftercare();
    await insert(3);
    await chain.mineAt((await chain.now()) + 365 * DAY);
    expect(await tree.isValidRoot(await tree.root())).toBe(true);
  });

  it("is counted from the second in which it was replaced", async () => {
    const { chain } = aftercare();
    await insert(3);
    const old = await tree.root();
    await chain.mineAt((await chain.now()) + 365 * DAY);
    await insert(1);
    const replaced = await chain.now();
    expect(await tree.isValidRoot(old)).toBe(true);
    await chain.mineAt(replaced + ROOT_LIFETIME - 1);
    expect(await tree.isValidRoot(old)).toBe(true);
    await chain.mineAt(replaced + ROOT_LIFETIME);
    expect(await tree.isValidRoot(old)).toBe(false);
    expect(await tree.isValidRoot(await tree.root())).toBe(true);
  });

  it("outlives any number of later flushes", async () => {
    const { chain } = aftercare();
    const roots: bigint[] = [];
    for (let count = 0; count < 40; count++) {
      await insert(1);
      roots.push(await tree.root());
    }
    const validity = await Promise.all(roots.map((root) => tree.isValidRoot(root)));
    expect(validity).toEqual(roots.map(() => true));
    await chain.mineAt((await chain.now()) + ROOT_LIFETIME);
    const later = await Promise.all(roots.map((root) => tree.isValidRoot(root)));
    expect(later.filter(Boolean)).toHaveLength(1);
  });

  it("is none for a root that never was", async () => {
    await insert(2);
    expect(await tree.isValidRoot((await tree.root()) + 1n)).toBe(false);
  });
});

describe("the frontier", () => {
  /** A tree of 1 + 4 + 16 leaves and a surgery in the queue. */
  async function growing(): Promise<ClosedSurgery[]> {
    await insert(21);
    const next = surgeriesOf(surgeon, 1);
    await enqueue(next);
    return next;
  }

  it("of a tree without leaves is empty", async () => {
    expect(await tree.frontierHash()).toBe(hashOf([]));
    const next = surgeriesOf(surgeon, 2);
    await enqueue(next);
    await expectRevert(tree, tree.flush(next, [0n]), "FrontierMismatch");
    await flush(next, []);
  });

  it("has to be that of the leaves so far, node by node and in order", async () => {
    const next = await growing();
    const [leaf, four, sixteen] = frontier();
    if (!leaf || !four || !sixteen) throw new Error("too few nodes");
    expect(frontier()).toHaveLength(3);
    const altered = [
      [],
      [leaf, four],
      [four, sixteen],
      [leaf, sixteen, four],
      [leaf, four, sixteen, 0n],
      [0n, leaf, four, sixteen],
      [leaf + 1n, four, sixteen],
      [leaf, four + 1n, sixteen],
      [leaf, four, sixteen + 1n],
      [leaf + FIELD_MODULUS, four, sixteen],
      frontierOf(surgeriesOf(surgeon, 21).map(leafOf)),
      frontierOf([...flushed, ...next].map(leafOf)),
    ];
    for (const nodes of altered) await expectRevert(tree, tree.flush(next, nodes), "FrontierMismatch");
    await flush(next);
    expect(await tree.root()).toBe(rootOf(flushed.map(leafOf)));
  });

  it("that is refused leaves the queue as it was, for whoever knows better", async () => {
    const next = await growing();
    const [word, root] = [await tree.flushedWord(), await tree.root()];
    await expectRevert(tree, tree.flush(next, []), "FrontierMismatch");
    expect([await tree.flushedWord(), await tree.root()]).toEqual([word, root]);
    await flush(next);
  });

  it("is refused before anything is hashed", async () => {
    const next = await growing();
    const gas = await tree.flush.estimateGas(next, frontier());
    const refused = tree.flush.staticCall(next, [], { gasLimit: gas / 4n });
    await expectRevert(tree, refused, "FrontierMismatch");
  });
});

describe("a full tree", () => {
  /** Nodes as they may wait in a tree of so many leaves: any, since nobody knows the leaves. */
  function madeUpFrontier(count: bigint): bigint[] {
    const waiting = [...count.toString(4)].reduce((sum, digit) => sum + Number(digit), 0);
    return Array.from({ length: waiting }, (_, index) => BigInt(index) + 1n);
  }

  /** Queue and tree as if so many surgeries had been flushed; a made-up frontier only changes the roots. */
  async function standAt(count: bigint): Promise<bigint[]> {
    const { provider } = aftercare().chain;
    const waiting = madeUpFrontier(count);
    const word = toBeHex(count << 216n, 32);
    const queueHeadSlot = ZeroHash;
    const flushedWordSlot = ZeroHash;
    const frontierHashSlot = toBeHex(4, 32);
    for (const [contract, slot, value] of [
      [queue, queueHeadSlot, word],
      [tree, flushedWordSlot, word],
      [tree, frontierHashSlot, hashOf(waiting)],
    ] as const) {
      await provider.request({
        method: "hardhat_setStorageAt",
        params: [await contract.getAddress(), slot, value],
      });
    }
    expect(await tree.flushedWord()).toBe(count << 216n);
    expect(await queue.getFunction("queueHead")()).toBe(count << 216n);
    expect(await tree.frontierHash()).toBe(hashOf(waiting));
    return waiting;
  }

  /** Fills the last places of a tree; what is flushed from now on is in the next. */
  async function fill(surgeries: readonly ClosedSurgery[], waiting: readonly bigint[]) {
    const event = await eventOf(tree, await flush(surgeries, waiting), "Flushed");
    flushed = [];
    return event;
  }

  it("keeps its last root for ever, and a new tree begins empty", async () => {
    const { chain } = aftercare();
    const waiting = await standAt(CAPACITY - 2n);
    const surgeries = surgeriesOf(surgeon, 2);
    await enqueue(surgeries);
    const last = await fill(surgeries, waiting);
    expect([last.treeNumber, last.firstLeaf]).toEqual([0n, CAPACITY - 2n]);

    expect(await tree.treeNumber()).toBe(1n);
    expect(await tree.leafCount()).toBe(0n);
    expect(await tree.root()).toBe(rootOf([]));
    expect(await tree.frontierHash()).toBe(hashOf([]));
    expect(await tree.isValidRoot(rootOf([]))).toBe(false);
    expect(await tree.isValidRoot(last.root)).toBe(true);

    const next = await insert(5);
    expect(await tree.root()).toBe(rootOf(next.map(leafOf)));
    expect(await tree.leafCount()).toBe(5n);
    expect(await tree.leafCountOf(surgeon)).toBe(7n);
    await insert(1);
    await chain.mineAt((await chain.now()) + 10_000 * DAY);
    expect(await tree.isValidRoot(last.root)).toBe(true);
    expect(await tree.isValidRoot(rootOf(next.map(leafOf)))).toBe(false);
  });

  it("is never reached over by one batch", async () => {
    const waiting = await standAt(CAPACITY - 2n);
    const surgeries = surgeriesOf(surgeon, 3);
    await enqueue(surgeries);
    await expectRevert(tree, tree.flush(surgeries, waiting), "BatchExceedsTree", [2n]);
    // The head is one further; a checkpoint is where a tree ends.
    await fill(surgeries.slice(0, 2), waiting);
    await flush(surgeries.slice(2));
    expect(await tree.leafCount()).toBe(1n);
  });

  it("leaves nothing of its frontier to the next", async () => {
    const waiting = await standAt(CAPACITY - 1n);
    const [last, next] = [surgeriesOf(surgeon, 1), surgeriesOf(surgeon, 21)];
    await enqueue(last);
    await fill(last, waiting);
    await enqueue(next);
    await expectRevert(tree, tree.flush(next, waiting), "FrontierMismatch");
    await flush(next);
    expect(await tree.root()).toBe(rootOf(next.map(leafOf)));
  });
});

describe("the hashes", () => {
  it("are checked at deployment, because a wrong one would lock out every review", async () => {
    const { chain } = aftercare();
    const right = [await deployPoseidon(chain, 3), await deployPoseidon(chain, 4)] as const;
    const wrong = [
      await chain.deploy("WrongPoseidon", [3]),
      await chain.deploy("WrongPoseidon", [4]),
    ] as const;
    const deploying = (...poseidons: readonly BaseContract[]) =>
      chain.deploy("SurgeryTree", [queue, ...poseidons, ROOT_LIFETIME]);
    await expectRevert(tree, deploying(wrong[0], right[1]), "WrongHash", [await wrong[0].getAddress()]);
    await expectRevert(tree, deploying(right[0], wrong[1]), "WrongHash", [await wrong[1].getAddress()]);
    await expectRevert(tree, deploying(right[1], right[0]), "HashingFailed", [await right[1].getAddress()]);
  });

  it("are not those of an account without code", async () => {
    const { chain } = aftercare();
    const right = await deployPoseidon(chain, 3);
    const nobody = keyOf("nobody").address;
    const deploying = chain.deploy("SurgeryTree", [queue, right, nobody, ROOT_LIFETIME]);
    await expectRevert(tree, deploying, "HashingFailed", [nobody]);
  });
});

describe("the queue word", () => {
  it("is folded as docs/protocol.md says, with every 64th kept", async () => {
    const surgeries = surgeriesOf(surgeon, 130);
    await enqueue(surgeries);
    const words = surgeries.reduce<bigint[]>(
      (list, surgery) => [...list, queueWord(list.at(-1) ?? 0n, surgery)],
      [],
    );
    expect(await queue.getFunction("queueHead")()).toBe(words[129]);
    expect(await queue.getFunction("queueCheckpoint")(1)).toBe(words[63]);
    expect(await queue.getFunction("queueCheckpoint")(2)).toBe(words[127]);
    expect(await queue.getFunction("queueCheckpoint")(3)).toBe(0n);
  });
});
