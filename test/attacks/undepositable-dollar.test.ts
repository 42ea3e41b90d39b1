// Deposits that nobody could sign: Circle's dollar has no `eip712Domain()`, and was never seen by a test that books.
import { Contract, ContractFactory, type ContractRunner } from "ethers";
import hre from "hardhat";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { startLocalRollup } from "../../client/local/local-rollup.ts";
import { TOKEN_ABI } from "../../client/protocol/token.ts";
import { UnknownTokenDomainError } from "../../client/reader/token-domain.ts";
import { OwnAccount } from "../../client/sdk/index.ts";
import { Insurer } from "../../client/sdk/insurer/index.ts";
import type { Surgeon } from "../../client/sdk/surgeon/index.ts";
import { DEPOSIT } from "../../fixtures/agreement.ts";
import { createPatient, createSurgeon, license } from "../../fixtures/people.ts";
import { setStage, type Stage } from "../../fixtures/stage.ts";
import { close, offerTo, operate, plan, schedule } from "../../fixtures/surgeries.ts";
import { STANDARD_TERMS } from "../../ignition/parameters.ts";
import { Booking } from "../contracts/support/booking.ts";
import { keyOf, licenseSurgeon, useAftercare } from "../contracts/support/deployment.ts";
import { expectRevert } from "../contracts/support/errors.ts";
import { domainOf } from "../contracts/support/messages.ts";

const SURGEON = { name: "Dr. Amara Okafor", city: "San Diego", licenceNumber: "A-104482" };
const { protocolFee, reviewFee } = STANDARD_TERMS;

async function deployed(signer: ContractRunner, artifact: string, args: readonly unknown[] = []) {
  const { abi, bytecode } = await hre.artifacts.readArtifact(artifact);
  const contract = await new ContractFactory(abi, bytecode, signer).deploy(...args);
  await contract.waitForDeployment();
  return contract.getAddress();
}

/** A deployment on a dollar behind a proxy, and a licensed surgeon. */
async function stageOn(logic: string): Promise<{ stage: Stage; surgeon: Surgeon }> {
  const rollup = await startLocalRollup();
  const deployer = await rollup.provider.getSigner(0);
  const address = await deployed(deployer, "CircleDollarProxy", [await deployed(deployer, logic)]);
  const stage = await setStage(rollup, { kind: "existing", address });
  const surgeon = await createSurgeon(stage.aftercare);
  await license(stage, surgeon, SURGEON);
  return { stage, surgeon };
}

describe("on Circle's dollar behind its proxy", () => {
  let stage: Stage;
  let surgeon: Surgeon;
  let dollar: Contract;
  beforeAll(async () => {
    ({ stage, surgeon } = await stageOn("CircleDollar"));
    dollar = new Contract(stage.deployment.token, TOKEN_ABI, stage.rollup.provider);
  });
  afterAll(() => stage.rollup.close());
  const held = async (account: string) =>
    (await dollar.getFunction("balanceOf").staticCall(account)) as bigint;

  it("a patient books, closes, and the surgeon is paid out", async () => {
    const { deployment, keeper, accounts } = stage;
    const agreed = await schedule(stage, createPatient(stage.aftercare), surgeon);
    expect(await held(deployment.escrow)).toBe(DEPOSIT);
    expect(await held(agreed.offer.terms.patient)).toBe(0n);
    await plan(agreed);
    await close(stage, await operate(stage, agreed, "surgery-09-rhinoplasty.json"));

    await surgeon.collect();
    expect(await held(surgeon.address)).toBe(DEPOSIT - protocolFee - reviewFee);
    await keeper.gatherFees(surgeon.address);
    await keeper.collect(accounts.treasury.address);
    expect(await held(accounts.treasury.address)).toBe(protocolFee);
    expect(await held(deployment.escrow)).toBe(reviewFee);
  });

  it("a patient who cancels has her deposit back", async () => {
    const { patient, offer } = await schedule(stage, createPatient(stage.aftercare), surgeon);
    await patient.cancel(offer);
    await patient.collect(offer);
    expect(await held(offer.terms.patient)).toBe(DEPOSIT);
  });

  it("an insurer puts money into the pool and takes it out", async () => {
    const { accounts, rollup, deployment, aftercare } = stage;
    const amount = 1_000_000n;
    const minting = new Contract(deployment.token, TOKEN_ABI, accounts.insurer).getFunction("mint");
    await (await minting.send(accounts.insurer.address, amount)).wait();
    const account = new OwnAccount({ signer: accounts.insurer, provider: rollup.provider, deployment });
    const insurer = await Insurer.of(aftercare, { account });
    await insurer.fund({ amount });
    expect(await held(deployment.claimPool)).toBe(amount);
    await insurer.withdraw({ amount });
    expect(await held(accounts.insurer.address)).toBe(amount);
  });
});

describe("on a dollar whose version is not that of its domain separator", () => {
  it("nothing is signed, since the signature would be worth nothing", async () => {
    const { stage, surgeon } = await stageOn("MisnamedDollar");
    try {
      const offering = offerTo(stage, createPatient(stage.aftercare), surgeon.address);
      await expect(offering).rejects.toThrow(UnknownTokenDomainError);
    } finally {
      await stage.rollup.close();
    }
  });
});

describe("Circle's two forms of one authorization", () => {
  const aftercare = useAftercare({ token: "CircleDollar" });
  const surgeon = keyOf("surgeon");
  const owner = keyOf("wallet's owner");
  beforeEach(() => licenseSurgeon(aftercare(), surgeon));

  async function signing() {
    const { chain, token } = aftercare();
    const tokenDomain = { ...domainOf("USD Coin", chain.chainId, await token.getAddress()), version: "2" };
    return { patient: owner, tokenDomain };
  }

  it("let a key pay by the one for keys", async () => {
    const { tokenDomain } = await signing();
    await (await Booking.of(aftercare(), surgeon)).perform("schedule", { tokenDomain });
  });

  it("let a contract wallet pay by the one for any signer, and nobody but its owner", async () => {
    const { chain, escrow } = aftercare();
    const wallet = await (await chain.deploy("ContractWallet", [owner.address])).getAddress();
    const booking = await Booking.of(aftercare(), surgeon, { patient: wallet });
    const theft = booking.send("schedule", { ...(await signing()), patient: keyOf("thief") });
    await expect(theft).rejects.toThrow("FiatTokenV2: invalid signature");
    expect(await escrow.progressOf(booking.id)).toBe(0n);
    await booking.perform("schedule", await signing());
  });

  it("pay one offer once", async () => {
    const { escrow, token } = aftercare();
    const { tokenDomain } = await signing();
    const booking = await Booking.of(aftercare(), surgeon);
    await booking.perform("schedule", { tokenDomain });
    await token.mint(booking.terms.patient, booking.terms.deposit);
    await expectRevert(escrow, booking.send("schedule", { tokenDomain }), "WrongState");
    expect(await token.balanceOf(booking.terms.patient)).toBe(booking.terms.deposit);
  });
});
