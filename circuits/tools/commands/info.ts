import { command } from "../../command-line.ts";
import { withCompiledCircuit } from "../compiler.ts";
import { stepsOn } from "../progress.ts";
import { type ConstraintSystemSize, readConstraintSystemSize } from "../r1cs.ts";
import { circuitOption, selectCircuits } from "./parameters.ts";

export const info = command({
  name: "info",
  summary: "constraints, wires and domain of each circuit, compiled from its source",
  parameters: { circuit: circuitOption },
  run: async ({ circuit }, { stderr, console }) => {
    const step = stepsOn(stderr);
    const sizes: Record<string, ConstraintSystemSize> = {};
    for (const { name, source } of selectCircuits(circuit)) {
      sizes[name] = await step(`Compiling ${source}`, () =>
        withCompiledCircuit(source, ({ r1cs }) => readConstraintSystemSize(r1cs)),
      );
    }
    console.table(sizes);
  },
});
