import { spawn } from "node:child_process";
import { access } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const BENCH = fileURLToPath(new URL(".", import.meta.url));

/** A file of a package that only benchmarks need. */
export const benchPackage = (path: string): string => `${BENCH}node_modules/${path}`;

/** Installs what only benchmarks need, as their own lock file says, unless these files are there. */
export async function installBenchPackages(...needed: readonly string[]): Promise<void> {
  try {
    await Promise.all(needed.map((path) => access(benchPackage(path))));
    return;
  } catch {
    console.error("Installing the packages of bench/ …");
  }
  await new Promise<void>((resolve, reject) => {
    const npm = spawn("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
      cwd: BENCH,
      stdio: ["ignore", "ignore", "inherit"],
    });
    npm.on("error", reject);
    npm.on("close", (code) =>
      code === 0 ? resolve() : reject(new Error(`npm ci in bench/ ended with code ${code}.`)),
    );
  });
}
