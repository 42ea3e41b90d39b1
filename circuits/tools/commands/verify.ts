import { checkArtifacts } from "../artifact-check.ts";
import { parseOptions, selectCircuits } from "../command-line.ts";
import { step } from "../progress.ts";
import { ARTIFACTS_FOLDER, VERIFIERS_FOLDER } from "../project.ts";

/** Checks the committed artifacts; ends with an error for the first thing that is wrong. */
export async function verify(args: readonly string[]): Promise<void> {
  const options = parseOptions(args, ["circuit", "ptau", "artifacts", "verifiers"]);
  const folders = {
    artifacts: options.artifacts ?? ARTIFACTS_FOLDER,
    verifiers: options.verifiers ?? VERIFIERS_FOLDER,
  };
  for (const circuit of selectCircuits(options.circuit)) {
    const { ceremony, constraints, domainSize } = await checkArtifacts(
      circuit,
      folders,
      options.ptau ?? circuit.developmentPowersOfTau,
      step,
    );
    const label =
      ceremony === "development" ? "DEVELOPMENT keys, must not guard anything of value" : "public ceremony";
    console.log(`${circuit.name}: valid; ${constraints} constraints, domain ${domainSize}; ${label}`);
  }
}
