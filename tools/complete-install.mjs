// Finishes an installation that npm started under a Node older than 22.
//
// npm skips optional packages whose `engines` do not match the Node it runs on, and among them is
// the native core of Hardhat. This package brings its own Node 24, so a second pass of npm, now
// under that Node, installs what the first one skipped. On Node 22 and newer there is nothing to do.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const NATIVE_CORE = {
  "linux-x64": "edr-linux-x64-gnu",
  "linux-arm64": "edr-linux-arm64-gnu",
  "darwin-x64": "edr-darwin-x64",
  "darwin-arm64": "edr-darwin-arm64",
  "win32-x64": "edr-win32-x64-msvc",
};

const nativeCore = NATIVE_CORE[`${process.platform}-${process.arch}`];
const isInstalledAsDependency = !existsSync(join("node_modules", "hardhat"));
if (nativeCore === undefined || isInstalledAsDependency) process.exit(0);
if (existsSync(join("node_modules", "@nomicfoundation", nativeCore))) process.exit(0);

const secondPass = spawnSync(
  "npm",
  ["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"],
  { stdio: "inherit", shell: process.platform === "win32" },
);
process.exit(secondPass.status ?? 1);
