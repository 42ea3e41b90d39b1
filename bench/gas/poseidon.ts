import { id, type BaseContract } from "ethers";

import { poseidonArtifact } from "../../ignition/poseidon-artifact.ts";
import type { MeasuringRollup } from "./rollup.ts";

/** Hashes of which the mean is taken. */
export const HASHES = 20;

/** Gas of one hash of three and of four inputs, as the contract that wants it sees it. */
export type PoseidonGas = Readonly<Record<"t4" | "t5", number>>;

export const wordsToHash = (inputs: 3 | 4): bigint[] =>
  Array.from({ length: HASHES * inputs }, (_, index) => BigInt(id(`input ${index}`)) >> 3n);

/** Gas of one of twenty hashes in one call from a contract. */
export async function measurePoseidon(chain: MeasuringRollup): Promise<PoseidonGas> {
  const harness: BaseContract = await chain.deploy("PoseidonHarness");
  const gasOf = async (inputs: 3 | 4): Promise<number> => {
    const { abi, bytecode } = poseidonArtifact(inputs);
    const hasher = await chain.create([...abi], bytecode);
    const hash = harness.getFunction(`hashWithT${inputs + 1}`);
    const [, gas] = (await hash.staticCall(hasher, wordsToHash(inputs))) as [unknown, bigint];
    return Number(gas) / HASHES;
  };
  return { t4: await gasOf(3), t5: await gasOf(4) };
}
