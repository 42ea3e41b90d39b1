import { parseOptions, selectCircuits } from "../command-line.ts";
import { withCompiledCircuit } from "../compiler.ts";
import { step } from "../progress.ts";
import { type ConstraintSystemSize, readConstraintSystemSize } from "../r1cs.ts";

/** Prints the size of each circuit, compiled from its source, as a table. */
export async function info(args: readonly string[]): Promise<void> {
  const { circuit: name } = parseOptions(args, ["circuit"]);
  const sizes: Record<string, ConstraintSystemSize> = {};
  for (const circuit of selectCircuits(name)) {
    sizes[circuit.name] = await step(`Compiling ${circuit.source}`, () =>
      withCompiledCircuit(circuit.source, ({ r1cs }) => readConstraintSystemSize(r1cs)),
    );
  }
  console.table(sizes);
}
