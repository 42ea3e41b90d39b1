/** A leaf's data as `flush` takes it. */
export interface QueuedSurgery {
  readonly patientCommitment: bigint;
  readonly surgeonDay: bigint;
  readonly recordCommitment: bigint;
}
