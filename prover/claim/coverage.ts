import { poseidon3 } from "poseidon-lite/poseidon3";

import { assertFieldElement } from "../field.ts";
import { assertInteger } from "../integers.ts";

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
