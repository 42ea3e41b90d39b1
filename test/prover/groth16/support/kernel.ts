import { Kernel, type CompiledKernel } from "../../../../prover/groth16/kernel/instance.ts";
import { writeKernel } from "../../../../prover/groth16/kernel/kernel.ts";
import type { ArithmeticName } from "../../../../prover/groth16/kernel/layout.ts";

/** All that a kernel may count with. */
export const ARITHMETICS: readonly ArithmeticName[] = ["fused", "integer"];

export async function compileKernel(arithmetic: ArithmeticName): Promise<CompiledKernel> {
  const { bytes, reservedBytes } = writeKernel(arithmetic);
  return { module: await WebAssembly.compile(bytes), reservedBytes, arithmetic };
}

export async function startKernel(arithmetic: ArithmeticName): Promise<Kernel> {
  return Kernel.start(await compileKernel(arithmetic));
}

/** A generator of the same numbers on every run, so that a failure can be repeated. */
export function sequence(seed: bigint): (below: bigint) => bigint {
  let state = seed;
  const word = () => {
    // Marsaglia's xorshift.
    state ^= BigInt.asUintN(64, state << 13n);
    state ^= state >> 7n;
    state ^= BigInt.asUintN(64, state << 17n);
    return state;
  };
  return (below) => {
    let value = 0n;
    for (let bits = 0; bits < 384; bits += 64) value = (value << 64n) | word();
    return value % below;
  };
}
