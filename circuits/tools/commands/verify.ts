import { command, option } from "../../command-line.ts";
import { checkArtifacts } from "../artifact-check.ts";
import { stepsOn } from "../progress.ts";
import { ARTIFACTS_FOLDER } from "../project.ts";
import { withWorkerThreads } from "../worker-threads.ts";
import { artifactsOption, circuitOption, selectCircuits } from "./parameters.ts";

export const verify = command({
  name: "verify",
  summary: "check artifacts against the source and the powers of tau",
  parameters: {
    circuit: circuitOption,
    ptau: option("FILE", "powers of tau of the keys (default circuits/ptau/development_NN.ptau)"),
    artifacts: artifactsOption,
  },
  run: ({ circuit, ptau, artifacts = ARTIFACTS_FOLDER }, { stderr, console }) =>
    withWorkerThreads(async () => {
      for (const selected of selectCircuits(circuit)) {
        const { ceremony, constraints, domainSize } = await checkArtifacts(
          selected,
          artifacts,
          ptau ?? selected.developmentPowersOfTau,
          stepsOn(stderr),
        );
        const label =
          ceremony === "development"
            ? "DEVELOPMENT keys, must not guard anything of value"
            : "public ceremony";
        console.log(`${selected.name}: valid; ${constraints} constraints, domain ${domainSize}; ${label}`);
      }
    }),
});
