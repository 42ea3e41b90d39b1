import { AftercareError } from "../errors.ts";
import type { ErrorDetails } from "../errors.ts";

/** The input is not a FHIR R4 Bundle that a surgery could be read from. Never quotes the input: it is medical data. */
export class InvalidBundleError extends AftercareError {
  override readonly name = "InvalidBundleError";

  constructor(problem: string, details: ErrorDetails = {}) {
    super(
      problem,
      "Pass a FHIR R4 Bundle in JSON that holds the surgery's Procedure and the resources it refers to.",
      details,
    );
  }
}

/**
 * An element of the bundle holds something that a record cannot say.
 *
 * `path` names the element, such as `Bundle.entry[3].resource.performedPeriod.start`; the value itself is never quoted.
 */
export class UnrepresentableFieldError extends AftercareError {
  override readonly name = "UnrepresentableFieldError";
  readonly path: string;
  readonly expected: string;

  constructor(path: string, expected: string) {
    super(`${path} cannot be put into a record.`, `It has to be ${expected}.`, { path, expected });
    this.path = path;
    this.expected = expected;
  }
}

/** One Procedure that the caller may choose. `status`, `code` (`system|code`) and `performed` are as the bundle has them, for a person to choose by. */
export interface ProcedureCandidate {
  readonly id: string | null;
  readonly fullUrl: string | null;
  readonly path: string;
  readonly status: string | null;
  readonly code: string | null;
  readonly performed: string | null;
}

type Named = Pick<ProcedureCandidate, "id" | "fullUrl" | "path">;

function names(candidates: readonly Named[]): string {
  return candidates.map(({ id, fullUrl, path }) => id ?? fullUrl ?? path).join(", ");
}

/** The bundle holds several procedures, or only steps of one, and none was chosen. What they are is in `candidates` only, so that logs do not get it. */
export class AmbiguousProcedureError extends AftercareError {
  override readonly name = "AmbiguousProcedureError";
  readonly candidates: readonly ProcedureCandidate[];

  constructor(candidates: readonly ProcedureCandidate[]) {
    super(
      `The bundle does not tell which of ${candidates.length} procedures is the surgery.`,
      `Choose one by its id or fullUrl: ${names(candidates)}.`,
      { count: candidates.length },
    );
    this.candidates = candidates;
  }
}

/** No Procedure of the bundle, or more than one, has the id or fullUrl that was asked for. */
export class UnknownProcedureError extends AftercareError {
  override readonly name = "UnknownProcedureError";
  readonly candidates: readonly ProcedureCandidate[];

  constructor(matches: number, candidates: readonly ProcedureCandidate[]) {
    super(
      matches === 0
        ? "No procedure of the bundle has this id or fullUrl."
        : `${matches} procedures of the bundle have this id.`,
      `Choose one by its id or fullUrl: ${names(candidates)}.`,
      { matches, count: candidates.length },
    );
    this.candidates = candidates;
  }
}

/** One bill that the caller may choose. `created` is as the bundle has it, for a person to choose by. */
export interface BillCandidate {
  readonly type: "Claim" | "ExplanationOfBenefit";
  readonly id: string | null;
  readonly fullUrl: string | null;
  readonly path: string;
  readonly created: string | null;
}

/** Several bills name the surgery, and whether they add up is not clear. */
export class AmbiguousBillsError extends AftercareError {
  override readonly name = "AmbiguousBillsError";
  readonly candidates: readonly BillCandidate[];

  constructor(candidates: readonly BillCandidate[]) {
    super(
      `The bundle does not tell how ${candidates.length} bills of the surgery add up.`,
      `Choose those that make its cost by id or fullUrl (bills): ${names(candidates)}.`,
      { count: candidates.length },
    );
    this.candidates = candidates;
  }
}

/** A bill that was chosen is none of the surgery's, or the same one was chosen twice. */
export class UnknownBillError extends AftercareError {
  override readonly name = "UnknownBillError";
  readonly candidates: readonly BillCandidate[];

  constructor(candidates: readonly BillCandidate[]) {
    super(
      "Not every bill chosen is one bill in force for this surgery.",
      candidates.length === 0
        ? "Leave the choice of bills out: no bill in force names the surgery."
        : `Choose among these, each once: ${names(candidates)}.`,
      { count: candidates.length },
    );
    this.candidates = candidates;
  }
}

/** A record, or the fields of one, breaks the schema. Carries the field's name, never its value. */
export class InvalidRecordError extends AftercareError {
  override readonly name = "InvalidRecordError";
  readonly field: string;

  constructor(field: string, expected: string) {
    super(`The record's ${field} is not valid.`, `It has to be ${expected}.`, { field, expected });
    this.field = field;
  }
}
