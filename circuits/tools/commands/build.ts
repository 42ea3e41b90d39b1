import { command } from "../../command-line.ts";
import { compileCircuit } from "../compiler.ts";
import { stepsOn } from "../progress.ts";
import { BUILD_FOLDER } from "../project.ts";
import { circuitOption, selectCircuits } from "./parameters.ts";

export const build = command({
  name: "build",
  summary: "compile to build/circuits/",
  parameters: { circuit: circuitOption },
  run: async ({ circuit }, { stderr, console }) => {
    const step = stepsOn(stderr);
    for (const { source } of selectCircuits(circuit)) {
      const compiled = await step(`Compiling ${source}`, () => compileCircuit(source, BUILD_FOLDER));
      console.log(Object.values(compiled).join("\n"));
    }
  },
});
