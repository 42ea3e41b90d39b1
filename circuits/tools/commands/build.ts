import { parseOptions, selectCircuits } from "../command-line.ts";
import { compileCircuit } from "../compiler.ts";
import { step } from "../progress.ts";
import { BUILD_FOLDER } from "../project.ts";

/** Compiles circuits to build/circuits/. */
export async function build(args: readonly string[]): Promise<void> {
  const { circuit: name } = parseOptions(args, ["circuit"]);
  for (const circuit of selectCircuits(name)) {
    const compiled = await step(`Compiling ${circuit.source}`, () =>
      compileCircuit(circuit.source, BUILD_FOLDER),
    );
    console.log(Object.values(compiled).join("\n"));
  }
}
