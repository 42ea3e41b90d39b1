import { publishArtifacts } from "../artifacts.ts";
import { parseOptions, selectCircuits } from "../command-line.ts";
import { developmentSetup } from "../development-setup.ts";
import { ARTIFACTS_FOLDER, VERIFIERS_FOLDER } from "../project.ts";
import { withCompiledCircuit } from "../compiler.ts";
import { manifestPath } from "../manifest.ts";
import { step } from "../progress.ts";

/** Makes development keys, and writes artifacts, manifest and Solidity verifiers. */
export async function setup(args: readonly string[]): Promise<void> {
  const options = parseOptions(args, ["circuit", "ptau", "artifacts", "verifiers"]);
  const folders = {
    artifacts: options.artifacts ?? ARTIFACTS_FOLDER,
    verifiers: options.verifiers ?? VERIFIERS_FOLDER,
  };
  for (const circuit of selectCircuits(options.circuit)) {
    await withCompiledCircuit(circuit.source, async (compiled) => {
      const key = await step(`${circuit.name}: development setup`, () =>
        developmentSetup(compiled.r1cs, options.ptau ?? circuit.developmentPowersOfTau),
      );
      await step(`${circuit.name}: writing artifacts`, () =>
        publishArtifacts(circuit, compiled, key, folders),
      );
    });
  }
  console.log(`${manifestPath(folders.artifacts)}: development keys, must not guard anything of value`);
}
