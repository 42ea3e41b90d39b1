import type { ReviewSubmission } from "../review.ts";
import type { RelayableCall } from "./call.ts";

/** What one transaction cost, in wei except for gas. */
export interface RelayReceipt {
  readonly action: string;
  readonly transactionHash: string;
  readonly blockNumber: number;
  readonly gasUsed: bigint;
  /** Execution: gas used times the price paid. */
  readonly executionFee: bigint;
  /** Posting the transaction's data to L1; zero on chains that have no such fee. */
  readonly l1Fee: bigint;
  readonly wholeFee: bigint;
}

/** Whoever brings calls to the chain and pays their gas. It can refuse a call, but not alter, redirect or replay it. */
export interface Relay {
  /**
   * Sends a call and waits until it is mined.
   *
   * @throws ContractRefusedError where the contract refuses it, CallFailedError where the node does
   */
  relay(call: RelayableCall): Promise<RelayReceipt>;
  /** The same for a review, which may pay for being relayed. */
  relayReview(submission: ReviewSubmission): Promise<RelayReceipt>;
}
