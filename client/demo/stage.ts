import type { JsonRpcSigner, Signer, TypedDataDomain } from "ethers";
import { type ChainView, readChain } from "../reader/chain-view.ts";
import type { LocalRollup } from "../local/local-rollup.ts";
import { Relayer, type RelayReceipt } from "../services/relayer/relayer.ts";
import { escrowDomain } from "../protocol/messages/escrow.ts";
import type { RelayableCall } from "../protocol/calls/call.ts";
import type { Deployment } from "../protocol/deployment.ts";
import { type Contracts, contractsOf } from "../reader/contracts.ts";
import { registryDomain } from "../protocol/messages/registry.ts";
import type { BookingDomains } from "../sdk/offer.ts";
import { boardDomain } from "../protocol/messages/board.ts";
import { tokenDomainOf } from "../reader/token-domain.ts";

/** Everything the chapters of the story share. */
export interface Stage {
  rollup: LocalRollup;
  deployment: Deployment;
  contracts: Contracts;
  domains: BookingDomains & { registry: TypedDataDomain; board: TypedDataDomain };
  /** The medical board's account. */
  boardSigner: Signer;
  /** Whom the story's parties name to rule where they cannot settle. */
  arbiter: Signer;
  /** The account that pays everybody's gas; nobody's in the story. */
  relayerSigner: JsonRpcSigner;
  relayer: Relayer;
  /** Every transaction relayed so far. */
  receipts: RelayReceipt[];
  relay(call: RelayableCall): Promise<RelayReceipt>;
}

/** Wei for each gas: 0.001 gwei, the usual tip on OP-type rollups. */
const PRIORITY_FEE = 1_000_000n;

export async function setStage(
  rollup: LocalRollup,
  deployment: Deployment,
  accounts: { board: JsonRpcSigner; relayer: JsonRpcSigner; arbiter: Signer },
  minimumFee: bigint,
): Promise<Stage> {
  const contracts = contractsOf(deployment, rollup.provider);
  const relayer = new Relayer({
    signer: accounts.relayer,
    provider: rollup.provider,
    deployment,
    minimumFee,
    priorityFee: PRIORITY_FEE,
  });
  const receipts: RelayReceipt[] = [];
  const { chainId } = deployment;
  return {
    rollup,
    deployment,
    contracts,
    domains: {
      escrow: escrowDomain(chainId, deployment.escrow),
      escrowAddress: deployment.escrow,
      token: await tokenDomainOf(contracts.token),
      registry: registryDomain(chainId, deployment.registry),
      board: boardDomain(chainId, deployment.board),
    },
    boardSigner: accounts.board,
    arbiter: accounts.arbiter,
    relayerSigner: accounts.relayer,
    relayer,
    receipts,
    async relay(call) {
      const receipt = await relayer.relay(call);
      receipts.push(receipt);
      return receipt;
    },
  };
}

/** Reads the whole chain anew, checked against the contracts. */
export function viewChain(stage: Stage): Promise<ChainView> {
  return readChain(stage.deployment, stage.rollup.provider);
}
