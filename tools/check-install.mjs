// Says in one sentence what an installation lacks, before a command fails of it with an error that says nothing.
import { existsSync } from "node:fs";
import { join } from "node:path";

import { missingNativeCore } from "./native-core.mjs";

function problem() {
  if (!existsSync(join(import.meta.dirname, "..", "node_modules", "hardhat")))
    return "Nothing is installed here yet: run `npm ci`.";
  if (!process.features.typescript)
    return `Node ${process.versions.node} does not run TypeScript, and the Node that this repository brings for Linux is not installed: run \`npm ci\` without --omit=optional, or use Node 22.18 or newer.`;
  const missing = missingNativeCore();
  if (missing !== undefined)
    return `The installation was not finished, ${missing} is missing, because npm ran without install scripts under a Node older than 22: run \`npm run postinstall\`, or \`npm ci\` again without --ignore-scripts.`;
  return undefined;
}

const found = problem();
if (found !== undefined) {
  console.error(found);
  process.exitCode = 1;
}
