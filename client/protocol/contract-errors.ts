import { Interface } from "ethers/abi";
import { BOARD, CLAIM_POOL, ESCROW, POLICY_BOOK, REGISTRY, TOKEN, TREE } from "./interfaces.ts";

/**
 * The errors that a transaction to Aftercare's contracts can revert with: those of their interfaces, of OpenZeppelin's
 * token, and the one that asks for more gas.
 */
export const CONTRACT_ERRORS = /* @__PURE__ */ errorsOf([
  REGISTRY,
  ESCROW,
  TREE,
  BOARD,
  POLICY_BOOK,
  CLAIM_POOL,
  TOKEN,
]);

function errorsOf(interfaces: readonly Pick<Interface, "fragments">[]): Interface {
  const errors = interfaces.flatMap(({ fragments }) => fragments.filter(({ type }) => type === "error"));
  return new Interface([...errors, "error NotEnoughGas(uint256 available, uint256 required)"]);
}
