/** What an error tells beyond its message: values that help to find the cause. Never holds a secret. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | bigint>>;

/**
 * Base of every error that Aftercare throws on purpose.
 *
 * `message` says what was wrong, `remedy` what to do about it, `details` the values involved.
 */
export abstract class AftercareError extends Error {
  readonly remedy: string;
  readonly details: ErrorDetails;

  constructor(problem: string, remedy: string, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(`${problem} ${remedy}`, options);
    this.name = new.target.name;
    this.remedy = remedy;
    this.details = details;
  }
}
