import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import type { IgnitionModuleBuilder } from "@nomicfoundation/ignition-core";
import { getAddress } from "ethers";

import { handOverAdministration } from "./administration.ts";
import type { ContractParameters, SettlementToken } from "./parameters.ts";
import { poseidonArtifact } from "./poseidon-artifact.ts";

/** Everything that a deployment sends, in the form that Ignition plans, sends and resumes. */
export type AftercareModule = ReturnType<typeof aftercareModule>;

/** Names of the contracts of a deployment. */
export type ContractName = keyof AftercareModule["results"];

/**
 * Aftercare's contracts around a settlement token, connected to each other, their administration behind a delay and in
 * the administrator's hands.
 *
 * @param deployer Sends every transaction.
 */
export function aftercareModule(parameters: ContractParameters, deployer: string) {
  return buildModule("Aftercare", (m) => {
    const token = settlementToken(m, parameters.token);
    const accessManager = m.contract("AccessManager", [deployer]);
    const registry = m.contract("SurgeonRegistry", [accessManager]);
    const escrow = m.contract("SurgeryEscrow", [
      accessManager,
      registry,
      token,
      parameters.treasury,
      parameters.reviewFee,
      parameters.protocolFee,
      parameters.maximumProtocolFee,
    ]);
    const poseidonT4 = m.contract("PoseidonT4", poseidonArtifact(3));
    const poseidonT5 = m.contract("PoseidonT5", poseidonArtifact(4));
    const tree = m.contract("SurgeryTree", [escrow, poseidonT4, poseidonT5, parameters.rootLifetime]);
    const reviewVerifier = m.contract("ReviewBatchVerifier");
    const board = m.contract("ReviewBoard", [
      accessManager,
      escrow,
      tree,
      reviewVerifier,
      parameters.minimumLeaves,
    ]);
    const connection = m.call(escrow, "connectReviewBoard", [board]);
    const policyBook = m.contract("PolicyBook");
    const claimVerifier = m.contract("ClaimBatchVerifier");
    const claimPool = m.contract("ClaimPool", [token, policyBook, tree, claimVerifier]);

    handOverAdministration(m, {
      accessManager,
      escrow,
      board,
      deployer: getAddress(deployer),
      administrator: getAddress(parameters.administrator),
      delay: parameters.administrationDelay,
      after: [connection],
    });
    return {
      token,
      accessManager,
      registry,
      escrow,
      poseidonT4,
      poseidonT5,
      tree,
      reviewVerifier,
      board,
      policyBook,
      claimVerifier,
      claimPool,
    };
  });
}

function settlementToken(m: IgnitionModuleBuilder, token: SettlementToken) {
  return token.kind === "test" ? m.contract("TestDollar") : m.contractAt("IDepositToken", token.address);
}
