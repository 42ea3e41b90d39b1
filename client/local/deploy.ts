import { rm } from "node:fs/promises";
import { join } from "node:path";
import hre, { network } from "hardhat";
import { ROLES } from "../../ignition/administration.ts";
import Aftercare from "../../ignition/modules/Aftercare.ts";
import type { Deployment } from "../protocol/deployment.ts";
import type { LocalRollup } from "./local-rollup.ts";

/** Deploys everything to a local rollup with Hardhat Ignition, the way a real rollup is deployed to, and admits a medical board. */
export async function deployLocally(
  rollup: LocalRollup,
  accounts: { treasury: string; medicalBoard: string },
): Promise<Deployment> {
  const connection = await network.create({
    network: "served",
    chainType: "op",
    override: { url: rollup.url },
  });
  // A new chain has no deployment to resume; a journal left by an earlier chain on the same port would mislead Ignition.
  const deploymentId = `local-${new URL(rollup.url).port}`;
  const journal = join(hre.config.paths.ignition, "deployments", deploymentId);
  await rm(journal, { recursive: true, force: true });
  try {
    const firstBlock = (await rollup.provider.getBlockNumber()) + 1;
    const contracts = await connection.ignition.deploy(Aftercare, {
      deploymentId,
      parameters: { Aftercare: { treasury: accounts.treasury } },
      config: { requiredConfirmations: 1 },
    });
    const admitted = await contracts.accessManager
      .getFunction("grantRole")
      .send(ROLES.BOARD, accounts.medicalBoard, 0);
    await admitted.wait();
    const { chainId } = await rollup.provider.getNetwork();
    return {
      chainId,
      registry: await contracts.registry.getAddress(),
      escrow: await contracts.escrow.getAddress(),
      tree: await contracts.tree.getAddress(),
      board: await contracts.reviewBoard.getAddress(),
      token: await contracts.token.getAddress(),
      policyBook: await contracts.policyBook.getAddress(),
      claimPool: await contracts.claimPool.getAddress(),
      firstBlock,
    };
  } finally {
    await connection.close();
    await rm(journal, { recursive: true, force: true });
  }
}
