import { checkedAddress } from "../address.ts";
import { patientCommitmentOf, reviewNullifierOf } from "../commitments.ts";
import { AftercareError } from "../errors.ts";
import { leafOf, type ClosedSurgery } from "../tree/closed-surgery.ts";
import { rootOf, type MerklePath } from "../tree/merkle-path.ts";
import { assertReviewContent, reviewSignal, type ReviewContent } from "./content.ts";
import { assertDayWindow, WHOLE_WINDOW, type DayWindow, type ReviewStatement } from "./statement.ts";

/** Everything that a review proof is made from. */
export interface ReviewRequest {
  /** The review that the proof is bound to. */
  readonly content: ReviewContent;
  /** Secret of the booking, a field element. */
  readonly secret: bigint;
  /** The CLOSED surgery of that booking. */
  readonly closed: ClosedSurgery;
  /** Path of its leaf, from a tree whose root the board accepts. */
  readonly path: MerklePath;
  /** Days to which the patient narrows the closing; {@link WHOLE_WINDOW} if left out. */
  readonly window?: DayWindow;
}

/** What the circuit's witness is computed from, under the circuit's own signal names. */
export interface ReviewWitnessInput {
  readonly [signal: string]: string | string[][];
}

/** The closed surgery was with another surgeon than the one reviewed. */
export class OtherSurgeonError extends AftercareError {
  override readonly name = "OtherSurgeonError";

  constructor() {
    super(
      "The closed surgery was not with the surgeon whom the review names.",
      "Review the surgeon of the surgery, or choose the surgery of that surgeon.",
    );
  }
}

/** The secret is not the one that the closed surgery's commitment was made from. */
export class SecretMismatchError extends AftercareError {
  override readonly name = "SecretMismatchError";

  constructor() {
    super(
      "The secret does not belong to the closed surgery.",
      "Use the keys of the booking that this surgery was closed under: another index, or another recovery phrase.",
    );
  }
}

/** The surgery was closed outside the window that the review states. */
export class DayOutsideWindowError extends AftercareError {
  override readonly name = "DayOutsideWindowError";
  // The day itself stays out of the error: it narrows down who wrote the review.
  constructor({ windowStart, windowEnd }: DayWindow) {
    super(
      "The surgery was closed on a day outside the review's window.",
      "Widen the window, or leave it out to reveal nothing.",
      { windowStart, windowEnd },
    );
  }
}

/** The two bits of a position, low one first. */
function positionBits(position: number): string[] {
  return [String(position & 1), String(position >> 1)];
}

/**
 * Checks a request against everything that the circuit demands, and splits it into what the proof shows
 * and what it is made from. Reads the request once; later changes to its arrays have no effect.
 *
 * @throws The errors of assertReviewContent, leafOf and rootOf; OtherSurgeonError, SecretMismatchError,
 * DayOutsideWindowError, WindowReversedError, NotAFieldElementError. None carries a private value.
 */
export function prepareReview(request: ReviewRequest): {
  statement: ReviewStatement;
  input: ReviewWitnessInput;
} {
  const { content, secret, closed, path, window = WHOLE_WINDOW } = request;

  assertReviewContent(content);
  const signal = reviewSignal(content);
  const surgeon = checkedAddress("surgeon", content.surgeon);
  assertDayWindow(window);
  const { windowStart, windowEnd } = window;

  const leaf = leafOf(closed);
  if (checkedAddress("surgeon", closed.surgeon) !== surgeon) throw new OtherSurgeonError();
  if (patientCommitmentOf(secret) !== closed.patientCommitment) throw new SecretMismatchError();
  if (closed.closedDay < windowStart || closed.closedDay > windowEnd) throw new DayOutsideWindowError(window);

  const root = rootOf(leaf, path);
  const nullifier = reviewNullifierOf(secret);
  return {
    statement: { root, nullifier, surgeon, windowStart, windowEnd, signal },
    input: {
      root: String(root),
      nullifier: String(nullifier),
      surgeon: String(BigInt(surgeon)),
      windowStart: String(windowStart),
      windowEnd: String(windowEnd),
      // "signal" is a reserved word of the circuit language.
      signalHash: String(signal),
      secret: String(secret),
      closedDay: String(closed.closedDay),
      recordCommitment: String(closed.recordCommitment),
      positions: path.positions.map(positionBits),
      children: path.children.map((children) => children.map(String)),
    },
  };
}
