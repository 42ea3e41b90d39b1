// Finishes an installation that npm started under a Node older than 22.
//
// npm skips optional packages whose `engines` do not match the Node it runs on, and among them is
// the native core of Hardhat. This package brings its own Node 24, so a second pass of npm, now
// under that Node, installs what the first one skipped. On Node 22 and newer there is nothing to do.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";

const NATIVE_CORE = {
  "linux-x64": "edr-linux-x64-gnu",
  "linux-arm64": "edr-linux-arm64-gnu",
  "darwin-x64": "edr-darwin-x64",
  "darwin-arm64": "edr-darwin-arm64",
  "win32-x64": "edr-win32-x64-msvc",
};

const isInstalled = (name) => existsSync(join("node_modules", "@nomicfoundation", name));

const nativeCore = NATIVE_CORE[`${process.platform}-${process.arch}`];
const isInstalledAsDependency = !existsSync(join("node_modules", "hardhat"));
if (nativeCore === undefined || isInstalledAsDependency) process.exit(0);
if (isInstalled(nativeCore)) process.exit(0);

const ownNodeFirst = [resolve("node_modules", ".bin"), process.env.PATH].join(delimiter);
spawnSync("npm", ["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"], {
  stdio: "inherit",
  shell: process.platform === "win32",
  env: { ...process.env, PATH: ownNodeFirst },
});
if (!isInstalled(nativeCore)) {
  console.error(
    `@nomicfoundation/${nativeCore} could not be installed. Run \`npm ci\` under Node 22 or newer.`,
  );
  process.exit(1);
}
