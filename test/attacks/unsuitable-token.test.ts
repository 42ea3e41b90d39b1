// A token that deploys and is of no use: the escrow itself refuses it, whoever deploys and however.
import { type BaseContract } from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { deployContracts } from "../../ignition/deploy.ts";
import { DeploymentFailedError } from "../../ignition/errors.ts";
import { STANDARD_TERMS } from "../../ignition/parameters.ts";
import { startChain, type Chain } from "../contracts/support/chain.ts";
import { deployEscrow, keyOf } from "../contracts/support/deployment.ts";
import { expectRevert } from "../contracts/support/errors.ts";

let chain: Chain;
beforeAll(async () => {
  chain = await startChain();
});
afterAll(() => chain.close());

const treasury = keyOf("treasury").address;
const addressOf = async (contract: BaseContract) => contract.getAddress();

async function escrowOn(token: string): Promise<unknown> {
  const accessManager = await chain.deploy("AccessManager", [chain.relayer.address]);
  const registry = await chain.deploy("SurgeonRegistry", [accessManager]);
  return deployEscrow({ chain, accessManager, registry, token, treasury } as unknown as Parameters<
    typeof deployEscrow
  >[0]);
}

async function expectRefused(token: string, requirement: string): Promise<void> {
  const { interface: errors } = await chain.ethers.getContractFactory("SurgeryEscrow");
  await expectRevert({ interface: errors }, escrowOn(token), "UnsuitableToken", [token, requirement]);
}

describe("an escrow", () => {
  it.each([
    ["EighteenDecimalsDollar", "six decimals"],
    ["OpenQueue", "six decimals"],
    ["ReticentDollar", "six decimals"],
    ["PlainDollar", "ERC-3009"],
    ["SilentDollar", "ERC-3009"],
  ])("is not deployed on %s: it lacks %s", async (artifact, requirement) => {
    await expectRefused(await addressOf(await chain.deploy(artifact)), requirement);
  });

  it("is not deployed on an account without code", async () => {
    await expectRefused(keyOf("nobody").address, "six decimals");
  });

  it("is deployed on dollars that know ERC-3009, with and without a proxy", async () => {
    const circle = await chain.deploy("CircleDollar");
    const proxy = await chain.deploy("CircleDollarProxy", [circle]);
    for (const token of [circle, proxy, await chain.deploy("TestDollar")]) {
      expect(await escrowOn(await addressOf(token))).toBeInstanceOf(Object);
    }
  });
});

describe("a deployment that nobody has checked beforehand", () => {
  it.each(["EighteenDecimalsDollar", "PlainDollar"])("ends at the escrow: %s", async (artifact) => {
    const address = await addressOf(await chain.deploy(artifact));
    const failed = deployContracts({
      provider: chain.provider,
      deployer: chain.relayer.address,
      parameters: {
        ...STANDARD_TERMS,
        administrator: chain.relayer.address,
        treasury,
        token: { kind: "existing", address },
      },
      pollingInterval: 5,
    });
    await expect(failed).rejects.toThrow(DeploymentFailedError);
    await expect(failed).rejects.toThrow("UnsuitableToken");
  });
});
