import type { Interface } from "ethers/abi";
import { Contract } from "ethers/contract";
import type { ContractRunner } from "ethers/providers";
import type { IClaimPool } from "../../build/typechain/contracts/interfaces/IClaimPool.ts";
import type { IPolicyBook } from "../../build/typechain/contracts/interfaces/IPolicyBook.ts";
import type { IReviewBoard } from "../../build/typechain/contracts/interfaces/IReviewBoard.ts";
import type { ISurgeonRegistry } from "../../build/typechain/contracts/interfaces/ISurgeonRegistry.ts";
import type { ISurgeryEscrow } from "../../build/typechain/contracts/interfaces/ISurgeryEscrow.ts";
import type { IClosedQueue } from "../../build/typechain/contracts/interfaces/ISurgeryTree.sol/IClosedQueue.ts";
import type { ISurgeryTree } from "../../build/typechain/contracts/interfaces/ISurgeryTree.sol/ISurgeryTree.ts";
import type { Deployment } from "../protocol/deployment.ts";
import {
  BOARD,
  CLAIM_POOL,
  ESCROW,
  POLICY_BOOK,
  QUEUE,
  REGISTRY,
  TOKEN,
  TREE,
} from "../protocol/interfaces.ts";

/** Typed handles of a deployment's contracts. */
export interface Contracts {
  readonly registry: ISurgeonRegistry;
  /** The escrow is also the queue that feeds the tree. */
  readonly escrow: ISurgeryEscrow;
  readonly queue: IClosedQueue;
  readonly tree: ISurgeryTree;
  readonly board: IReviewBoard;
  readonly policyBook: IPolicyBook;
  readonly claimPool: IClaimPool;
  readonly token: Contract;
}

/** Handles of the contracts, to be read through `runner`. */
export function contractsOf(deployment: Deployment, runner: ContractRunner): Contracts {
  // ethers builds methods at run time; the generated interfaces give them their types.
  const handle = <Type>(address: string, contract: Interface) =>
    new Contract(address, contract, runner) as unknown as Type;
  return {
    registry: handle<ISurgeonRegistry>(deployment.registry, REGISTRY),
    escrow: handle<ISurgeryEscrow>(deployment.escrow, ESCROW),
    queue: handle<IClosedQueue>(deployment.escrow, QUEUE),
    tree: handle<ISurgeryTree>(deployment.tree, TREE),
    board: handle<IReviewBoard>(deployment.board, BOARD),
    policyBook: handle<IPolicyBook>(deployment.policyBook, POLICY_BOOK),
    claimPool: handle<IClaimPool>(deployment.claimPool, CLAIM_POOL),
    token: new Contract(deployment.token, TOKEN, runner),
  };
}
