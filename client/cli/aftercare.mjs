#!/usr/bin/env node
// Starts the command line under a Node that can run it. Plain JavaScript, because any Node from 20 on has to read it.
//
// A published package holds JavaScript, which runs as it is. A clone holds TypeScript, which Node runs from 22.18 on;
// under an older one, the Node that this package brings along takes over.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import module from "node:module";
import { fileURLToPath } from "node:url";

const source = new URL("./main.ts", import.meta.url);
const built = new URL("./main.js", import.meta.url);
const ownNode = fileURLToPath(new URL("../../node_modules/.bin/node", import.meta.url));

// Keeps what the engine compiles in the folder for temporary files: a quarter off the next start. Node has it from 22.8 on.
module.enableCompileCache?.();

if (!existsSync(source)) {
  await import(built);
} else if (process.features.typescript) {
  await import(source);
} else if (existsSync(ownNode)) {
  const self = fileURLToPath(import.meta.url);
  const { status } = spawnSync(ownNode, [self, ...process.argv.slice(2)], { stdio: "inherit" });
  process.exitCode = status ?? 1;
} else {
  console.error(
    "aftercare needs Node 22.18 or newer here. Install it, or run `npm ci` for the one this package brings.",
  );
  process.exitCode = 2;
}
