import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import type { EIP1193Provider } from "@nomicfoundation/ignition-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { deployContracts, type DeployedContracts } from "../../ignition/deploy.ts";
import { stepsDone, type Journal } from "../../ignition/journal.ts";
import { STANDARD_TERMS } from "../../ignition/parameters.ts";
import { startTarget, type TestTarget } from "./support/target.ts";

// A run that is killed leaves the journal that a run leaves whose node fell silent: the same point, in this process.

const TRANSACTIONS = 19;

let target: TestTarget;
let journal: Journal;

beforeAll(async () => {
  target = await startTarget(31_337);
});
afterAll(async () => {
  await target[Symbol.asyncDispose]();
});
beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), "aftercare-journal-"));
  journal = { folder, firstBlock: Number(await target.provider.request({ method: "eth_blockNumber" })) + 1 };
  return () => rm(folder, { recursive: true, force: true });
});

const deploy = (provider: EIP1193Provider = target.provider): Promise<DeployedContracts> =>
  deployContracts({
    provider,
    deployer: target.deployer,
    parameters: {
      ...STANDARD_TERMS,
      administrator: target.deployer,
      treasury: target.deployer,
      token: { kind: "test" },
    },
    journal,
    confirmations: 1,
    pollingInterval: 5,
  });

const request = (method: string, ...params: unknown[]) =>
  target.provider.request({ method, params }) as Promise<unknown>;
const nonce = async () => Number(await request("eth_getTransactionCount", target.deployer, "pending"));

/** A node that falls silent at the transaction of this number, before it has it or after. */
function silentAt(number: number, when: "before" | "after"): EIP1193Provider {
  let left = number;
  return {
    async request(asked) {
      const silent = asked.method === "eth_sendTransaction" && --left === 0;
      if (silent && when === "before") throw new Error("silence");
      const answer = (await target.provider.request(asked)) as unknown;
      if (silent) throw new Error("silence");
      return answer;
    },
  };
}

describe("a deployment that was killed", () => {
  it.each(Array.from({ length: TRANSACTIONS }, (_, index) => index + 1))(
    "at transaction %i, before or after sending it, is resumed, and sends each transaction once",
    async (number) => {
      const first = await nonce();
      await expect(deploy(silentAt(number, "before"))).rejects.toThrow("silence");
      expect(await nonce()).toBe(first + number - 1);
      await expect(deploy(silentAt(1, "after"))).rejects.toThrow("silence");
      expect(await nonce()).toBe(first + number);
      const contracts = await deploy();
      expect(await nonce()).toBe(first + TRANSACTIONS);
      expect(await stepsDone(journal.folder)).toHaveLength(TRANSACTIONS);
      expect(await request("eth_getCode", contracts.escrow, "latest")).not.toBe("0x");
    },
  );

  it("while a transaction waits in the pool, waits for it as well", async () => {
    const first = await nonce();
    await request("evm_setAutomine", false);
    await expect(deploy(silentAt(1, "after"))).rejects.toThrow("silence");
    const resumed = deploy();
    await delay(300);
    expect(await nonce()).toBe(first + 1);
    await request("evm_mine");
    await request("evm_setAutomine", true);
    await resumed;
    expect(await nonce()).toBe(first + TRANSACTIONS);
  });

  it("and is done has nothing left to send", async () => {
    const contracts = await deploy();
    const after = await nonce();
    expect(await deploy()).toEqual(contracts);
    expect(await nonce()).toBe(after);
  });
});
