import { AbiCoder, keccak256 } from "ethers";

/** The data of one leaf, as the escrow queues it; each value a field element. */
export interface ClosedSurgery {
  patientCommitment: bigint;
  surgeonDay: bigint;
  recordCommitment: bigint;
}

/** The next word of the queue, as docs/protocol.md defines it. */
export function queueWord(word: bigint, surgery: ClosedSurgery): bigint {
  const hash = keccak256(
    AbiCoder.defaultAbiCoder().encode(
      ["uint256", "uint256", "uint256", "uint256"],
      [word, surgery.patientCommitment, surgery.surgeonDay, surgery.recordCommitment],
    ),
  );
  return (((word >> 216n) + 1n) << 216n) | BigInt.asUintN(216, BigInt(hash));
}
