import type { DisclosureChallenge, DisclosureVerdict } from "../../../prover/disclosure/index.ts";
import type { RelayReceipt } from "../../protocol/calls/relay.ts";
import type { PaidClaim } from "../../reader/replay/policies.ts";
import type { Connection } from "../connection.ts";
import { turns } from "../../protocol/calls/in-turn.ts";
import type { OwnAccount } from "../own-account.ts";
import { challenge, checkAnswer, type ChallengeAnswered, type ClaimQuestion } from "./challenge.ts";
import { cover, uncover, type CoverageChange } from "./cover.ts";
import { back, fund, release, withdraw } from "./funds.ts";
import { publish, type PolicyOffer, type PublishedPolicy } from "./publish.ts";
import type { InsurerSession } from "./session.ts";

/** An insurer: it promises, and pays without seeing a record. Its account holds gas, since the contracts ask who sent. */
export class Insurer {
  readonly #session: InsurerSession;

  private constructor(session: InsurerSession) {
    this.#session = session;
  }

  /**
   * @example
   * const insurer = await Insurer.of(aftercare, { account });
   */
  static async of(connection: Connection, { account }: { readonly account: OwnAccount }): Promise<Insurer> {
    return new Insurer({ connection, account, address: await account.address(), inTurn: turns() });
  }

  /**
   * Publishes a policy with its readable source.
   *
   * @throws The errors of compilePolicy and policyIdOf, ContractRefusedError
   * @example
   * const { policyId } = await insurer.publish({
   *   policy: all(gte("complicationGrade", "IIIa")),
   *   payout: 2_000_000_000n,
   *   maximumClaims: 3,
   *   closesAt: (await aftercare.now()) + 365n * 86_400n,
   *   coverageNotice: 30n * 86_400n,
   * });
   */
  publish(offer: PolicyOffer): Promise<PublishedPolicy> {
    return publish(this.#session, offer);
  }

  /**
   * Covers patients under a policy, by what they have handed over; who is covered already stays so once.
   *
   * @throws UnknownPolicyError, ContractRefusedError
   * @example
   * await insurer.cover({ policyId, coverages: [coverage] });
   */
  cover(change: CoverageChange): Promise<RelayReceipt[]> {
    return cover(this.#session, change);
  }

  /**
   * Ends coverages, all or none, after the notice of their policy.
   *
   * @throws UnknownPolicyError, UnknownCoverageError, ContractRefusedError
   * @example
   * await insurer.uncover({ policyId, coverages: [covered] });
   */
  uncover(change: CoverageChange): Promise<RelayReceipt[]> {
    return uncover(this.#session, change);
  }

  /**
   * Puts tokens of its account into the pool.
   *
   * @param options.amount Token units.
   * @throws ContractRefusedError
   * @example
   * await insurer.fund({ amount: 6_000_000_000n });
   */
  fund(options: { readonly amount: bigint }): Promise<RelayReceipt> {
    return fund(this.#session, options);
  }

  /**
   * Sets funds aside for all that a policy can ever pay. It pays no claim before.
   *
   * @throws ContractRefusedError where there are too few
   * @example
   * await insurer.back(unbacked);
   */
  back(policyId: bigint): Promise<RelayReceipt> {
    return back(this.#session, policyId);
  }

  /**
   * Frees what a closed policy did not pay.
   *
   * @throws ContractRefusedError
   * @example
   * await insurer.release(closedPolicy);
   */
  release(policyId: bigint): Promise<RelayReceipt> {
    return release(this.#session, policyId);
  }

  /**
   * Takes out funds that no policy promises.
   *
   * @param options.amount Token units.
   * @param options.recipient The insurer's own account where left out.
   * @throws ContractRefusedError
   * @example
   * await insurer.withdraw({ amount: 1_000_000n });
   */
  withdraw(options: {
    readonly amount: bigint;
    readonly recipient?: string | undefined;
  }): Promise<RelayReceipt> {
    return withdraw(this.#session, options);
  }

  /**
   * The claims that a policy has paid, by nullifier.
   *
   * @example
   * const [[nullifier]] = await insurer.paidClaims(policyId);
   */
  async paidClaims(policyId: bigint): Promise<Map<bigint, PaidClaim>> {
    const { paid } = await this.#session.connection.policies();
    return new Map([...paid].filter(([, claim]) => claim.policyId === policyId));
  }

  /**
   * Asks whoever made a claim to open fields of its record. The challenge travels however the two like.
   *
   * @throws UnknownClaimError, InvalidChallengeError
   * @example
   * const challenge = await insurer.challenge({ nullifier: paidNullifier, fields: ["totalCost"] });
   */
  challenge(question: ClaimQuestion): Promise<DisclosureChallenge> {
    return challenge(this.#session, question);
  }

  /**
   * Whether an answer to a challenge of its own is proven, and if not, what is wrong with it.
   *
   * @example
   * const { valid } = await insurer.checkAnswer({ challenge, disclosure, verificationKey: claimVerificationKey });
   */
  checkAnswer(answer: ChallengeAnswered): Promise<DisclosureVerdict> {
    return checkAnswer(this.#session, answer);
  }
}
