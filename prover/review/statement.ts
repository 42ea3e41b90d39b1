import { checkedAddress } from "../address.ts";
import { AftercareError } from "../errors.ts";
import { assertFieldElement } from "../field.ts";
import { assertInteger } from "../integers.ts";
import { LAST_DAY } from "../tree/closed-surgery.ts";

/** Days between which the reviewed surgery was closed, both included; days since 1970-01-01. */
export interface DayWindow {
  readonly windowStart: number;
  readonly windowEnd: number;
}

/** What a review proof shows to everyone. */
export interface ReviewStatement extends DayWindow {
  /** Root of the surgery tree, a field element. */
  readonly root: bigint;
  /** `Poseidon2(secret, 1)`, a field element. */
  readonly nullifier: bigint;
  /** Address of the surgeon. */
  readonly surgeon: string;
  /** {@link reviewSignal} of the review, a field element. */
  readonly signal: bigint;
}

/** Number of public signals of the review circuit. */
export const REVIEW_PUBLIC_SIGNALS = 6;

/** The window that every surgery lies in: it reveals nothing of when the reviewed one was closed. */
export const WHOLE_WINDOW: DayWindow = Object.freeze({ windowStart: 0, windowEnd: LAST_DAY });

/** A window ends before it starts. */
export class WindowReversedError extends AftercareError {
  override readonly name = "WindowReversedError";

  constructor(windowStart: number, windowEnd: number) {
    super(
      `The window ends on day ${windowEnd}, before it starts on day ${windowStart}.`,
      "Swap the two days.",
      { windowStart, windowEnd },
    );
  }
}

/** Throws IntegerOutOfRangeError or {@link WindowReversedError}. */
export function assertDayWindow({ windowStart, windowEnd }: DayWindow): void {
  assertInteger("windowStart", windowStart, 0, LAST_DAY);
  assertInteger("windowEnd", windowEnd, 0, LAST_DAY);
  if (windowStart > windowEnd) throw new WindowReversedError(windowStart, windowEnd);
}

/**
 * The circuit's public signals: root, nullifier, surgeon, windowStart, windowEnd, signal.
 *
 * Each value is checked against its range, so that one statement has exactly one list of signals.
 *
 * @throws NotAFieldElementError, NotAnAddressError, IntegerOutOfRangeError, WindowReversedError
 */
export function publicSignalsOf(statement: ReviewStatement): bigint[] {
  const { root, nullifier, surgeon, windowStart, windowEnd, signal } = statement;
  assertFieldElement("root", root);
  assertFieldElement("nullifier", nullifier);
  assertDayWindow(statement);
  assertFieldElement("signal", signal);
  const surgeonNumber = BigInt(checkedAddress("surgeon", surgeon));
  return [root, nullifier, surgeonNumber, BigInt(windowStart), BigInt(windowEnd), signal];
}
