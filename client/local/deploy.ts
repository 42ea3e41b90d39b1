import { Contract } from "ethers";
import { ROLES } from "../../ignition/administration.ts";
import { deployContracts } from "../../ignition/deploy.ts";
import { STANDARD_TERMS, type SettlementToken } from "../../ignition/parameters.ts";
import type { Deployment } from "../protocol/deployment.ts";
import type { LocalRollup } from "./local-rollup.ts";

/** Milliseconds: a local chain mines each transaction at once. */
const POLLING_INTERVAL = 20;

/** Deploys everything to a local rollup, the way a real rollup is deployed to, and admits a medical board. */
export async function deployLocally(
  { provider }: Pick<LocalRollup, "provider">,
  {
    treasury,
    medicalBoard,
    token: settlementToken = { kind: "test" },
  }: {
    readonly treasury: string;
    readonly medicalBoard: string;
    /** A new test dollar where left out. */
    readonly token?: SettlementToken | undefined;
  },
): Promise<Deployment> {
  const deployer = await provider.getSigner(0);
  const firstBlock = (await provider.getBlockNumber()) + 1;
  const contracts = await deployContracts({
    provider: { request: ({ method, params }) => provider.send(method, params ?? []) as Promise<unknown> },
    deployer: deployer.address,
    parameters: {
      ...STANDARD_TERMS,
      // Its key is everybody's, as all of a local chain's are; what is deployed here guards nothing.
      administrator: deployer.address,
      treasury,
      token: settlementToken,
    },
    pollingInterval: POLLING_INTERVAL,
  });
  const accessManager = new Contract(
    contracts.accessManager,
    ["function grantRole(uint64 role, address account, uint32 executionDelay)"],
    deployer,
  );
  const admission = await accessManager.getFunction("grantRole").send(ROLES.BOARD, medicalBoard, 0);
  await admission.wait();
  const { registry, escrow, tree, board, token, policyBook, claimPool } = contracts;
  const { chainId } = await provider.getNetwork();
  return { chainId, registry, escrow, tree, board, token, policyBook, claimPool, firstBlock };
}
