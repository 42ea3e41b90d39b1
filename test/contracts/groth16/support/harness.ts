import { network } from "hardhat";

import type { Statement, TrapdoorKey } from "./trapdoor.ts";

const connection = await network.create({ network: "local", chainType: "op" });

export const endChain = (): Promise<void> => connection.close();
export const chainId = async (): Promise<bigint> => (await connection.ethers.provider.getNetwork()).chainId;
export const deployContract = (name: string) => connection.ethers.deployContract(name);

export const harness = await deployContract("Groth16Harness");
export const weakHarness = await deployContract("WeakGroth16Harness");

/** Enough for the largest batch, and what a call may use in a block. */
export const AMPLE_GAS = 12_000_000;

/** Whether the library accepts the statements as one batch. */
export async function verify(
  key: TrapdoorKey,
  statements: readonly Statement[],
  { verifier = harness, gasLimit = AMPLE_GAS } = {},
): Promise<boolean> {
  return (await verifier
    .getFunction("verify")
    .staticCall(key.bytes, statements.flat(), { gasLimit })) as boolean;
}

/** Gas that the library spends on the batch, whatever the outcome. */
export async function gasOf(key: TrapdoorKey, statements: readonly Statement[]): Promise<number> {
  const measure = harness.getFunction("measure");
  const [, gasUsed] = (await measure.staticCall(key.bytes, statements.flat(), { gasLimit: AMPLE_GAS })) as [
    boolean,
    bigint,
  ];
  return Number(gasUsed);
}

/** The coefficients that a verifier of this challenge multiplies so many proofs by. */
export async function coefficients(challenge: string, count: number): Promise<bigint[]> {
  const coefficientOf = harness.getFunction("coefficientOf");
  return Promise.all(
    Array.from({ length: count }, (_, index) => coefficientOf(challenge, index) as Promise<bigint>),
  );
}
