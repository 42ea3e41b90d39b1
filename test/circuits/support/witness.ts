import { type CircuitSignals, wtns } from "snarkjs";

/**
 * The values that a compiled witness generator computes for every wire, the constant 1 first.
 *
 * @throws If the generator's own checks refuse the inputs. That says nothing about the constraints.
 */
export async function calculateWitness(wasm: string, inputs: object): Promise<bigint[]> {
  const output = { type: "mem" };
  await wtns.calculate(inputs as CircuitSignals, wasm, output);
  // The published types know file names only.
  return (await wtns.exportJson(output as unknown as string)) as bigint[];
}
