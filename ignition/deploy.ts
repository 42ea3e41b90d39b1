import {
  errorDeploymentResultToExceptionMessage,
  HardhatArtifactResolver,
} from "@nomicfoundation/hardhat-ignition/helpers";
import {
  deploy,
  DeploymentResultType,
  type EIP1193Provider,
  type ExecutionEventListener,
  type TransactionConfirmEvent,
} from "@nomicfoundation/ignition-core";
import hre from "hardhat";

import { AftercareError } from "../circuits/errors.ts";
import { DeploymentFailedError } from "./errors.ts";
import { stepName, type DeploymentStep, type Journal } from "./journal.ts";
import { settleLostTransactions } from "./lost-transactions.ts";
import { aftercareModule, type ContractName } from "./module.ts";
import type { ContractParameters } from "./parameters.ts";

export interface DeploymentRun {
  readonly provider: EIP1193Provider;
  /** Sends every transaction; the provider signs for it. */
  readonly deployer: string;
  readonly parameters: ContractParameters;
  /** Where each step is noted before it is taken, so that a run that was killed can be resumed. */
  readonly journal?: Journal;
  /** Blocks that a transaction has to be under, its own counted. By default 5, or 1 where each transaction is mined at once. */
  readonly confirmations?: number;
  /** Milliseconds between two looks for a new block. */
  readonly pollingInterval: number;
  readonly onStep?: (step: DeploymentStep) => void | Promise<void>;
}

/** Addresses of a deployment's contracts. */
export type DeployedContracts = Readonly<Record<ContractName, string>>;

/**
 * Deploys Aftercare: the one way to any chain, local ones included. With a journal, it goes on where an earlier run ended.
 *
 * @throws {DeploymentFailedError} if a transaction would revert, did, or was not mined in time.
 */
export async function deployContracts(run: DeploymentRun): Promise<DeployedContracts> {
  const { provider, deployer, journal, confirmations } = run;
  const ignitionModule = aftercareModule(run.parameters, deployer);
  const artifactResolver = new HardhatArtifactResolver(hre.artifacts);
  if (journal) await settleLostTransactions({ provider, deployer, journal, artifactResolver });
  const running = deploy({
    provider,
    artifactResolver,
    ignitionModule,
    deploymentParameters: {},
    accounts: [deployer],
    executionEventListener: listenerFor(run.onStep),
    ...(journal === undefined ? {} : { deploymentDir: journal.folder }),
    config: {
      blockPollingInterval: run.pollingInterval,
      // Absent, not undefined: Ignition would take that for a number of confirmations.
      ...(confirmations === undefined ? {} : { requiredConfirmations: confirmations }),
    },
  });
  const result = await running.catch((error: unknown) => {
    throw interrupted(error);
  });
  if (result.type !== DeploymentResultType.SUCCESSFUL_DEPLOYMENT) {
    throw new DeploymentFailedError(
      errorDeploymentResultToExceptionMessage(result),
      "Mend the cause; `npx hardhat ignition wipe` forgets a step that failed, so that the next run takes it anew.",
      { result: result.type },
    );
  }
  const addressOf = ([name, { id }]: [string, { id: string }]) => {
    const contract = result.contracts[id];
    if (contract === undefined) throw new TypeError(`Ignition deployed no ${id}.`);
    return [name, contract.address];
  };
  return Object.fromEntries(Object.entries(ignitionModule.results).map(addressOf)) as DeployedContracts;
}

/** Ignition stops with errors of its own when it cannot go on yet. */
function interrupted(error: unknown): unknown {
  if (error instanceof AftercareError || !(error instanceof Error)) return error;
  return new DeploymentFailedError(
    `The deployment was interrupted: ${error.message}`,
    "What is on the chain stays; the same command goes on when the cause is mended.",
    {},
    { cause: error },
  );
}

/** Ignition tells of some thirty kinds of event and calls a method for each; only confirmations are steps. */
function listenerFor(onStep: DeploymentRun["onStep"]): ExecutionEventListener {
  const tell = async ({ futureId, hash }: TransactionConfirmEvent) =>
    onStep?.({ name: stepName(futureId), transaction: hash });
  const ignore = () => Promise.resolve();
  return new Proxy({} as ExecutionEventListener, {
    get: (_, event) => (event === "transactionConfirm" ? tell : ignore),
  });
}
