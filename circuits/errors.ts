/** What an error tells beyond its message: values that help to find the cause. Never holds a secret. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | bigint>>;

/**
 * Base of every error that Aftercare throws on purpose.
 *
 * `message` says what was wrong, `remedy` what to do about it, `details` the values involved.
 */
export abstract class AftercareError extends Error {
  /** Written out in every class: a minifier would shorten the name of the class itself. */
  abstract override readonly name: string;
  readonly remedy: string;
  readonly details: ErrorDetails;

  constructor(problem: string, remedy: string, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(`${problem} ${remedy}`, options);
    this.remedy = remedy;
    this.details = details;
  }
}
