import { AftercareError } from "../errors.ts";

/** A program is none: too many clauses, or one with a bound or a field out of range. */
export class InvalidProgramError extends AftercareError {
  constructor(problem: string) {
    super(`The program is not valid: ${problem}.`, "Use programs as compilePolicy makes them.", { problem });
  }
}
