import { type JsonRpcApiProvider, type Signer } from "ethers/providers";
import { post } from "../protocol/calls/board/index.ts";
import type { RelayableCall } from "../protocol/calls/call.ts";
import type { Relay, RelayReceipt } from "../protocol/calls/relay.ts";
import type { Deployment } from "../protocol/deployment.ts";
import type { ReviewSubmission } from "../protocol/review.ts";
import { simulate } from "../reader/simulate.ts";
import { submit } from "../reader/submit.ts";

/**
 * Sends from an account that holds gas: insurers' always, since the contracts ask who sent, and everybody else's who does
 * without a relayer.
 *
 * NOTE: a patient who sends from an account of her own names that account beside whatever she sends.
 */
export class OwnAccount implements Relay {
  readonly #signer: Signer;
  readonly #provider: JsonRpcApiProvider;
  readonly #deployment: Pick<Deployment, "board">;

  constructor(options: {
    readonly signer: Signer;
    readonly provider: JsonRpcApiProvider;
    readonly deployment: Pick<Deployment, "board">;
  }) {
    this.#signer = options.signer;
    this.#provider = options.provider;
    this.#deployment = options.deployment;
  }

  address(): Promise<string> {
    return this.#signer.getAddress();
  }

  /** Simulates first, so that a call which the contract refuses costs nothing. */
  async relay(call: RelayableCall): Promise<RelayReceipt> {
    await simulate(this.#provider, call, await this.address());
    return submit({ signer: this.#signer, provider: this.#provider }, call);
  }

  relayReview(submission: ReviewSubmission): Promise<RelayReceipt> {
    return this.relay(post(this.#deployment, submission));
  }
}
