import { join } from "node:path";

import { main } from "../../../circuits/command-line.ts";
import { generatorCommand } from "../../../circuits/tools/generated-files.ts";
import { ARTIFACTS_FOLDER, PROJECT_ROOT } from "../../../circuits/tools/project.ts";
import { generateVerifiers } from "./verifiers.ts";

const VERIFIERS_FOLDER = join(PROJECT_ROOT, "contracts", "verifiers");

await main(
  generatorCommand({
    name: "npm run verifiers",
    summary: "write the Solidity verifiers from the circuits' verification keys",
    generate: () => generateVerifiers(ARTIFACTS_FOLDER, VERIFIERS_FOLDER),
  }),
);
