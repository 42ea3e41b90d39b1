import { appendFile, rm } from "node:fs/promises";
import { join } from "node:path";

import { Wallet } from "ethers";
import hre from "hardhat";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { DeploymentExistsError, JournalMismatchError } from "../../deploy/errors.ts";
import { begin, findBegun } from "../../deploy/journal.ts";
import type { DeploymentParameters } from "../../deploy/parameters.ts";
import { findRecord, recordPath, writeRecord } from "../../deploy/record.ts";
import { deployContracts } from "../../ignition/deploy.ts";
import { STANDARD_TERMS } from "../../ignition/parameters.ts";
import { startTarget, type TestTarget } from "./support/target.ts";

const NAME = `test-journal-${process.pid}`;
const FOLDER = join(hre.config.paths.ignition, "deployments", NAME);

let target: TestTarget;
let parameters: DeploymentParameters;

async function clean(): Promise<void> {
  await rm(FOLDER, { recursive: true, force: true });
  await rm(recordPath(NAME), { force: true });
}

beforeAll(async () => {
  target = await startTarget(31_337);
  const treasury = Wallet.createRandom().address;
  parameters = {
    ...STANDARD_TERMS,
    chainId: 31_337,
    administrator: target.deployer,
    treasury,
    token: { kind: "test" },
  };
});
afterAll(async () => {
  await clean();
  await target[Symbol.asyncDispose]();
});
beforeEach(clean);

describe("a deployment that was begun", () => {
  it("is found as it was left", async () => {
    expect(await findBegun(NAME, target, parameters)).toBeUndefined();
    const journal = await begin(NAME, target, parameters);
    expect(await findBegun(NAME, target, parameters)).toEqual({ journal, done: [] });
  });

  it("is not gone on with by another deployer", async () => {
    await begin(NAME, target, parameters);
    const other = { ...target, deployer: Wallet.createRandom().address };
    await expect(findBegun(NAME, other, parameters)).rejects.toThrow(JournalMismatchError);
    await expect(findBegun(NAME, other, parameters)).rejects.toThrow(target.deployer);
  });

  it("is not gone on with on other parameters", async () => {
    await begin(NAME, target, parameters);
    const others = { ...parameters, reviewFee: 60_000n };
    await expect(findBegun(NAME, target, others)).rejects.toThrow(JournalMismatchError);
  });

  it("is not gone on with on a chain that was started anew", async () => {
    await begin(NAME, target, parameters);
    const confirmed = {
      type: "TRANSACTION_CONFIRM",
      futureId: "Aftercare#AccessManager",
      hash: `0x${"12".repeat(32)}`,
      receipt: { blockNumber: 1 },
    };
    await appendFile(join(FOLDER, "journal.jsonl"), `\n${JSON.stringify(confirmed)}`);
    await expect(findBegun(NAME, target, parameters)).rejects.toThrow("not the chain of then");
  });
});

describe("the record of a deployment", () => {
  const deployed = async () => {
    const contracts = await deployContracts({
      provider: target.provider,
      deployer: target.deployer,
      parameters,
      pollingInterval: 5,
    });
    return writeRecord({ name: NAME, target, parameters, contracts, firstBlock: 1, developmentKeys: true });
  };

  it("is found where its contracts are", async () => {
    expect(await findRecord(NAME, target, parameters)).toBeUndefined();
    const record = await deployed();
    expect(await findRecord(NAME, target, parameters)).toEqual(record);
  });

  it("is not overwritten by a deployment on other parameters or another chain", async () => {
    await deployed();
    const others = { ...parameters, minimumLeaves: 5 };
    await expect(findRecord(NAME, target, others)).rejects.toThrow(DeploymentExistsError);
    const elsewhere = { ...target, chainId: 10 };
    await expect(findRecord(NAME, elsewhere, parameters)).rejects.toThrow(DeploymentExistsError);
  });

  it("does not pass for a deployment on a chain that was started anew", async () => {
    await deployed();
    await using fresh = await startTarget(31_337);
    await expect(findRecord(NAME, fresh, parameters)).rejects.toThrow("There is no contract at");
  });
});
