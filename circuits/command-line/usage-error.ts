import type { Command as Parser } from "commander";

import { AftercareError, type ErrorDetails } from "../errors.ts";

/** The command line asks for something that there is not, or brings something that cannot be used. */
export class UsageError extends AftercareError {
  override readonly name: string = "UsageError";

  constructor(
    problem: string,
    {
      remedy = "See --help.",
      details,
      cause,
    }: { readonly remedy?: string; readonly details?: ErrorDetails; readonly cause?: unknown } = {},
  ) {
    super(problem, remedy, details, cause === undefined ? {} : { cause });
  }
}

/** Wrong use, and the command whose usage to show. */
export class WrongUse extends Error {
  readonly error: UsageError;
  readonly parser: Parser;

  constructor(error: UsageError, parser: Parser) {
    super(error.message, { cause: error });
    this.error = error;
    this.parser = parser;
  }
}
