import type { HardhatEthers } from "@nomicfoundation/hardhat-ethers/types";
import { Contract, dataLength, toQuantity } from "ethers";
import { network } from "hardhat";

import { deployContracts, type DeployedContracts } from "../ignition/deploy.ts";
import type { DeploymentStep } from "../ignition/journal.ts";
import type { ContractParameters } from "../ignition/parameters.ts";

/** What a transaction of the deployment uses. */
export interface RehearsedStep {
  readonly name: string;
  readonly gas: bigint;
  /** Bytes of calldata or creation code. */
  readonly size: number;
}

export interface Rehearsal {
  readonly steps: readonly RehearsedStep[];
  /** Whether the verifiers say that whoever made their keys can forge proofs. */
  readonly hasDevelopmentKeys: boolean;
}

const MUCH_ETHER = toQuantity(10n ** 24n);

/**
 * Deploys everything to a chain in this process, with the same code, parameters and deployer: constructors refuse there
 * what they refuse, and each step's gas is measured, not guessed.
 */
export async function rehearse(parameters: ContractParameters, deployer: string): Promise<Rehearsal> {
  const connection = await network.create({ network: "local", chainType: "op" });
  try {
    const { provider, ethers } = connection;
    await provider.request({ method: "hardhat_impersonateAccount", params: [deployer] });
    await provider.request({ method: "hardhat_setBalance", params: [deployer, MUCH_ETHER] });
    const steps: RehearsedStep[] = [];
    const measure = async ({ name, transaction }: DeploymentStep) => {
      const sent = await ethers.provider.getTransaction(transaction);
      const receipt = await ethers.provider.getTransactionReceipt(transaction);
      if (!sent || !receipt) throw new TypeError(`The rehearsal lost ${transaction}.`);
      steps.push({ name, gas: receipt.gasUsed, size: dataLength(sent.data) });
    };
    const contracts = await deployContracts({
      provider,
      deployer,
      parameters: await withStandIn(ethers, parameters),
      pollingInterval: 5,
      onStep: measure,
    });
    return { steps, hasDevelopmentKeys: await usesDevelopmentKeys(ethers, contracts) };
  } finally {
    await connection.close();
  }
}

/** An existing token is not on the chain of a rehearsal, and constructors ask it questions: a test dollar answers them. */
async function withStandIn(
  ethers: HardhatEthers,
  parameters: ContractParameters,
): Promise<ContractParameters> {
  if (parameters.token.kind !== "existing") return parameters;
  const standIn = await ethers.deployContract("TestDollar");
  return { ...parameters, token: { kind: "existing", address: await standIn.getAddress() } };
}

async function usesDevelopmentKeys(
  ethers: HardhatEthers,
  { board, claimPool }: DeployedContracts,
): Promise<boolean> {
  for (const address of [board, claimPool]) {
    const contract = new Contract(
      address,
      ["function usesDevelopmentKey() view returns (bool)"],
      ethers.provider,
    );
    if ((await contract.getFunction("usesDevelopmentKey").staticCall()) as boolean) return true;
  }
  return false;
}
