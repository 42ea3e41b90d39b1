import { cp, mkdir, rm, symlink } from "node:fs/promises";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..");

/** What the contract tests need, besides installed packages. */
const PARTS = [
  "circuits",
  "client",
  "contracts",
  "deploy",
  "docs",
  "fixtures",
  "ignition",
  "prover",
  "test",
  "tools",
  "types",
  "hardhat.config.ts",
  "package.json",
  "tsconfig.json",
  "vitest.config.ts",
];

/** Makes a copy of the project under `build/`, to be changed and tested there, and returns its folder. */
export async function copyProject(name: string): Promise<string> {
  const copy = join(ROOT, "build", name);
  await rm(copy, { recursive: true, force: true });
  await mkdir(copy, { recursive: true });
  for (const part of PARTS) await cp(join(ROOT, part), join(copy, part), { recursive: true });
  await symlink(join(ROOT, "node_modules"), join(copy, "node_modules"));
  return copy;
}
