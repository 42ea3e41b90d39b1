import { poseidon3 } from "poseidon-lite/poseidon3";

import { checkedAddress } from "../address.ts";
import { assertFieldElement } from "../field.ts";
import { assertInteger } from "../integers.ts";

/** Days since 1970-01-01 must fit into the 16 bits above the surgeon's address. */
export const LAST_DAY = 2 ** 16 - 1;

const ADDRESS_BITS = 160n;

/** What the chain knows of a surgery once it is CLOSED. */
export interface ClosedSurgery {
  /** `Poseidon2(secret, 0)`, a field element. */
  readonly patientCommitment: bigint;
  /** The surgeon's address. */
  readonly surgeon: string;
  /** UTC day of closing, days since 1970-01-01, 0 to 65,535. */
  readonly closedDay: number;
  /** `Poseidon16` commitment to the record, a field element. */
  readonly recordCommitment: bigint;
}

/**
 * Surgeon and day in one field element: `surgeon + closedDay · 2¹⁶⁰`.
 *
 * @throws NotAnAddressError, IntegerOutOfRangeError
 */
export function surgeonDayOf(surgeon: string, closedDay: number): bigint {
  assertInteger("closedDay", closedDay, 0, LAST_DAY);
  return BigInt(checkedAddress("surgeon", surgeon)) + (BigInt(closedDay) << ADDRESS_BITS);
}

/**
 * The surgery's leaf in the tree: `Poseidon3(patientCommitment, surgeonDay, recordCommitment)`.
 *
 * @throws NotAFieldElementError, NotAnAddressError, IntegerOutOfRangeError
 */
export function leafOf(closed: ClosedSurgery): bigint {
  assertFieldElement("patientCommitment", closed.patientCommitment);
  assertFieldElement("recordCommitment", closed.recordCommitment);
  const surgeonDay = surgeonDayOf(closed.surgeon, closed.closedDay);
  return poseidon3([closed.patientCommitment, surgeonDay, closed.recordCommitment]);
}
