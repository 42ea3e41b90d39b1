import { ZeroAddress, type JsonRpcApiProvider, type Signer } from "ethers";
import { AftercareError } from "../../../prover/errors.ts";
import type { RelayableCall } from "../../protocol/calls/call.ts";
import { payRelayer, post, postBatch } from "../../protocol/calls/board/index.ts";
import type { Deployment } from "../../protocol/deployment.ts";
import { contractsOf } from "../../reader/contracts.ts";
import { closeMany } from "../../protocol/calls/escrow/index.ts";
import { turns } from "../../protocol/calls/in-turn.ts";
import type { Relay, RelayReceipt } from "../../protocol/calls/relay.ts";
import type { SignedClosing } from "../../protocol/calls/signed-closing.ts";
import { ContractRefusedError } from "../../protocol/refusal.ts";
import { simulate } from "../../reader/simulate.ts";
import { submit } from "../../reader/submit.ts";
import { BOARD } from "../../protocol/interfaces.ts";
import type { ReviewSubmission } from "../../protocol/review.ts";
import { bySurgeon } from "./batch-order.ts";
import { sift } from "./sift.ts";

/** What came of several messages sent together. */
export interface BatchOutcome<Item> {
  /** One for each transaction. */
  readonly receipts: RelayReceipt[];
  /** What was not sent, each with its own reason. */
  readonly refused: { item: Item; reason: Error }[];
}

/** Reviews that the board takes in one transaction; closings beyond that save little more. */
const LARGEST_BATCH = 32;

/** Amendments of one review that a relayer carries on what its first version paid. */
const FREE_AMENDMENTS = 3;

/** The relayer would not earn what it asks for. */
export class FeeTooLowError extends AftercareError {
  override readonly name = "FeeTooLowError";
}

/** The review pays another account than this relayer. */
export class ForeignFeeRecipientError extends AftercareError {
  override readonly name = "ForeignFeeRecipientError";
}

const REVIEW_FUNCTIONS = ["post", "postBatch"] as const;

/** A review in the form of a call would go past what this relayer asks of reviews. */
export class ReviewByCallError extends AftercareError {
  override readonly name = "ReviewByCallError";
}

/** The call goes to a contract of somebody else. */
export class ForeignTargetError extends AftercareError {
  override readonly name = "ForeignTargetError";
}

/** A review that cannot even be written as a call. */
export class MalformedReviewError extends AftercareError {
  override readonly name = "MalformedReviewError";
}

/** The same review is being sent right now. */
export class ReviewInFlightError extends AftercareError {
  override readonly name = "ReviewInFlightError";
}

/** The review has been amended as often as this relayer pays for. */
export class TooManyAmendmentsError extends AftercareError {
  override readonly name = "TooManyAmendmentsError";
}

/**
 * Sends other people's calls from its own account and pays the gas.
 *
 * It sees the message and the connection it came on, never who wrote it; it can refuse, but not alter,
 * redirect or replay. Transactions go out one after another, so that nonces leave no gaps.
 */
export class Relayer implements Relay {
  readonly #signer: Signer;
  readonly #provider: JsonRpcApiProvider;
  readonly #deployment: Deployment;
  readonly #minimumFee: bigint;
  readonly #priorityFee: bigint;
  readonly #freeAmendments: number;
  readonly #reviewsInFlight = new Set<bigint>();
  readonly #inTurn = turns();

  /**
   * @param options.minimumFee Token units for which a review is relayed at least.
   * @param options.freeAmendments Amendments of one review that are relayed without pay; three where left out.
   * @param options.priorityFee Wei for each gas that the sequencer is offered on top of the base fee.
   */
  constructor(options: {
    signer: Signer;
    provider: JsonRpcApiProvider;
    deployment: Deployment;
    minimumFee: bigint;
    priorityFee: bigint;
    freeAmendments?: number;
  }) {
    this.#signer = options.signer;
    this.#provider = options.provider;
    this.#deployment = options.deployment;
    this.#minimumFee = options.minimumFee;
    this.#priorityFee = options.priorityFee;
    this.#freeAmendments = options.freeAmendments ?? FREE_AMENDMENTS;
  }

