import { AftercareError } from "../errors.ts";

/** A program is none: too many clauses, or one with a bound or a field out of range. `path` is such as `program.clauses[1].lo`. */
export class InvalidProgramError extends AftercareError {
  override readonly name = "InvalidProgramError";
  readonly path: string;
  readonly expected: string;

  constructor(path: string, expected: string) {
    super(`${path} is not valid.`, `It has to be ${expected}. compilePolicy makes programs.`, {
      path,
      expected,
    });
    this.path = path;
    this.expected = expected;
  }
}

/** A policy says something that the language does not have. `path` names the place, such as `policy.all[1].any[0].value`. */
export class InvalidPolicyError extends AftercareError {
  override readonly name = "InvalidPolicyError";
  readonly path: string;
  readonly expected: string;

  constructor(path: string, expected: string) {
    super(`${path} is not valid.`, `It has to be ${expected}.`, { path, expected });
    this.path = path;
    this.expected = expected;
  }
}

/** A comparison holds for nothing that a record can state, such as "worse than V": surely not what its author meant. */
export class ImpossibleComparisonError extends AftercareError {
  override readonly name = "ImpossibleComparisonError";
  readonly path: string;

  constructor(path: string) {
    super(`${path} holds for no value that a record can state.`, "Check its operator and its bounds.", {
      path,
    });
    this.path = path;
  }
}

/** Parts of a policy contradict each other, or what every record is bound to, so that no record satisfies it. */
export class UnsatisfiablePolicyError extends AftercareError {
  override readonly name = "UnsatisfiablePolicyError";
  readonly paths: readonly string[];

  constructor(paths: readonly string[]) {
    const places = paths.join(" and ");
    super(
      `No record satisfies ${places}${paths.length > 1 ? " together" : ""}, so none satisfies the policy.`,
      "Check the bounds and lists there.",
      { paths: places },
    );
    this.paths = paths;
  }
}

/** Parts of a policy that compile to the same clauses, and how many slots those take. */
export interface SlotUse {
  readonly paths: readonly string[];
  readonly slots: number;
}

/** A policy needs more clauses than the claim circuit has room for. */
export class PolicyTooLongError extends AftercareError {
  override readonly name = "PolicyTooLongError";
  readonly needed: number;
  readonly available: number;
  readonly uses: readonly SlotUse[];

  constructor(needed: number, available: number, uses: readonly SlotUse[]) {
    const takes = uses.map(
      ({ paths, slots }) =>
        `${paths.join(" and ")} ${paths.length === 1 ? "takes" : "together take"} ${slots}`,
    );
    super(
      `The policy needs ${needed} slots of a program that has ${available}: ${takes.join(", ")}.`,
      "Replace long lists by ranges, or publish the alternatives as policies of their own.",
      { needed, available },
    );
    this.needed = needed;
    this.available = available;
    this.uses = uses;
  }
}
