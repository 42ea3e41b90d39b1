import { command, option } from "../../command-line.ts";
import { publishArtifacts } from "../artifacts.ts";
import { withCompiledCircuit } from "../compiler.ts";
import { developmentSetup } from "../development-setup.ts";
import { manifestPath } from "../manifest.ts";
import { stepsOn } from "../progress.ts";
import { ARTIFACTS_FOLDER } from "../project.ts";
import { withWorkerThreads } from "../worker-threads.ts";
import { artifactsOption, circuitOption, selectCircuits } from "./parameters.ts";

export const setup = command({
  name: "setup",
  summary: "make DEVELOPMENT keys and artifacts",
  parameters: {
    circuit: circuitOption,
    ptau: option("FILE", "powers of tau to start from (default circuits/ptau/development_NN.ptau)"),
    artifacts: artifactsOption,
  },
  run: ({ circuit, ptau, artifacts = ARTIFACTS_FOLDER }, { stderr, console }) =>
    withWorkerThreads(async () => {
      const step = stepsOn(stderr);
      for (const selected of selectCircuits(circuit)) {
        await withCompiledCircuit(selected.source, async (compiled) => {
          const key = await step(`${selected.name}: development setup`, () =>
            developmentSetup(compiled.r1cs, ptau ?? selected.developmentPowersOfTau),
          );
          await step(`${selected.name}: writing artifacts`, () =>
            publishArtifacts(selected, compiled, key, artifacts),
          );
        });
      }
      console.log(`${manifestPath(artifacts)}: development keys, must not guard anything of value`);
      console.log("Write the contracts that verify under them with: npm run verifiers");
    }),
});
