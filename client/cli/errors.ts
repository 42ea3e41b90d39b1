import { AftercareError } from "../../prover/errors.ts";

/** The command line asks for something that there is not. Ends with exit code 2. */
export class UsageError extends AftercareError {
  override readonly name = "UsageError";

  constructor(problem: string, options?: ErrorOptions) {
    super(problem, "See aftercare --help.", {}, options);
  }
}

/** A file named on the command line cannot be read. */
export class UnreadableFileError extends AftercareError {
  override readonly name = "UnreadableFileError";

  constructor(file: string, reason: string) {
    super(`${file} cannot be read: ${reason}.`, "Check the path and its permissions.", { file, reason });
  }
}
