// Finishes an installation that npm started under a Node older than 22: this repository brings its own Node 24, so a second
// pass of npm, now under that Node, installs what the first one skipped. On Node 22 and newer there is nothing to do.
import { spawnSync } from "node:child_process";
import { delimiter, resolve } from "node:path";

import { missingNativeCore } from "./native-core.mjs";

if (missingNativeCore() !== undefined) {
  const ownNodeFirst = [resolve("node_modules", ".bin"), process.env.PATH].join(delimiter);
  spawnSync("npm", ["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"], {
    stdio: "inherit",
    shell: process.platform === "win32",
    env: { ...process.env, PATH: ownNodeFirst },
  });
  const missing = missingNativeCore();
  if (missing !== undefined) {
    console.error(`${missing} could not be installed. Run \`npm ci\` under Node 22.18 or newer.`);
    process.exitCode = 1;
  }
}
