import { buildBabyjub, buildPoseidon } from "circomlibjs";
import { keccak256, toUtf8Bytes } from "ethers";

export const FIELD_MODULUS = 21888242871839275222246405745257275088548364400416034343698204186575808495617n;

const circomlibPoseidon = await buildPoseidon();
const circomlibBabyJub = await buildBabyjub();

/** Poseidon as circomlib defines it, computed by circomlibjs and not by the library the prover uses. */
export function poseidon(...inputs: bigint[]): bigint {
  return circomlibPoseidon.F.toObject(circomlibPoseidon(inputs));
}

/** The first elements of the state after Poseidon's permutation; the first of them is the hash. */
export function poseidonOutputs(count: number, ...inputs: bigint[]): bigint[] {
  return circomlibPoseidon(inputs, 0n, count).map((output) => circomlibPoseidon.F.toObject(output));
}

/** The Baby Jubjub point `scalar · Base8`, by circomlibjs. */
export function babyJubPublicKey(scalar: bigint): [bigint, bigint] {
  const [x, y] = circomlibBabyJub.mulPointEscalar(circomlibBabyJub.Base8, scalar);
  return [circomlibBabyJub.F.toObject(x), circomlibBabyJub.F.toObject(y)];
}

export const BABY_JUB_SUBGROUP_ORDER = circomlibBabyJub.subOrder;

/** A field element that anyone can derive again from its label: examples need no random numbers. */
export function exampleElement(label: string): bigint {
  return BigInt(keccak256(toUtf8Bytes(label))) % FIELD_MODULUS;
}

/** A 32-byte example that anyone can derive again from its label. */
export function exampleBytes(label: string): string {
  return keccak256(toUtf8Bytes(label));
}

export const LARGEST_ELEMENT = FIELD_MODULUS - 1n;

export const EXAMPLE_SURGEONS = [
  "0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
  "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC",
  "0x90F79bf6EB2c4f870365E785982E1f101E93b906",
] as const;
