import { Wallet } from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { startLocalRollup } from "../../client/local/local-rollup.ts";
import { WrongChainError } from "../../client/reader/assert-on-chain.ts";
import {
  DeployerAsAdministratorError,
  DeployerFundsError,
  DevelopmentKeysError,
  UnsuitableTokenError,
} from "../../deploy/errors.ts";
import type { DeploymentParameters } from "../../deploy/parameters.ts";
import { describePlan } from "../../deploy/plan-text.ts";
import { makePlan } from "../../deploy/plan.ts";
import type { Target } from "../../deploy/target.ts";
import { deployContracts } from "../../ignition/deploy.ts";
import { DeploymentFailedError } from "../../ignition/errors.ts";
import { STANDARD_TERMS } from "../../ignition/parameters.ts";
import { startTarget, type TestTarget } from "./support/target.ts";

const CHAIN_ID = 84_532_001;

let target: TestTarget;
let local: TestTarget;
let parameters: DeploymentParameters;

beforeAll(async () => {
  target = await startTarget(CHAIN_ID);
  local = await startTarget(31_337);
  parameters = {
    ...STANDARD_TERMS,
    chainId: CHAIN_ID,
    administrator: Wallet.createRandom().address,
    treasury: Wallet.createRandom().address,
    token: { kind: "test" },
  };
});
afterAll(async () => {
  await target[Symbol.asyncDispose]();
  await local[Symbol.asyncDispose]();
});

const plan = (change: Partial<DeploymentParameters> = {}, allowDevelopmentKeys = true) =>
  makePlan({ target, parameters: { ...parameters, ...change }, allowDevelopmentKeys });

const onToken = async (artifact: string, args: readonly unknown[] = []) =>
  plan({ token: { kind: "existing", address: await target.create(artifact, args) } });

async function blockNumber(): Promise<number> {
  return Number(await target.provider.request({ method: "eth_blockNumber" }));
}

describe("a plan", () => {
  it("measures each step, and sends none", async () => {
    const before = await blockNumber();
    const { steps, cost, hasDevelopmentKeys } = await plan();
    expect(await blockNumber()).toBe(before);
    expect(steps.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["SurgeryEscrow", "SurgeryEscrow.connectReviewBoard", "DismissDeployer"]),
    );
    expect(steps).toHaveLength(20);
    expect(cost.gas).toBe(steps.reduce((sum, { gas }) => sum + gas, 0n));
    expect(cost.total).toBe(cost.gas * cost.gasPrice + cost.l1Data);
    expect(hasDevelopmentKeys).toBe(true);
  });

  it("costs less when steps are done", async () => {
    const done = [{ name: "SurgeryEscrow", transaction: "0x" }];
    const whole = await plan();
    const rest = await makePlan({ target, parameters, allowDevelopmentKeys: true, done });
    const escrow = whole.steps.find(({ name }) => name === "SurgeryEscrow");
    expect(whole.cost.gas - rest.cost.gas).toBe(escrow?.gas);
  });

  it("shows what a person has to agree to", async () => {
    const text = describePlan(await plan({ protocolFee: 1_500_000n }));
    for (const told of [
      `chain ${CHAIN_ID}`,
      target.deployer,
      `${parameters.administrator}, with a delay of 2 days`,
      parameters.treasury,
      "without value",
      "1.5 of at most 25.0 dollars",
      "DEVELOPMENT KEYS",
    ]) {
      expect(text).toContain(told);
    }
  });
});

