import { encodeBytes32String, id, Wallet } from "ethers";
import type { BaseContract, TypedDataDomain } from "ethers";
import { afterAll, beforeAll, beforeEach } from "vitest";

import type {
  ReviewBoard,
  SurgeonRegistry,
  SurgeryEscrow,
  SurgeryTree,
  TestDollar,
} from "../../../build/typechain/index.ts";
import type { AccessManager } from "../../../build/typechain/@openzeppelin/contracts/access/manager/AccessManager.ts";
import { poseidonArtifact } from "../../../ignition/poseidon-artifact.ts";
import type { Booking } from "./booking.ts";
import { startChain } from "./chain.ts";
import type { Chain } from "./chain.ts";
import { domainOf, sign } from "./messages.ts";

export const HOUR = 60 * 60;
export const DAY = 24 * HOUR;
export const PROTOCOL_FEE = 2_000_000n;
export const MAXIMUM_PROTOCOL_FEE = 25_000_000n;
export const REVIEW_FEE = 50_000n;
export const ROOT_LIFETIME = 30 * DAY;
export const MINIMUM_LEAVES = 3;
export const BOARD_ROLE = 1n;

/** A key that exists only in a test, the same in every run. */
export function keyOf(name: string): Wallet {
  return new Wallet(id(`aftercare test key: ${name}`));
}

/** One deployment and what a test did with it. */
export interface Aftercare {
  chain: Chain;
  accessManager: AccessManager;
  token: TestDollar;
  registry: SurgeonRegistry;
  escrow: SurgeryEscrow;
  tree: SurgeryTree;
  verifier: BaseContract;
  reviewBoard: ReviewBoard;
  treasury: string;
  medicalBoard: Wallet;
  domains: Readonly<Record<"escrow" | "registry" | "reviewBoard" | "token", TypedDataDomain>>;
  /** Every booking that a test has made; what `expectBalanced` adds up. */
  bookings: Booking[];
  /** Every account that the escrow may owe something to. */
  creditors: Set<string>;
}

/** Which parts of a deployment a test replaces by its own. */
export interface DeploymentOptions {
  /** Artifact of the settlement token. */
  token?: string;
  /** Artifact of the verifier of review proofs; one that accepts only what a test tells it to. */
  verifier?: string;
}

export async function deployPoseidon(chain: Chain, inputs: 3 | 4): Promise<BaseContract> {
  const { abi, bytecode } = poseidonArtifact(inputs);
  const factory = await chain.ethers.getContractFactory([...abi], bytecode);
  return factory.deploy();
}

/** Deploys an escrow that no review board is connected to. */
export function deployEscrow({
  chain,
  accessManager,
  registry,
  token,
  treasury,
}: Pick<Aftercare, "chain" | "accessManager" | "registry" | "token" | "treasury">): Promise<SurgeryEscrow> {
  return chain.deploy<SurgeryEscrow>("SurgeryEscrow", [
    accessManager,
    registry,
    token,
    treasury,
    REVIEW_FEE,
    PROTOCOL_FEE,
    MAXIMUM_PROTOCOL_FEE,
  ]);
}

/** Deploys everything on a chain, the verifier being one that accepts only what a test tells it to. */
export async function deployAftercare(chain: Chain, options: DeploymentOptions = {}): Promise<Aftercare> {
  const { relayer } = chain;
  const treasury = keyOf("treasury").address;
  const medicalBoard = keyOf("medical board");

  const accessManager = await chain.deploy<AccessManager>("AccessManager", [relayer.address]);
  await accessManager.grantRole(BOARD_ROLE, medicalBoard.address, 0);
  const token = await chain.deploy<TestDollar>(options.token ?? "TestDollar");
  const registry = await chain.deploy<SurgeonRegistry>("SurgeonRegistry", [accessManager]);
  const escrow = await deployEscrow({ chain, accessManager, registry, token, treasury });
  const tree = await chain.deploy<SurgeryTree>("SurgeryTree", [
    escrow,
    await deployPoseidon(chain, 3),
    await deployPoseidon(chain, 4),
    ROOT_LIFETIME,
  ]);
  const verifier = await chain.deploy(options.verifier ?? "ExactVerifier");
  const reviewBoard = await chain.deploy<ReviewBoard>("ReviewBoard", [
    accessManager,
    escrow,
    tree,
    verifier,
    MINIMUM_LEAVES,
  ]);
  await escrow.connectReviewBoard(reviewBoard);

  const { chainId } = chain;
  const domains = {
    escrow: domainOf("Aftercare SurgeryEscrow", chainId, await escrow.getAddress()),
    registry: domainOf("Aftercare SurgeonRegistry", chainId, await registry.getAddress()),
    reviewBoard: domainOf("Aftercare ReviewBoard", chainId, await reviewBoard.getAddress()),
    token: domainOf("Aftercare Test Dollar", chainId, await token.getAddress()),
  };

  return {
    chain,
    accessManager,
    token,
    registry,
    escrow,
    tree,
    verifier,
    reviewBoard,
    treasury,
    medicalBoard,
    domains,
    bookings: [],
    creditors: new Set([treasury, relayer.address]),
  };
}

/** Licenses a surgeon, whose messages `signer` signs and whose address may be that of a contract wallet. */
export async function licenseSurgeon(
  aftercare: Aftercare,
  signer: Wallet,
  address: string = signer.address,
  expiresIn: number = 365 * DAY,
): Promise<void> {
  const { registry, medicalBoard, domains, chain } = aftercare;
  const issuedAt = await chain.now();
  const deadline = issuedAt + DAY;
  const licence = {
    surgeon: address,
    numberHash: id(`US-CA:${address}`),
    jurisdiction: encodeBytes32String("US-CA"),
    specialty: encodeBytes32String("plastic surgery"),
    issuedAt,
    expiry: issuedAt + expiresIn,
  };
  const profile = { encryptionKey: id(`X25519 ${address}`), contentHash: id(`profile ${address}`) };
  const board = medicalBoard.address;
  await registry.register(
    licence,
    board,
    await sign(medicalBoard, domains.registry, "Licence", licence),
    profile,
    deadline,
    await sign(signer, domains.registry, "Registration", {
      numberHash: licence.numberHash,
      issuedAt,
      board,
      profile,
      deadline,
    }),
  );
}

/**
 * One chain and deployment for a test file, back in its first state before each test.
 *
 * Returns a function because there is nothing before the first hook has run.
 */
export function useAftercare(options: DeploymentOptions = {}): () => Aftercare {
  let chain: Chain;
  let deployed: Aftercare;
  let restore: () => Promise<void>;
  let current: Aftercare;

  beforeAll(async () => {
    chain = await startChain();
    deployed = await deployAftercare(chain, options);
    restore = await chain.snapshot();
  });
  beforeEach(async () => {
    await restore();
    restore = await chain.snapshot();
    current = { ...deployed, bookings: [], creditors: new Set(deployed.creditors) };
  });
  afterAll(async () => {
    await chain.close();
  });
  return () => current;
}
