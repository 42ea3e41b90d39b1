// The native core of Hardhat, which npm skips under a Node older than 22: it skips optional packages whose `engines` do not
// match the Node that it runs on. Plain JavaScript, because any Node from 20 on has to read it.
import { existsSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..");

const PACKAGES = {
  "linux-x64": "edr-linux-x64-gnu",
  "linux-arm64": "edr-linux-arm64-gnu",
  "darwin-x64": "edr-darwin-x64",
  "darwin-arm64": "edr-darwin-arm64",
  "win32-x64": "edr-win32-x64-msvc",
};

const isInstalled = (name) => existsSync(join(ROOT, "node_modules", "@nomicfoundation", name));

/** Name of the package that is missing; undefined where Hardhat has its core, or is not there to need one. */
export function missingNativeCore() {
  const name = PACKAGES[`${process.platform}-${process.arch}`];
  if (name === undefined || isInstalled(name) || !existsSync(join(ROOT, "node_modules", "hardhat")))
    return undefined;
  return `@nomicfoundation/${name}`;
}