describe("a deployment is refused", () => {
  it("on another chain than the parameters name", async () => {
    const refused = plan({ chainId: 10 });
    await expect(refused).rejects.toThrow(WrongChainError);
    await expect(refused).rejects.toThrow(/serves chain 84532001, but the parameters file is chain 10/);
  });

  it("with the deployer as administrator", async () => {
    await expect(plan({ administrator: target.deployer })).rejects.toThrow(DeployerAsAdministratorError);
  });

  it("with development keys that nobody allowed", async () => {
    await expect(plan({}, false)).rejects.toThrow(DevelopmentKeysError);
  });

  it("by an account that cannot pay", async () => {
    const { cost } = await plan();
    await target.setBalance(target.deployer, cost.total / 2n);
    await expect(plan()).rejects.toThrow(DeployerFundsError);
    await target.setBalance(target.deployer, 10n ** 20n);
  });

  it("when a constructor refuses, before anything is sent", async () => {
    const before = await blockNumber();
    await expect(plan({ protocolFee: 2n ** 100n, maximumProtocolFee: 2n ** 101n })).rejects.toThrow(
      DeploymentFailedError,
    );
    expect(await blockNumber()).toBe(before);
  });
});

describe("on a local chain, which guards nothing", () => {
  it("deployer and keys may be careless", async () => {
    const careless = makePlan({
      target: local,
      parameters: { ...parameters, chainId: 31_337, administrator: local.deployer },
      allowDevelopmentKeys: false,
    });
    await expect(careless).resolves.toMatchObject({ hasDevelopmentKeys: true });
  });
});

describe("the L1 data fee of a plan", () => {
  it("is not below what the rollup then takes, nor far above", async () => {
    const rollup = await startLocalRollup();
    try {
      const { provider } = rollup;
      const onL1: Target = {
        title: "a local rollup",
        chainId: 31_337,
        provider: {
          request: ({ method, params }) => provider.send(method, params ?? []) as Promise<unknown>,
        },
        deployer: (await provider.getSigner(0)).address,
      };
      const { cost } = await makePlan({
        target: onL1,
        parameters: { ...parameters, chainId: 31_337 },
        allowDevelopmentKeys: false,
      });
      let taken = 0n;
      await deployContracts({
        ...onL1,
        parameters,
        pollingInterval: 5,
        async onStep({ transaction }) {
          const receipt = (await provider.send("eth_getTransactionReceipt", [transaction])) as {
            l1Fee: string;
          };
          taken += BigInt(receipt.l1Fee);
        },
      });
      expect(taken).toBeGreaterThan(0n);
      expect(cost.l1Data).toBeGreaterThanOrEqual(taken);
      expect(cost.l1Data).toBeLessThan(3n * taken);
    } finally {
      await rollup.close();
    }
  });
});

describe("a token", () => {
  it("in the shape of Circle's, behind a proxy, is taken and named", async () => {
    const proxy = await target.create("CircleDollarProxy", [await target.create("CircleDollar")]);
    const made = await plan({ token: { kind: "existing", address: proxy } });
    expect(made.token).toEqual({ name: "USD Coin", symbol: "USDC" });
    expect(describePlan(made)).toContain(`USD Coin (USDC) at ${proxy}`);
  });

  it("with keyed nonces, as OpenZeppelin's, is taken", async () => {
    await expect(onToken("TestDollar")).resolves.toMatchObject({ token: { symbol: "atUSD" } });
  });

  it.each([
    ["EighteenDecimalsDollar", "18 decimals, not six"],
    ["PlainDollar", "domain separator is not that"],
    ["MisnamedDollar", "domain separator is not that"],
    ["WalletsOnlyDollar", "does not take a deposit that was signed"],
    ["TrustingDollar", "takes a deposit that its owner did not sign"],
  ])("is refused: %s", async (artifact, problem) => {
    const refused = onToken(artifact);
    await expect(refused).rejects.toThrow(UnsuitableTokenError);
    await expect(refused).rejects.toThrow(problem);
  });

  it("is refused where there is no contract, or one that is no token", async () => {
    const nobody = plan({ token: { kind: "existing", address: Wallet.createRandom().address } });
    await expect(nobody).rejects.toThrow("There is no contract at the token's address.");
    await expect(onToken("OpenQueue")).rejects.toThrow("The token has no decimals, not six.");
  });
});
