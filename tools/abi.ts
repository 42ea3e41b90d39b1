/** Writes the interfaces' ABIs to `client/protocol/abi/`, where the client finds them without the build folder. */
import { join } from "node:path";
import hre from "hardhat";

import { main } from "../circuits/command-line.ts";
import { generatorCommand, type GeneratedFile } from "../circuits/tools/generated-files.ts";

const INTERFACES = [
  "IClaimPool",
  "IClosedQueue",
  "IPolicyBook",
  "IReviewBoard",
  "ISurgeonRegistry",
  "ISurgeryEscrow",
  "ISurgeryTree",
];
const FOLDER = join(import.meta.dirname, "..", "client", "protocol", "abi");

async function generate(): Promise<GeneratedFile[]> {
  await hre.tasks.getTask("build").run({ quiet: true });
  return Promise.all(
    INTERFACES.map(async (name) => {
      const { abi } = await hre.artifacts.readArtifact(name);
      return { path: join(FOLDER, `${name}.json`), text: `${JSON.stringify(abi, null, 1)}\n` };
    }),
  );
}

await main(
  generatorCommand({
    name: "npm run abi",
    summary: "write the ABIs of the contracts' interfaces",
    generate,
  }),
);
