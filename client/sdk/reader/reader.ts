import { checkedAddress } from "../../../prover/address.ts";
import { AftercareError } from "../../../prover/errors.ts";
import type { VerificationKey } from "../../../circuits/verification-key.ts";
import { postedText } from "../../reader/posted-text.ts";
import { checkReviews, type ReviewCheck } from "../../reader/replay/reviews.ts";
import type { IndexedLicence } from "../../reader/replay/licences.ts";
import type { ReviewEvent } from "../../reader/events.ts";
import type { ChainConnection } from "../connection.ts";
import { licenceOf } from "../licence-of.ts";
import { figuresOf, type SurgeonFigures } from "./figures.ts";

/** No review with this nullifier has been posted. */
export class UnknownReviewError extends AftercareError {
  override readonly name = "UnknownReviewError";
}

/** A surgeon's public answer to one version of a review. */
export interface PublicAnswer {
  readonly version: number;
  /** As it can be shown: what could not be seen stands there by its number, such as `[U+202E]`. */
  readonly text: string;
}

/** A reader of reviews: trusts nobody, and checks everything from the chain. */
export class Reader {
  readonly #connection: ChainConnection;
  readonly #verificationKey: VerificationKey;

  /**
   * @param options.verificationKey That of the review circuit, from the artifacts.
   * @example
   * const reader = new Reader(aftercare, { verificationKey });
   */
  constructor(
    connection: ChainConnection,
    { verificationKey }: { readonly verificationKey: VerificationKey },
  ) {
    this.#connection = connection;
    this.#verificationKey = verificationKey;
  }

  /**
   * All reviews, or those of one surgeon, each version checked: its proof, its place in the order of versions, and how many
   * surgeries it could belong to.
   *
   * @example
   * const reviews = await reader.reviews({ surgeon: surgeon.address });
   */
  async reviews({ surgeon }: { readonly surgeon?: string | undefined } = {}): Promise<ReviewCheck[]> {
    const wanted = surgeon === undefined ? undefined : checkedAddress("surgeon", surgeon);
    return this.#check((event) => wanted === undefined || event.review.surgeon === wanted);
  }

  /**
   * Checks one review, and returns its latest version.
   *
   * @throws UnknownReviewError
   * @example
   * const { verdict } = await reader.verifyReview(nullifier);
   */
  async verifyReview(nullifier: bigint): Promise<ReviewCheck> {
    const latest = (await this.#check((event) => event.review.nullifier === nullifier)).at(-1);
    if (latest) return latest;
    throw new UnknownReviewError(
      "No review with this nullifier has been posted.",
      "Check the nullifier, and that the node has synchronised.",
      { nullifier },
    );
  }

  /**
   * The surgeon's answers to a review.
   *
   * @example
   * const answers = await reader.answersTo(nullifier);
   */
  async answersTo(nullifier: bigint): Promise<PublicAnswer[]> {
    const { reviewEvents } = await this.#connection.view();
    return reviewEvents.flatMap((event) =>
      event.name === "ReviewAnswered" && event.nullifier === nullifier
        ? [{ version: event.version, text: postedText(event.text) }]
        : [],
    );
  }

  /**
   * What the chain alone tells of a surgeon: what became of her bookings, and what her patients say.
   *
   * @example
   * const { closedShare, averageRating } = await reader.figures(surgeon.address);
   */
  async figures(surgeon: string): Promise<SurgeonFigures> {
    const address = checkedAddress("surgeon", surgeon);
    return figuresOf(await this.#connection.view(), address, await this.reviews({ surgeon: address }));
  }

  /**
   * A surgeon's licence and profile.
   *
   * @throws UnknownSurgeonError
   * @example
   * const { licence } = await reader.licence(surgeon.address);
   */
  async licence(surgeon: string): Promise<IndexedLicence> {
    return licenceOf(await this.#connection.view(), surgeon);
  }

  async #check(
    wanted: (event: Extract<ReviewEvent, { name: "ReviewPosted" }>) => boolean,
  ): Promise<ReviewCheck[]> {
    const { reviewEvents, trees } = await this.#connection.view();
    const { chainId, board } = this.#connection.deployment;
    const posted = reviewEvents.filter((event) => event.name === "ReviewPosted" && wanted(event));
    return checkReviews(posted, trees, { chainId, board, verificationKey: this.#verificationKey });
  }
}
