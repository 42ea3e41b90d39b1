import { AftercareError } from "../errors.ts";

/** A value from outside does not have the form of what it should be. `path` names the place, such as `coverage.commitment`. */
export abstract class MalformedValueError extends AftercareError {
  readonly path: string;
  readonly expected: string;

  constructor(path: string, expected: string) {
    super(`${path} is malformed.`, `It has to be ${expected}.`, { path, expected });
    this.path = path;
    this.expected = expected;
  }
}
