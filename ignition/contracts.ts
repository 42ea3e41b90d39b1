import type { ArgumentType, IgnitionModuleBuilder } from "@nomicfoundation/ignition-core";

import { delayAdministration } from "./administration.ts";
import { poseidonArtifact } from "./poseidon-artifact.ts";

const DAY = 24 * 60 * 60;

/**
 * Deploys and connects Aftercare's contracts around a settlement token, and puts their administration behind a delay.
 *
 * Module parameters, all optional: `treasury` (address; the deployer), `protocolFee`, `maximumProtocolFee` and `reviewFee`
 * (token units; 2, 25 and 0.05 dollars at six decimals), `rootLifetime` (seconds; 30 days), `minimumLeaves` (3, at most
 * 20) and `administrationDelay` (seconds; 2 days).
 */
export function deployAround(m: IgnitionModuleBuilder, token: ArgumentType) {
  const deployer = m.getAccount(0);
  const accessManager = m.contract("AccessManager", [deployer]);
  const registry = m.contract("SurgeonRegistry", [accessManager]);
  const escrow = m.contract("SurgeryEscrow", [
    accessManager,
    registry,
    token,
    m.getParameter("treasury", deployer),
    m.getParameter("reviewFee", 50_000n),
    m.getParameter("protocolFee", 2_000_000n),
    m.getParameter("maximumProtocolFee", 25_000_000n),
  ]);
  const poseidonT4 = m.contract("PoseidonT4", poseidonArtifact(3));
  const poseidonT5 = m.contract("PoseidonT5", poseidonArtifact(4));
  const tree = m.contract("SurgeryTree", [
    escrow,
    poseidonT4,
    poseidonT5,
    m.getParameter("rootLifetime", 30 * DAY),
  ]);
  const verifier = m.contract("ReviewBatchVerifier");
  const reviewBoard = m.contract("ReviewBoard", [
    accessManager,
    escrow,
    tree,
    verifier,
    m.getParameter("minimumLeaves", 3),
  ]);
  m.call(escrow, "connectReviewBoard", [reviewBoard]);
  const policyBook = m.contract("PolicyBook");
  const claimVerifier = m.contract("ClaimBatchVerifier");
  const claimPool = m.contract("ClaimPool", [token, policyBook, tree, claimVerifier]);

  delayAdministration(m, {
    accessManager,
    escrow,
    reviewBoard,
    administrator: deployer,
    delay: m.getParameter("administrationDelay", 2 * DAY),
  });
  return {
    accessManager,
    registry,
    escrow,
    poseidonT4,
    poseidonT5,
    tree,
    verifier,
    reviewBoard,
    policyBook,
    claimPool,
  };
}
