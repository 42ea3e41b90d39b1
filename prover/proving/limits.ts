import { unlessAborted } from "../unless-aborted.ts";
import { ProvingAbortedError, ProvingTimeoutError, TimeLimitOutOfRangeError } from "./errors.ts";

/** Seconds in a day. Timers count milliseconds in 31 bits, and take whatever is longer for no time at all. */
const LONGEST_TIME_LIMIT = 86_400;

/** What ends work before it is done. */
export interface Limits {
  readonly signals: readonly (AbortSignal | undefined)[];
  /** Seconds. */
  readonly timeLimit: number;
}

/** @throws TimeLimitOutOfRangeError */
export function assertTimeLimit(seconds: number): void {
  if (typeof seconds !== "number" || !(seconds > 0 && seconds <= LONGEST_TIME_LIMIT))
    throw new TimeLimitOutOfRangeError(LONGEST_TIME_LIMIT);
}

/**
 * Runs work that heeds a signal, and settles as it does, or as soon as the first limit is reached. Work whose limit is
 * reached already is not begun.
 *
 * @throws ProvingAbortedError with the reason of the caller's signal as its cause, ProvingTimeoutError, TimeLimitOutOfRangeError
 */
export async function withinLimits<Result>(
  { signals, timeLimit }: Limits,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  assertTimeLimit(timeLimit);
  const controller = new AbortController();
  const { signal } = controller;
  const callers = AbortSignal.any(signals.filter((given) => given !== undefined));
  const abort = () => controller.abort(new ProvingAbortedError({ cause: callers.reason }));
  if (callers.aborted) abort();
  signal.throwIfAborted();

  callers.addEventListener("abort", abort);
  const timer = setTimeout(() => controller.abort(new ProvingTimeoutError(timeLimit)), timeLimit * 1_000);
  try {
    return await unlessAborted(signal, work(signal));
  } finally {
    clearTimeout(timer);
    callers.removeEventListener("abort", abort);
  }
}
