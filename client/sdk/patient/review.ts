import { ZeroAddress } from "ethers/constants";
import { AftercareError } from "../../../prover/errors.ts";
import type { ProvingOptions, ReviewProver } from "../../../prover/proving/index.ts";
import type { DayWindow, ReviewContent } from "../../../prover/review/index.ts";
import { submissionOf, type ReviewSubmission } from "../../protocol/review.ts";
import type { ChainView } from "../../reader/chain-view.ts";
import type { AgreedBooking } from "../agreed-booking.ts";
import { ownSurgeryOf } from "./own-surgery.ts";
import type { PatientSession } from "./session.ts";

/** What a patient writes, and how it is proven and relayed. */
export interface ReviewWish {
  readonly prover: Pick<ReviewProver, "proveReview">;
  /** Stars, 1 to 5. */
  readonly rating: number;
  /** At most 1,024 bytes of UTF-8; see `assertText` for what it may not hold. */
  readonly text: string;
  /** Days to which the closing is narrowed; left out, as it should be, nothing is told. */
  readonly window?: DayWindow | undefined;
  /** Token units that whoever relays it may be paid at most; the whole review fee where left out. A cap of one's own sets a review apart. */
  readonly maxFee?: bigint | undefined;
  /** Who alone is paid for relaying it; whoever does it where left out. */
  readonly feeRecipient?: string | undefined;
  /** Passed to the prover: progress, abort, time limit. */
  readonly proving?: ProvingOptions | undefined;
}

/** The surgery has been reviewed. */
export class AlreadyReviewedError extends AftercareError {
  override readonly name = "AlreadyReviewedError";
}

/** There is no review to amend. */
export class NotReviewedError extends AftercareError {
  override readonly name = "NotReviewedError";
}

/** Proves the first review of a closed surgery. */
export async function proveReview(
  session: PatientSession,
  booking: AgreedBooking,
  wish: ReviewWish,
): Promise<ReviewSubmission> {
  const view = await session.connection.view();
  const latest = latestVersionOf(view, session.keysOf(booking).reviewNullifier);
  if (latest > 0) {
    throw new AlreadyReviewedError(
      "This surgery has been reviewed.",
      "Amend the review: each surgery has one, in as many versions as its patient likes.",
      { version: latest },
    );
  }
  return prove(session, view, booking, { ...wish, version: 1 });
}

/** Proves the next version of a review that is on the board. */
export async function proveAmendment(
  session: PatientSession,
  booking: AgreedBooking,
  wish: ReviewWish,
): Promise<ReviewSubmission> {
  const view = await session.connection.view();
  const latest = latestVersionOf(view, session.keysOf(booking).reviewNullifier);
  if (latest === 0) {
    throw new NotReviewedError("This surgery has no review that could be amended.", "Review it first.");
  }
  return prove(session, view, booking, { ...wish, version: latest + 1 });
}

async function prove(
  session: PatientSession,
  view: ChainView,
  booking: AgreedBooking,
  wish: ReviewWish & { readonly version: number },
): Promise<ReviewSubmission> {
  const { deployment, contracts } = session.connection;
  const { keys, closed, path } = ownSurgeryOf(view, session.keysOf(booking), booking);
  const { rating, text, version, window, prover, proving, feeRecipient = ZeroAddress } = wish;
  const content: ReviewContent = {
    chainId: deployment.chainId,
    board: deployment.board,
    surgeon: closed.surgeon,
    rating,
    text,
    version,
    feeRecipient,
    maxFee: wish.maxFee ?? (await contracts.escrow.reviewFee()),
  };
  const { secret } = keys;
  return submissionOf(
    content,
    await prover.proveReview({ content, secret, closed, path, ...(window && { window }) }, proving),
  );
}

/** From the events of everybody's reviews: a node that is asked for one nullifier would learn whose it is. */
function latestVersionOf({ reviewEvents }: ChainView, nullifier: bigint): number {
  return reviewEvents.reduce((latest, event) => {
    if (event.name === "ReviewPosted" && event.review.nullifier === nullifier) {
      return Math.max(latest, event.review.version);
    }
    return latest;
  }, 0);
}
