import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { Contract, getBytes, hexlify, id, JsonRpcProvider, keccak256, Wallet } from "ethers";
import hre from "hardhat";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { parseDeployment } from "../../client/protocol/deployment.ts";
import { assertDeployedOn } from "../../client/reader/assert-on-chain.ts";
import { contractsOf } from "../../client/reader/contracts.ts";
import type { DeploymentRecord } from "../../deploy/record.ts";
import { ROLES } from "../../ignition/administration.ts";
import { poseidonArtifact } from "../../ignition/poseidon-artifact.ts";
import { startLine, type Line } from "./support/line.ts";
import { ROOT, start, startRollupProcess, type RollupProcess } from "./support/processes.ts";
import { startSourcify, type SourcifyStandIn } from "./support/sourcify.ts";

// One deployment to a chain in another process, by the commands of docs/deploying.md, cut off twice on its way.

const CHAIN_ID = 84_532_001;
/** First account of the chains that Hardhat serves. */
const DEPLOYER = new Wallet("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");
const ADMINISTRATOR = new Wallet(id("aftercare test key: administrator")).address;
const TREASURY = new Wallet(id("aftercare test key: treasury")).address;
const TRANSACTIONS = 20;

const NAME = `test-${process.pid}`;
const RECORD = join(ROOT, "deployments", `${NAME}.json`);
const PARAMETERS = join(ROOT, "deployments", `${NAME}.parameters.json`);

interface Run {
  code: number | null;
  output: string;
  transactionsAfter: number;
}

let page: string;
let rollup: RollupProcess;
let line: Line;
let sourcify: SourcifyStandIn;
let provider: JsonRpcProvider;
let environment: Record<string, string>;
let record: DeploymentRecord;
const runs: Record<"plan" | "unasked" | "lost" | "unheard" | "last" | "again" | "verified", Run> =
  {} as never;

/** A command as the page prints it, for the network and the name of this test. */
function documented(command: string, options = ""): string {
  expect(page).toContain(`\n${command}\n`);
  return command
    .replace("npm run deploy -- --network opSepolia", `npm run deploy -- --network custom --name ${NAME}`)
    .replace("verify opSepolia --network opSepolia", `verify ${NAME} --network custom`)
    .concat(options);
}

const PLAN = "npm run deploy -- --network opSepolia --plan";
const DEPLOY = "npm run deploy -- --network opSepolia";
const OPTIONS = " --yes --allow-development-keys --confirmations 2";

async function run(command: string): Promise<Run> {
  const { code, output } = await start(command, environment).done;
  return { code, output, transactionsAfter: await provider.getTransactionCount(DEPLOYER) };
}

/** Deploys until the line is cut, and kills it then. */
async function runUntilCut(transactions: number, fault: Parameters<Line["cutAfter"]>[1]): Promise<Run> {
  const cut = line.cutAfter(transactions, fault);
  const command = start(documented(DEPLOY, OPTIONS), environment);
  const ended = command.done.then(({ output }) => {
    throw new Error(`The deployment ended before it was cut off:\n${output}`);
  });
  ended.catch(() => undefined);
  await Promise.race([cut, ended]);
  await command.kill();
  return { ...(await command.done), transactionsAfter: await provider.getTransactionCount(DEPLOYER) };
}

