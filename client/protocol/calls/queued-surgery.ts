/** A leaf's data as `flush` takes it. */
export interface QueuedSurgery {
  patientCommitment: bigint;
  surgeonDay: bigint;
  recordCommitment: bigint;
}
