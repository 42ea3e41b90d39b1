import {
  type BaseContract,
  Contract,
  getAddress,
  Interface,
  isAddress,
  type ContractRunner,
  type Provider,
} from "ethers";
import type { IClaimPool } from "../../build/typechain/contracts/interfaces/IClaimPool.ts";
import type { IPolicyBook } from "../../build/typechain/contracts/interfaces/IPolicyBook.ts";
import type { IReviewBoard } from "../../build/typechain/contracts/interfaces/IReviewBoard.ts";
import type { ISurgeonRegistry } from "../../build/typechain/contracts/interfaces/ISurgeonRegistry.ts";
import type { ISurgeryEscrow } from "../../build/typechain/contracts/interfaces/ISurgeryEscrow.ts";
import type { IClosedQueue } from "../../build/typechain/contracts/interfaces/ISurgeryTree.sol/IClosedQueue.ts";
import type { ISurgeryTree } from "../../build/typechain/contracts/interfaces/ISurgeryTree.sol/ISurgeryTree.ts";
import { AftercareError } from "../../prover/errors.ts";
import claimPoolAbi from "./abi/IClaimPool.json" with { type: "json" };
import policyBookAbi from "./abi/IPolicyBook.json" with { type: "json" };
import closedQueueAbi from "./abi/IClosedQueue.json" with { type: "json" };
import reviewBoardAbi from "./abi/IReviewBoard.json" with { type: "json" };
import surgeonRegistryAbi from "./abi/ISurgeonRegistry.json" with { type: "json" };
import surgeryEscrowAbi from "./abi/ISurgeryEscrow.json" with { type: "json" };
import surgeryTreeAbi from "./abi/ISurgeryTree.json" with { type: "json" };
import { TOKEN_ABI } from "./token.ts";

/** Where the contracts of one deployment live. */
export interface Deployment {
  chainId: bigint;
  registry: string;
  escrow: string;
  tree: string;
  board: string;
  token: string;
  policyBook: string;
  claimPool: string;
  /** First block that can hold an event of these contracts. */
  firstBlock: number;
}

/** Typed handles of a deployment's contracts. */
export interface Contracts {
  registry: ISurgeonRegistry;
  /** The escrow is also the queue that feeds the tree. */
  escrow: ISurgeryEscrow;
  queue: IClosedQueue;
  tree: ISurgeryTree;
  board: IReviewBoard;
  policyBook: IPolicyBook;
  claimPool: IClaimPool;
  token: Contract;
}

/** The errors that a transaction to Aftercare's contracts can revert with: those of their interfaces, of OpenZeppelin's token, and
 * the one that asks for more gas. */
export const CONTRACT_ERRORS = new Interface(
  [
    surgeonRegistryAbi,
    surgeryEscrowAbi,
    surgeryTreeAbi,
    reviewBoardAbi,
    policyBookAbi,
    claimPoolAbi,
    TOKEN_ABI,
    ["error NotEnoughGas(uint256 available, uint256 required)"],
  ].flatMap((abi) => [...new Interface(abi).fragments].filter((fragment) => fragment.type === "error")),
);

export class InvalidDeploymentError extends AftercareError {
  override readonly name = "InvalidDeploymentError";
}
export class WrongChainError extends AftercareError {
  override readonly name = "WrongChainError";
}

const CONTRACT_NAMES = ["registry", "escrow", "tree", "board", "token", "policyBook", "claimPool"] as const;

/** Checks the addresses' form and returns them with EIP-55 checksums. */
export function assertDeployment(deployment: Deployment): Deployment {
  const checked = { ...deployment };
  for (const name of CONTRACT_NAMES) {
    if (!isAddress(deployment[name])) {
      throw new InvalidDeploymentError(
        `The deployment's ${name} is not an address.`,
        "Pass the addresses that the deployment printed.",
        { name, value: String(deployment[name]) },
      );
    }
    checked[name] = getAddress(deployment[name]);
  }
  return checked;
}

/**
 * Reads a deployment from JSON, such as the file that `npm run deploy` writes. Members that it does not know are left out.
 *
 * @throws {InvalidDeploymentError}
 */
export function parseDeployment(json: unknown): Deployment {
  const members: Readonly<Record<string, unknown>> =
    typeof json === "object" && json !== null ? { ...json } : {};
  const take = (name: string): number => {
    const value = members[name];
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
    throw new InvalidDeploymentError(
      `The deployment's ${name} is not a whole number.`,
      "Pass what is in the file that the deployment wrote.",
      { name, value: String(value) },
    );
  };
  const addresses = Object.fromEntries(CONTRACT_NAMES.map((name) => [name, members[name]])) as Record<
    (typeof CONTRACT_NAMES)[number],
    string
  >;
  return assertDeployment({ chainId: BigInt(take("chainId")), firstBlock: take("firstBlock"), ...addresses });
}

/** Handles of the contracts, to be read through `runner`. */
export function contractsOf(deployment: Deployment, runner: ContractRunner): Contracts {
  // ethers builds methods at run time; the generated interfaces give them their types.
  const handle = <Type>(address: string, abi: object[]) =>
    new Contract(address, new Interface(abi), runner) as unknown as Type;
  return {
    registry: handle<ISurgeonRegistry>(deployment.registry, surgeonRegistryAbi),
    escrow: handle<ISurgeryEscrow>(deployment.escrow, surgeryEscrowAbi),
    queue: handle<IClosedQueue>(deployment.escrow, closedQueueAbi),
    tree: handle<ISurgeryTree>(deployment.tree, surgeryTreeAbi),
    board: handle<IReviewBoard>(deployment.board, reviewBoardAbi),
    policyBook: handle<IPolicyBook>(deployment.policyBook, policyBookAbi),
    claimPool: handle<IClaimPool>(deployment.claimPool, claimPoolAbi),
    token: new Contract(deployment.token, TOKEN_ABI, runner),
  };
}

/** The address that a handle of {@link contractsOf} was made with. */
export function addressOf({ target }: Pick<BaseContract, "target">): string {
  if (typeof target !== "string") throw new TypeError("Handles are made from addresses.");
  return target;
}

/** Throws {@link WrongChainError} unless the provider's chain is the deployment's, {@link InvalidDeploymentError} unless there is code. */
export async function assertDeployedOn(deployment: Deployment, provider: Provider): Promise<void> {
  const { chainId } = await provider.getNetwork();
  if (chainId !== deployment.chainId) {
    throw new WrongChainError(
      `This deployment lives on chain ${deployment.chainId}, but the node serves chain ${chainId}.`,
      "Connect to a node of the deployment's chain.",
      { expected: deployment.chainId, actual: chainId },
    );
  }
  for (const name of CONTRACT_NAMES) {
    if ((await provider.getCode(deployment[name])) === "0x") {
      throw new InvalidDeploymentError(
        `There is no contract at the deployment's ${name} address.`,
        "Check the address, and that the node has synchronised.",
        { name, address: deployment[name] },
      );
    }
  }
}
