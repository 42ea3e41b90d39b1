import { keccak256 } from "ethers/crypto";
import { toBeHex } from "ethers/utils";

/** Names of the states, at the index that the escrow gives each. */
export const STATES = [
  "NONE",
  "PROPOSED",
  "SCHEDULED",
  "CONFIRMED",
  "EXECUTED",
  "CLOSED",
  "WITHDRAWN",
  "EXPIRED",
  "CANCELLED",
  "NO_SHOW_REPORTED",
  "PATIENT_NO_SHOW",
  "SURGEON_NO_SHOW",
  "ACCIDENT",
  "DISPUTED",
  "SETTLED",
  "RULED",
  "DEFAULTED",
  "LAPSED",
] as const;

export type State = (typeof STATES)[number];

/** What has happened to a booking so far, as its events tell. The escrow keeps {@link progressWordOf} it, which lacks the plan. */
export interface Progress {
  readonly state: State;
  readonly enteredAt: bigint;
  readonly surgeryTime: bigint;
  readonly reschedules: number;
  readonly planHash: string;
  readonly recordCommitment: bigint;
}

const ZERO_WORD = toBeHex(0n, 32);

/** The progress of a booking that the chain has not seen, or whose word it has freed: only events tell which. */
export const NO_PROGRESS: Progress = {
  state: "NONE",
  enteredAt: 0n,
  surgeryTime: 0n,
  reschedules: 0,
  planHash: ZERO_WORD,
  recordCommitment: 0n,
};

/**
 * The word that the escrow stores for this progress: zero for NONE. From the lowest bit on: 8 bits of state, 48 of
 * `enteredAt`, 48 of `surgeryTime`, 8 of `reschedules`, and the lowest 144 of the record commitment's hash.
 */
export function progressWordOf(progress: Progress): bigint {
  if (progress.state === "NONE") return 0n;
  const { enteredAt, surgeryTime, reschedules, recordCommitment } = progress;
  const record =
    recordCommitment === 0n ? 0n : BigInt.asUintN(144, BigInt(keccak256(toBeHex(recordCommitment, 32))));
  return (
    BigInt(STATES.indexOf(progress.state)) |
    (enteredAt << 8n) |
    (surgeryTime << 56n) |
    (BigInt(reschedules) << 104n) |
    (record << 112n)
  );
}