  address(): Promise<string> {
    return this.#signer.getAddress();
  }

  /**
   * Simulates, sends, and waits until the call is mined; throws the contract's refusal without having sent anything.
   *
   * @throws ForeignTargetError, ReviewByCallError, ContractRefusedError, RevertedError, CallFailedError
   */
  async relay(call: RelayableCall): Promise<RelayReceipt> {
    this.#assertOwnTarget(call);
    this.#assertNoReview(call);
    return this.#relayChecked(call);
  }

  #relayChecked(call: RelayableCall): Promise<RelayReceipt> {
    return this.#inTurn(async () => {
      await simulate(this.#provider, call, await this.address());
      return this.#send(call);
    });
  }

  /** Checks that a review pays this relayer and is not already on its way, then relays it. */
  async relayReview(submission: ReviewSubmission): Promise<RelayReceipt> {
    await this.#take(submission, await this.address());
    try {
      return await this.#relayChecked(post(this.#deployment, submission));
    } finally {
      this.#reviewsInFlight.delete(submission.review.nullifier);
    }
  }

  /**
   * Relays many reviews for much less gas each. One that the relayer or the board refuses is found by halving the batch in
   * simulation; it costs nothing and holds up none of the others.
   *
   * @throws What sending a transaction throws; reviews of transactions before it are on the board.
   */
  async relayReviews(submissions: readonly ReviewSubmission[]): Promise<BatchOutcome<ReviewSubmission>> {
    const relayer = await this.address();
    const outcome: BatchOutcome<ReviewSubmission> = { receipts: [], refused: [] };
    const taken: ReviewSubmission[] = [];
    try {
      for (const submission of submissions) {
        try {
          await this.#take(submission, relayer);
          taken.push(submission);
        } catch (error) {
          if (!(error instanceof AftercareError)) throw error;
          outcome.refused.push({ item: submission, reason: error });
        }
      }
      await this.#relayTogether(
        bySurgeon(taken),
        (part) => postBatch(this.#deployment, { submissions: part }),
        outcome,
      );
      return outcome;
    } finally {
      for (const { review } of taken) this.#reviewsInFlight.delete(review.nullifier);
    }
  }

  /**
   * Relays many closings for much less gas each. One that the escrow refuses is found as among reviews, and holds up none of
   * the others. Closings are not paid for.
   *
   * @throws What sending a transaction throws; closings of transactions before it are on the chain.
   */
  async relayClosings(closings: readonly SignedClosing[]): Promise<BatchOutcome<SignedClosing>> {
    const outcome: BatchOutcome<SignedClosing> = { receipts: [], refused: [] };
    await this.#relayTogether(closings, (part) => closeMany(this.#deployment, { closings: part }), outcome);
    return outcome;
  }

  /** Pays what this relayer has earned on the board into its balance in the escrow. */
  async collectFees(): Promise<RelayReceipt> {
    return this.relay(payRelayer(this.#deployment, { relayer: await this.address() }));
  }

  /** Sends items in as few transactions as they fit in, without those that the contract refuses in simulation. */
  async #relayTogether<Item>(
    items: readonly Item[],
    callOf: (part: readonly Item[]) => RelayableCall,
    outcome: BatchOutcome<Item>,
  ): Promise<void> {
    const relayer = await this.address();
    for (let start = 0; start < items.length; start += LARGEST_BATCH) {
      await this.#inTurn(async () => {
        const { accepted, refused } = await sift(items.slice(start, start + LARGEST_BATCH), async (part) => {
          try {
            await simulate(this.#provider, callOf(part), relayer);
            return undefined;
          } catch (error) {
            // Only the contract's refusal tells something about an item; a node that fails does not.
            if (error instanceof ContractRefusedError) return error;
            throw error;
          }
        });
        outcome.refused.push(...refused);
        if (accepted.length > 0) outcome.receipts.push(await this.#send(callOf(accepted)));
      });
    }
  }

  /** Refuses a review that this relayer will not send, and notes that any other is on its way. */
  async #take(submission: ReviewSubmission, relayer: string): Promise<void> {
    const { review } = submission;
    const recipient = review.feeRecipient;
    if (recipient !== ZeroAddress && recipient.toLowerCase() !== relayer.toLowerCase()) {
      throw new ForeignFeeRecipientError(
        "The review pays another account for relaying it.",
        "Send it to that relayer, or make the proof again with this relayer's address or none.",
      );
    }
    await this.#assertWorthwhile(review);
    if (this.#reviewsInFlight.has(review.nullifier)) {
      throw new ReviewInFlightError("This review is already being sent.", "Wait until it is on the board.");
    }
    try {
      post(this.#deployment, submission);
    } catch (cause) {
      throw new MalformedReviewError(
        "The review or its proof is not of the form that the board takes.",
        "Send it as submissionOf of the SDK makes it.",
        {},
        { cause },
      );
    }
    this.#reviewsInFlight.add(review.nullifier);
  }

  /**
   * The board pays the smaller of cap and review fee for a first version, and nothing for an amendment. A few of those are
   * carried on the fee of the first: the board counts versions, so that nobody can amend at this relayer's cost for ever.
   */
  async #assertWorthwhile({ version, maxFee }: ReviewSubmission["review"]): Promise<void> {
    if (version > 1) {
      if (version <= 1 + this.#freeAmendments) return;
      throw new TooManyAmendmentsError(
        `This relayer carries ${this.#freeAmendments} amendments of a review, and this would be number ${version - 1}.`,
        "Send it through another relayer, or yourself.",
        { version, freeAmendments: this.#freeAmendments },
      );
    }
    const reviewFee = await contractsOf(this.#deployment, this.#provider).escrow.reviewFee();
    const pay = maxFee < reviewFee ? maxFee : reviewFee;
    if (pay >= this.#minimumFee) return;
    throw new FeeTooLowError(
      `Relaying this review pays ${pay} token units, this relayer asks ${this.#minimumFee}.`,
      "Make the proof again with a higher cap, or send the review yourself.",
      { pay, minimumFee: this.#minimumFee },
    );
  }

  /** Its own account has rights elsewhere, such as tokens: only calls to Aftercare's contracts leave it. */
  #assertOwnTarget({ to, action }: RelayableCall): void {
    const { registry, escrow, tree, board, claimPool } = this.#deployment;
    const targets = [registry, escrow, tree, board, claimPool].map((target) => target.toLowerCase());
    if (targets.includes(to.toLowerCase())) return;
    throw new ForeignTargetError(
      `The call ${action} goes to a contract that is not Aftercare's.`,
      "Send it yourself; a relayer sends only calls to the registry, the escrow, the tree, the board and the claim pool.",
      { action, to },
    );
  }

  /** What a review pays, and how often it was amended, is only asked of reviews that come as such. */
  #assertNoReview({ to, data }: RelayableCall): void {
    if (to.toLowerCase() !== this.#deployment.board.toLowerCase()) return;
    const selector = data.slice(0, 10).toLowerCase();
    if (!REVIEW_FUNCTIONS.some((name) => BOARD.getFunction(name).selector === selector)) return;
    throw new ReviewByCallError(
      "A review has to come as a review, not as a call of the board.",
      "Pass it to relayReview, or several to relayReviews.",
    );
  }

  async #send(call: RelayableCall): Promise<RelayReceipt> {
    const baseFee = (await this.#provider.getBlock("latest"))?.baseFeePerGas ?? 0n;
    return submit({ signer: this.#signer, provider: this.#provider }, call, {
      maxPriorityFeePerGas: this.#priorityFee,
      // Twice the base fee leaves room for it to rise until the transaction is mined.
      maxFeePerGas: 2n * baseFee + this.#priorityFee,
    });
  }
}
