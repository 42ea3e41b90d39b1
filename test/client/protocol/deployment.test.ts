import { Wallet } from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startLocalRollup, type LocalRollup } from "../../../client/local/local-rollup.ts";
import {
  assertDeployment,
  parseDeployment,
  type Deployment,
  InvalidDeploymentError,
} from "../../../client/protocol/deployment.ts";
import { assertDeployedOn, WrongChainError } from "../../../client/reader/assert-on-chain.ts";

const address = () => Wallet.createRandom().address;
const deployment: Deployment = {
  chainId: 31_337n,
  registry: address(),
  escrow: address(),
  tree: address(),
  board: address(),
  token: address(),
  policyBook: address(),
  claimPool: address(),
  firstBlock: 0,
};

describe("a deployment's addresses", () => {
  it("get their checksums", () => {
    const lowerCase = { ...deployment, board: deployment.board.toLowerCase() };
    expect(assertDeployment(lowerCase)).toEqual(deployment);
  });

  it.each(["registry", "escrow", "tree", "board", "token", "policyBook", "claimPool"] as const)(
    "are refused when %s is none",
    (name) => {
      expect(() => assertDeployment({ ...deployment, [name]: "0x1234" })).toThrow(InvalidDeploymentError);
    },
  );
});

describe("a deployment as JSON", () => {
  const json = { ...deployment, chainId: 31_337 };

  it("is read, and what it tells besides is left out", () => {
    expect(parseDeployment({ ...json, developmentKeys: true })).toEqual(deployment);
  });

  it.each(Object.keys(json))("is refused without %s, which is named", (name) => {
    const { [name as "board"]: _, ...incomplete } = json;
    expect(() => parseDeployment(incomplete)).toThrow(InvalidDeploymentError);
    expect(() => parseDeployment(incomplete)).toThrow(`The deployment's ${name} is not`);
  });

  it.each([null, "text", [], { ...json, chainId: "31337" }, { ...json, firstBlock: -1 }])(
    "is refused when it is %j",
    (other) => {
      expect(() => parseDeployment(other)).toThrow(InvalidDeploymentError);
    },
  );
});

describe("a deployment on a node", () => {
  let rollup: LocalRollup;
  beforeAll(async () => {
    rollup = await startLocalRollup();
  });
  afterAll(() => rollup.close());

  it("is refused when the node serves another chain", async () => {
    const elsewhere = assertDeployedOn({ ...deployment, chainId: 10n }, rollup.provider);
    await expect(elsewhere).rejects.toThrow(WrongChainError);
    await expect(elsewhere).rejects.toThrow(/chain 10.*chain 31337/);
  });

  it("is refused when there are no contracts", async () => {
    await expect(assertDeployedOn(deployment, rollup.provider)).rejects.toThrow(InvalidDeploymentError);
  });
});
