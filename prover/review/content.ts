import { checkedAddress } from "../address.ts";
import { AftercareError } from "../errors.ts";
import { assertInteger, assertUnsigned } from "../integers.ts";
import { hashToField, keccak256 } from "../keccak.ts";
import { assertText, assertWellFormed } from "../text.ts";

export const LOWEST_RATING = 1;
export const HIGHEST_RATING = 5;

/** Bytes of UTF-8 that a review may have at most. */
export const LONGEST_TEXT = 1_024;

/** One version of a review, with everything that its proof is bound to. */
export interface ReviewContent {
  /** Chain of the board, below 2²⁵⁶. */
  readonly chainId: bigint;
  /** Address of the ReviewBoard. */
  readonly board: string;
  /** Address of the surgeon reviewed. */
  readonly surgeon: string;
  /** 1 to 5. */
  readonly rating: number;
  /** At most 1,024 bytes of UTF-8. */
  readonly text: string;
  /** 1 for a new review, the last version + 1 for an amendment; below 2³². */
  readonly version: number;
  /** Who is paid for relaying; the zero address for whoever sends the transaction. */
  readonly feeRecipient: string;
  /** Token units that may be paid for relaying at most, below 2⁹⁶. */
  readonly maxFee: bigint;
}

/** A rating is not one of 1, 2, 3, 4, 5. */
export class RatingOutOfRangeError extends AftercareError {
  override readonly name = "RatingOutOfRangeError";

  constructor() {
    super("The rating is out of range.", `Pass a whole number from ${LOWEST_RATING} to ${HIGHEST_RATING}.`, {
      minimum: LOWEST_RATING,
      maximum: HIGHEST_RATING,
    });
  }
}

/** A review's text, or that of an answer, has more than 1,024 bytes. */
export class ReviewTextTooLongError extends AftercareError {
  override readonly name = "ReviewTextTooLongError";

  constructor(name: string, bytes: number) {
    super(
      `${name} has ${bytes} bytes in UTF-8.`,
      `Shorten it to ${LONGEST_TEXT} bytes; letters outside the English alphabet take more than one.`,
      { bytes, maximum: LONGEST_TEXT },
    );
  }
}

const TEXT_NAME = "The review's text";

/**
 * A text as it goes on chain, a review's or an answer's.
 *
 * @param name What the text is, to begin a sentence.
 * @throws NotATextError, MalformedTextError for half of a character, ReviewTextTooLongError
 */
export function reviewTextBytes(text: string, name = TEXT_NAME): Uint8Array {
  assertWellFormed(name, text);
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > LONGEST_TEXT) throw new ReviewTextTooLongError(name, bytes.length);
  return bytes;
}

/**
 * Throws unless a patient may write this content. The board counts bytes and reads none of them, so that a review on chain
 * may hold what this refuses: {@link reviewSignal} takes it, and readers show it with `shownText`.
 *
 * @throws NotATextError and MalformedTextError, as assertText does, and the errors of {@link reviewSignal}
 */
export function assertReviewContent(content: ReviewContent): void {
  assertText(TEXT_NAME, content.text, "lines");
  assertBoardContent(content);
}

/** Throws unless the board would accept this content. */
function assertBoardContent(content: ReviewContent): void {
  const { chainId, board, surgeon, rating, text, version, feeRecipient, maxFee } = content;
  if (!Number.isInteger(rating) || rating < LOWEST_RATING || rating > HIGHEST_RATING) {
    throw new RatingOutOfRangeError();
  }
  reviewTextBytes(text);
  checkedAddress("board", board);
  checkedAddress("surgeon", surgeon);
  checkedAddress("feeRecipient", feeRecipient);
  assertUnsigned("chainId", chainId, 256);
  assertInteger("version", version, 1, 2 ** 32 - 1);
  assertUnsigned("maxFee", maxFee, 96);
}

/**
 * The public signal that binds a proof to one review on one board of one chain, below 2²⁴⁸.
 *
 * @throws RatingOutOfRangeError, ReviewTextTooLongError, NotATextError, MalformedTextError for half of a character,
 * NotAnAddressError, IntegerOutOfRangeError
 */
export function reviewSignal(content: ReviewContent): bigint {
  assertBoardContent(content);
  return hashToField([
    content.chainId,
    checkedAddress("board", content.board),
    checkedAddress("surgeon", content.surgeon),
    content.rating,
    keccak256(reviewTextBytes(content.text)),
    content.version,
    checkedAddress("feeRecipient", content.feeRecipient),
    content.maxFee,
  ]);
}
