/**
 * Writes the interfaces' ABIs to `client/protocol/abi/`, where the client finds them without the build folder.
 * `--check` writes nothing and fails if a committed ABI is not that of the contracts.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import hre from "hardhat";

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

await hre.tasks.getTask("build").run({ quiet: true });
await mkdir(FOLDER, { recursive: true });

const stale: string[] = [];
for (const name of INTERFACES) {
  const { abi } = await hre.artifacts.readArtifact(name);
  const path = join(FOLDER, `${name}.json`);
  const text = `${JSON.stringify(abi, null, 1)}\n`;
  if (!process.argv.includes("--check")) await writeFile(path, text);
  else if ((await readFile(path, "utf8").catch(() => "")) !== text) stale.push(path);
}
if (stale.length > 0) {
  console.error(`These ABIs are not those of the contracts: ${stale.join(", ")}. Run \`npm run abi\`.`);
  process.exitCode = 1;
}
