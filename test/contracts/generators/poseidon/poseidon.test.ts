import { concat, toBeHex } from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { poseidonBytecode } from "../../../../contracts/generators/poseidon/poseidon-bytecode.ts";
import { FIELD_MODULUS } from "../../../../prover/field.ts";
import { call, codeAt, create, deployContract, endChain, hashGroups } from "./support/hash-contract.ts";
import { edgeGroups, randomGroups } from "./support/inputs.ts";
import { REFERENCES } from "./support/references.ts";

/** Random groups for each width; the seed of a failed run repeats it. */
const CASES = Number(process.env.POSEIDON_CASES ?? 10_000);
const SEED = process.env.POSEIDON_SEED ?? crypto.randomUUID();

/** EIP-170. */
const LARGEST_CONTRACT = 24_576;
/** Gas for each hash in a batch of twenty, the call's own costs included. */
const GAS_BAR = { 4: 13_300, 5: 18_200 };

let harness: Awaited<ReturnType<typeof deployContract>>;
let addresses: Record<4 | 5, string>;

beforeAll(async () => {
  harness = await deployContract("PoseidonHarness");
  addresses = {
    4: await create(poseidonBytecode(4).creation),
    5: await create(poseidonBytecode(5).creation),
  };
});
afterAll(endChain);

/** The hashes as a contract gets them through the library, and what the library spent. */
async function hashByLibrary(
  width: 4 | 5,
  words: readonly bigint[],
  { hasher = addresses[width], ...overrides }: { hasher?: string; gasLimit?: number } = {},
): Promise<{ hashes: bigint[]; gasUsed: number; neighbourIntact: boolean }> {
  const [hashes, gasUsed, neighbourIntact] = (await harness
    .getFunction(`hashWithT${width}`)
    .staticCall(hasher, words, overrides)) as [bigint[], bigint, boolean];
  return { hashes: [...hashes], gasUsed: Number(gasUsed), neighbourIntact };
}

const refused = (attempt: Promise<unknown>): Promise<void> =>
  expect(attempt).rejects.toThrow(/HashingFailed/);

describe.each([4, 5] as const)("Poseidon of width %i on the EVM", (width) => {
  const inputs = width - 1;
  const [first, second] = REFERENCES[width];
  const expectHashes = async (groups: bigint[][]): Promise<void> => {
    const hashes = await hashGroups(addresses[width], groups);
    expect(hashes).toEqual(groups.map(first!.hash));
    expect(hashes).toEqual(groups.map(second!.hash));
  };

  it(`equals ${first!.name} and ${second!.name} on ${CASES} random inputs (seed ${SEED})`, async () => {
    await expectHashes(randomGroups(SEED, CASES, inputs));
  });

  it("equals both on every combination of 0, 1, q-1, q-2 and (q+1)/2", async () => {
    await expectHashes(edgeGroups(inputs));
  });

  it("takes any larger word for its remainder", async () => {
    const words = [FIELD_MODULUS, FIELD_MODULUS + 1n, 5n * FIELD_MODULUS, 2n ** 255n, 2n ** 256n - 1n];
    const groups = words.flatMap((word) =>
      Array.from({ length: inputs }, (_, at) =>
        Array.from({ length: inputs }, (_, i) => (i === at ? word : 3n)),
      ),
    );
    const remainders = groups.map((group) => group.map((word) => word % FIELD_MODULUS));
    expect(await hashGroups(addresses[width], groups)).toEqual(remainders.map(first!.hash));
  });

  it("hashes each group of a batch by itself, whatever stands beside it", async () => {
    const groups = randomGroups("batch", 64, inputs);
    const together = await hashGroups(addresses[width], groups);
    const alone = await Promise.all(
      groups.map(async (group) => (await hashGroups(addresses[width], [group]))[0]),
    );
    expect(together).toEqual(alone);
    expect(new Set(together).size).toBe(64);
  });

  it("refuses calldata that is not one or more whole groups", async () => {
    const bytes = concat(Array.from({ length: 2 * inputs }, (_, index) => toBeHex(index + 1, 32)));
    for (let size = 0; size <= 2 * inputs * 32; size++) {
      const answer = call(addresses[width], bytes.slice(0, 2 + 2 * size));
      const groups = size / (inputs * 32);
      if (groups === 1 || groups === 2) expect(await answer).toHaveLength(2 + 64 * groups);
      else await expect(answer, `${size} bytes`).rejects.toThrow();
    }
  });

  it("deploys the code that it says, within the limit on a contract's size", async () => {
    const { runtime } = poseidonBytecode(width);
    expect(await codeAt(addresses[width])).toBe(runtime);
    expect((runtime.length - 2) / 2).toBeLessThanOrEqual(LARGEST_CONTRACT);
  });

  it(`costs at most ${GAS_BAR[width]} gas a hash in a batch of 20`, { tags: "gas" }, async () => {
    const { gasUsed } = await hashByLibrary(width, randomGroups("gas", 20, inputs).flat());
    console.info(`poseidon.t${width}: ${gasUsed / 20} gas a hash in a batch of 20`);
    expect(gasUsed / 20).toBeLessThanOrEqual(GAS_BAR[width]);
  });
});

describe("the Poseidon library", () => {
  const words = randomGroups("library", 20, 12).flat();

  it.each([4, 5] as const)("replaces groups by their hashes, in order, for width %i", async (width) => {
    const groups = Array.from({ length: words.length / (width - 1) }, (_, group) =>
      words.slice(group * (width - 1), (group + 1) * (width - 1)),
    );
    const { hashes, neighbourIntact } = await hashByLibrary(width, words);
    expect(hashes).toEqual(groups.map(REFERENCES[width][0]!.hash));
    expect(neighbourIntact).toBe(true);
  });

  it("refuses an address without code", async () => {
    await refused(hashByLibrary(4, words, { hasher: toBeHex(0xdead, 20) }));
  });

  it("refuses a contract that answers something else", async () => {
    await refused(hashByLibrary(4, words, { hasher: await harness.getAddress() }));
  });

  it("refuses the hash of another width, also where whole groups of both fit", async () => {
    await refused(hashByLibrary(4, words, { hasher: addresses[5] }));
    await refused(hashByLibrary(5, words, { hasher: addresses[4] }));
  });

  it("refuses words that are no whole groups, and none at all", async () => {
    await refused(hashByLibrary(4, words.slice(0, 4)));
    await refused(hashByLibrary(5, words.slice(0, 3)));
    await refused(hashByLibrary(5, []));
  });

  it("never returns a wrong hash for want of gas", async () => {
    const group = words.slice(0, 12);
    const expected = (await hashByLibrary(5, group)).hashes;
    const outcomes = new Set<string>();
    for (let gasLimit = 22_000; gasLimit <= 100_000; gasLimit += 500) {
      const result = await hashByLibrary(5, group, { gasLimit }).catch(() => undefined);
      if (result !== undefined) expect(result.hashes).toEqual(expected);
      outcomes.add(result === undefined ? "reverted" : "hashed");
    }
    expect([...outcomes]).toEqual(["reverted", "hashed"]);
  });
});
