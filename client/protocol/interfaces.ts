// Encoders and decoders of the contracts, typed by what the compiler made of them. Each is marked pure, so that a bundle
// holds only those that its entry uses.
import { Interface } from "ethers/abi";
import type { IClaimPoolInterface } from "../../build/typechain/contracts/interfaces/IClaimPool.ts";
import type { IPolicyBookInterface } from "../../build/typechain/contracts/interfaces/IPolicyBook.ts";
import type { IReviewBoardInterface } from "../../build/typechain/contracts/interfaces/IReviewBoard.ts";
import type { ISurgeonRegistryInterface } from "../../build/typechain/contracts/interfaces/ISurgeonRegistry.ts";
import type { ISurgeryEscrowInterface } from "../../build/typechain/contracts/interfaces/ISurgeryEscrow.ts";
import type { IClosedQueueInterface } from "../../build/typechain/contracts/interfaces/ISurgeryTree.sol/IClosedQueue.ts";
import type { ISurgeryTreeInterface } from "../../build/typechain/contracts/interfaces/ISurgeryTree.sol/ISurgeryTree.ts";
import claimPoolAbi from "./abi/IClaimPool.json" with { type: "json" };
import closedQueueAbi from "./abi/IClosedQueue.json" with { type: "json" };
import policyBookAbi from "./abi/IPolicyBook.json" with { type: "json" };
import reviewBoardAbi from "./abi/IReviewBoard.json" with { type: "json" };
import surgeonRegistryAbi from "./abi/ISurgeonRegistry.json" with { type: "json" };
import surgeryEscrowAbi from "./abi/ISurgeryEscrow.json" with { type: "json" };
import surgeryTreeAbi from "./abi/ISurgeryTree.json" with { type: "json" };
import { TOKEN_ABI } from "./token.ts";

// ethers builds methods at run time; the generated interfaces give them their types.
export const REGISTRY = /* @__PURE__ */ new Interface(
  surgeonRegistryAbi,
) as unknown as ISurgeonRegistryInterface;
export const ESCROW = /* @__PURE__ */ new Interface(surgeryEscrowAbi) as unknown as ISurgeryEscrowInterface;
export const QUEUE = /* @__PURE__ */ new Interface(closedQueueAbi) as unknown as IClosedQueueInterface;
export const TREE = /* @__PURE__ */ new Interface(surgeryTreeAbi) as unknown as ISurgeryTreeInterface;
export const BOARD = /* @__PURE__ */ new Interface(reviewBoardAbi) as unknown as IReviewBoardInterface;
export const POLICY_BOOK = /* @__PURE__ */ new Interface(policyBookAbi) as unknown as IPolicyBookInterface;
export const CLAIM_POOL = /* @__PURE__ */ new Interface(claimPoolAbi) as unknown as IClaimPoolInterface;
export const TOKEN = /* @__PURE__ */ new Interface(TOKEN_ABI);
