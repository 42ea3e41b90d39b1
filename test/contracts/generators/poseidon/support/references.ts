import { buildPoseidon } from "circomlibjs";
import { poseidon3, poseidon4 } from "poseidon-lite";

import type { Width } from "../../../../../contracts/generators/poseidon/parameters.ts";

type Hash = (inputs: bigint[]) => bigint;

const circomlib = await buildPoseidon();
const circomlibjs: Hash = (inputs) => circomlib.F.toObject(circomlib(inputs));

/** Implementations that share no code with the generator or each other. */
export const REFERENCES: Record<Width, { name: string; hash: Hash }[]> = {
  4: [
    { name: "circomlibjs", hash: circomlibjs },
    { name: "poseidon-lite", hash: (inputs) => poseidon3(inputs) },
  ],
  5: [
    { name: "circomlibjs", hash: circomlibjs },
    { name: "poseidon-lite", hash: (inputs) => poseidon4(inputs) },
  ],
};
