import { poseidon3 } from "poseidon-lite/poseidon3";

import { MalformedValueError } from "../json/malformed-value-error.ts";
import { assertFieldElement } from "../field.ts";
import { assertInteger } from "../integers.ts";
import { Members, type Form, type Refusal } from "../json/members.ts";
import { jsonText, parsedJson } from "../json/strict-json.ts";

/** Days since 1970-01-01 that a coverage may name: 9999-12-31, the last day that a record can name. */
export const LAST_COVERED_DAY = 2_932_896;

/** Days by which a coverage may begin before, or end after, the day of the surgery. */
export const LONGEST_COVERAGE = 2 ** 16 - 1;

/** One patient's coverage under a policy, as the insurer adds it. */
export interface Coverage {
  /** `coverageCommitmentOf` the booking's secret and the policy's scope, a field element. */
  readonly commitment: bigint;
  /** First day (UTC, since 1970-01-01) on which a surgery is covered. */
  readonly coveredFrom: number;
  /** Last such day. */
  readonly coveredUntil: number;
}

/**
 * The coverage's leaf in the insurer's tree: `Poseidon3(commitment, coveredFrom, coveredUntil)`.
 *
 * @throws NotAFieldElementError, IntegerOutOfRangeError
 */
export function coverageLeafOf({ commitment, coveredFrom, coveredUntil }: Coverage): bigint {
  assertFieldElement("commitment", commitment);
  assertInteger("coveredFrom", coveredFrom, 0, LAST_COVERED_DAY);
  assertInteger("coveredUntil", coveredUntil, coveredFrom, LAST_COVERED_DAY);
  return poseidon3([commitment, BigInt(coveredFrom), BigInt(coveredUntil)]);
}

/** A coverage is none: something is missing, or out of range. `path` names the place, such as `coverage.commitment`. */
export class MalformedCoverageError extends MalformedValueError {
  override readonly name = "MalformedCoverageError";
}

const refusal: Refusal = (path, expected) => new MalformedCoverageError(path, expected);

function read(coverage: unknown, form: Form): Coverage {
  const members = new Members(coverage, "coverage", refusal, form);
  const read = {
    commitment: members.takeFieldElement("commitment"),
    coveredFrom: members.takeNumber("coveredFrom", 0, LAST_COVERED_DAY),
    coveredUntil: members.takeNumber("coveredUntil", 0, LAST_COVERED_DAY),
  };
  if (read.coveredUntil < read.coveredFrom) throw members.refuse("coveredUntil", "no less than coveredFrom");
  members.assertAllRead();
  return read;
}

/** A coverage as JSON, for a patient to hand over: the commitment in decimal, days as numbers. Throws {@link MalformedCoverageError}. */
export function formatCoverage(coverage: Coverage): string {
  const { commitment, coveredFrom, coveredUntil } = read(coverage, "value");
  return jsonText({ commitment: String(commitment), coveredFrom, coveredUntil });
}

/**
 * Reads a coverage from JSON, its text or parsed.
 *
 * @throws MalformedJsonError, MalformedCoverageError
 */
export function parseCoverage(json: unknown): Coverage {
  return read(parsedJson(json), "json");
}
