import { id, type BaseContract } from "ethers";

import { poseidonArtifact } from "../../ignition/poseidon-artifact.ts";
import type { MeasuringRollup } from "./rollup.ts";

/** Hashes of which the mean is taken. */
export const HASHES = 20;

export const wordsToHash = (inputs: 3 | 4): bigint[] =>
  Array.from({ length: HASHES * inputs }, (_, index) => BigInt(id(`input ${index}`)) >> 3n);

/** Gas of one of twenty hashes in one call from a contract. */
export async function measurePoseidon(chain: MeasuringRollup, inputs: 3 | 4): Promise<number> {
  const { abi, bytecode } = poseidonArtifact(inputs);
  const hasher = await chain.create([...abi], bytecode);
  const harness: BaseContract = await chain.deploy("PoseidonHarness");
  const hash = harness.getFunction(`hashWithT${inputs + 1}`);
  const [, gas] = (await hash.staticCall(hasher, wordsToHash(inputs))) as [unknown, bigint];
  return Number(gas) / HASHES;
}
