import { AbiCoder } from "ethers/abi";
import { keccak256 } from "ethers/crypto";

/** The private plan of a surgery; only its hash goes on chain. Words of 32 bytes as 0x hex. */
export interface Plan {
  readonly medicinesRoot: string;
  /** Commitment to a coverage, zero where there is none. */
  readonly coverage: string;
  /** Random: without it a known plan could be recognised by its hash. */
  readonly blinding: string;
}

export function planHashOf(plan: Plan): string {
  return keccak256(
    AbiCoder.defaultAbiCoder().encode(
      ["bytes32", "bytes32", "bytes32"],
      [plan.medicinesRoot, plan.coverage, plan.blinding],
    ),
  );
}