/** The parameters that the page shows, for this chain. */
function exampleParameters(): object {
  const example = /```json\n([^`]+)```/.exec(page)?.[1];
  if (example === undefined) throw new Error("The page shows no parameters.");
  return {
    ...(JSON.parse(example) as object),
    chainId: CHAIN_ID,
    administrator: ADMINISTRATOR,
    treasury: TREASURY,
  };
}

beforeAll(async () => {
  page = (await readFile(join(ROOT, "docs", "deploying.md"), "utf8")).replaceAll(/^ {3}/gm, "");
  rollup = await startRollupProcess(CHAIN_ID);
  line = await startLine(rollup.url);
  sourcify = await startSourcify();
  provider = new JsonRpcProvider(rollup.url, undefined, { staticNetwork: true, cacheTimeout: -1 });
  environment = {
    CUSTOM_RPC_URL: line.url,
    CUSTOM_DEPLOYER_KEY: DEPLOYER.privateKey,
    SOURCIFY_API_URL: sourcify.url,
  };
  await mkdir(join(ROOT, "deployments"), { recursive: true });
  await writeFile(PARAMETERS, JSON.stringify(exampleParameters()), { flag: "wx" });

  runs.plan = await run(documented(PLAN, " --allow-development-keys"));
  runs.unasked = await run(documented(DEPLOY, " --allow-development-keys"));
  runs.lost = await runUntilCut(4, "lost on the way");
  runs.unheard = await runUntilCut(5, "answer lost");
  runs.last = await run(documented(DEPLOY, OPTIONS));
  record = JSON.parse(await readFile(RECORD, "utf8")) as DeploymentRecord;
  runs.again = await run(documented(DEPLOY, OPTIONS));
  runs.verified = await run(documented("npx hardhat ignition verify opSepolia --network opSepolia"));
}, 300_000);

afterAll(async () => {
  provider.destroy();
  await line[Symbol.asyncDispose]();
  await sourcify[Symbol.asyncDispose]();
  await rollup[Symbol.asyncDispose]();
  await rm(RECORD, { force: true });
  await rm(PARAMETERS, { force: true });
  await rm(join(hre.config.paths.ignition, "deployments", NAME), { recursive: true, force: true });
});

describe("npm run deploy", () => {
  it("shows a plan and sends nothing when asked for that alone", () => {
    expect(runs.plan).toMatchObject({ code: 0, transactionsAfter: 0 });
    for (const told of [String(CHAIN_ID), DEPLOYER.address, ADMINISTRATOR, TREASURY, "DEVELOPMENT KEYS"]) {
      expect(runs.plan.output).toContain(told);
    }
    expect(runs.plan.output).toMatch(new RegExp(`transactions +${TRANSACTIONS}\n`));
  });

  it("sends nothing when nobody has agreed", () => {
    expect(runs.unasked).toMatchObject({ code: 1, transactionsAfter: 0 });
    expect(runs.unasked.output).toContain("NotConfirmedError");
  });

  it("that dies before a transaction reaches the node leaves those before it", () => {
    expect(runs.lost.transactionsAfter).toBe(4);
  });

  it("goes on after that, and dies anew when it has sent a transaction and not noted it", () => {
    expect(runs.unheard.output).toContain(`${TRANSACTIONS}; goes on with what was begun, 0 are confirmed`);
    expect(runs.unheard.transactionsAfter).toBe(4 + 5 + 1);
  });

  it("ends with every transaction sent once", () => {
    expect(runs.last).toMatchObject({ code: 0, transactionsAfter: TRANSACTIONS });
    expect(runs.last.output).toMatch(/goes on with what was begun, [1-9]\d? are confirmed/);
    expect(runs.last.output).toContain(`${TRANSACTIONS}/${TRANSACTIONS}`);
    expect(runs.last.output).toContain(
      `grantRole(1, BOARD, 0) of the access manager ${record.accessManager}`,
    );
  });

  it("has nothing to do when all is done", () => {
    expect(runs.again).toMatchObject({ code: 0, transactionsAfter: TRANSACTIONS });
    expect(runs.again.output).toContain("nothing to do");
  });
});

describe("what was deployed", () => {
  const ARTIFACTS = {
    token: "TestDollar",
    accessManager: "AccessManager",
    registry: "SurgeonRegistry",
    escrow: "SurgeryEscrow",
    tree: "SurgeryTree",
    reviewVerifier: "ReviewBatchVerifier",
    board: "ReviewBoard",
    policyBook: "PolicyBook",
    claimVerifier: "ClaimBatchVerifier",
    claimPool: "ClaimPool",
  } as const;

  type ImmutableReferences = Record<string, readonly { start: number; length: number }[]>;

  /** Code without what only a deployment knows. */
  function masked(code: string, immutables: ImmutableReferences): string {
    const bytes = getBytes(code);
    for (const { start, length } of Object.values(immutables).flat()) bytes.fill(0, start, start + length);
    return hexlify(bytes);
  }

  it.each(Object.entries(ARTIFACTS))("has, as %s, the bytecode that tests run on", async (name, artifact) => {
    const { deployedBytecode, immutableReferences } = (await hre.artifacts.readArtifact(
      artifact,
    )) as unknown as {
      deployedBytecode: string;
      immutableReferences: ImmutableReferences;
    };
    const code = await provider.getCode(record[name as keyof typeof ARTIFACTS]);
    expect(masked(code, immutableReferences)).toBe(masked(deployedBytecode, immutableReferences));
  });

  it("has the generated Poseidon hashes", async () => {
    expect(await provider.getCode(record.poseidonT4)).toBe(poseidonArtifact(3).deployedBytecode);
    expect(await provider.getCode(record.poseidonT5)).toBe(poseidonArtifact(4).deployedBytecode);
  });

  it("has the parameters of the file", async () => {
    const { escrow, tree, board } = contractsOf(parseDeployment(record), provider);
    expect([await escrow.protocolFee(), await escrow.maximumProtocolFee(), await escrow.reviewFee()]).toEqual(
      [2_000_000n, 25_000_000n, 50_000n],
    );
    expect(await tree.rootLifetime()).toBe(2_592_000n);
    expect(await board.minimumLeaves()).toBe(3n);
    const treasury = new Contract(record.escrow, ["function treasury() view returns (address)"], provider);
    expect(await treasury.getFunction("treasury").staticCall()).toBe(TREASURY);
  });

  it("obeys the administrator alone, after the delay", async () => {
    const manager = new Contract(
      record.accessManager,
      ["function hasRole(uint64 role, address account) view returns (bool isMember, uint32 executionDelay)"],
      provider,
    );
    const roleOf = async (role: bigint, account: string) => [
      ...((await manager.getFunction("hasRole").staticCall(role, account)) as unknown[]),
    ];
    expect(await roleOf(ROLES.ADMIN, ADMINISTRATOR)).toEqual([true, 172_800n]);
    expect(await roleOf(ROLES.PARAMETER, ADMINISTRATOR)).toEqual([true, 172_800n]);
    expect(await roleOf(ROLES.BOARD_ADMISSION, ADMINISTRATOR)).toEqual([true, 0n]);
    for (const role of Object.values(ROLES)) {
      expect(await roleOf(role, DEPLOYER.address)).toEqual([false, 0n]);
    }
  });
});

describe("deployments/NAME.json", () => {
  it("is read by the client as it is", async () => {
    const deployment = parseDeployment(record);
    await assertDeployedOn(deployment, provider);
    expect(deployment.chainId).toBe(BigInt(CHAIN_ID));
  });

  it("names a first block before which the contracts were not there, and no needlessly early one", async () => {
    const firstOf = (await provider.getBlock(record.firstBlock, true))?.prefetchedTransactions ?? [];
    expect(await provider.getTransactionCount(DEPLOYER, record.firstBlock - 1)).toBe(0);
    expect(firstOf.length).toBeLessThanOrEqual(1);
    let block = record.firstBlock;
    while ((await provider.getTransactionCount(DEPLOYER, block)) === 0) block += 1;
    expect(block - record.firstBlock).toBeLessThan(20);
  });

  it("tells the hash of each contract's code", async () => {
    for (const [name, hash] of Object.entries(record.codeHashes)) {
      const code = await provider.getCode(record[name as keyof DeploymentRecord["codeHashes"]]);
      expect(keccak256(code)).toBe(hash);
    }
    expect(Object.keys(record.codeHashes)).toHaveLength(12);
  });

  it("tells by whom, with which parameters and with whose keys", () => {
    expect(record).toMatchObject({
      name: NAME,
      deployer: DEPLOYER.address,
      developmentKeys: true,
      parameters: { chainId: CHAIN_ID, administrator: ADMINISTRATOR, treasury: TREASURY, token: "test" },
    });
  });
});

describe("the sources", () => {
  it("are published with the settings that tests compile with, but for the generated hashes", () => {
    const { compilers } = hre.config.solidity.profiles.default ?? { compilers: [] };
    const addresses = Object.entries(record.codeHashes)
      .filter(([name]) => !name.startsWith("poseidon"))
      .map(([name]) => record[name as keyof DeploymentRecord["codeHashes"]]);
    expect([...sourcify.submissions.keys()].toSorted()).toEqual(addresses.toSorted());
    for (const { stdJsonInput } of sourcify.submissions.values()) {
      expect(stdJsonInput.settings).toMatchObject({
        viaIR: true,
        optimizer: compilers[0]?.settings.optimizer,
        evmVersion: compilers[0]?.settings.evmVersion,
      });
    }
    expect(runs.verified.code).toBe(1);
    expect(
      runs.verified.output.match(/PoseidonT[45]" for network[^\n]*\n+=== Sourcify ===\n+HHE80005/g),
    ).toHaveLength(2);
    expect(runs.verified.output.match(/HHE\d+/g)).toHaveLength(2);
  });
});
