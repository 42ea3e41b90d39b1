import { execFile } from "node:child_process";
import { cp, glob, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { promisify } from "node:util";

import rootManifest from "../../package.json" with { type: "json" };
import { bundleHeavyPackage, HEAVY_PACKAGES } from "./heavy.ts";
import { writeKernelModules } from "./kernel-modules.ts";
import { packageManifest } from "./manifest.ts";
import { writeNodeFiles } from "./node-files.ts";
import { packagesIn, withPackageReferences, withPlatformTypes } from "./references.ts";

const ROOT = join(import.meta.dirname, "..", "..");

/** What the package has besides code: where it is in the repository, and in the package. */
const DATA: Readonly<Record<string, string>> = {
  "circuits/artifacts": "circuits/artifacts",
  "prover/policy/policy.schema.json": "prover/policy/policy.schema.json",
  "client/cli/aftercare.mjs": "client/cli/aftercare.mjs",
  "docs/embed.md": "README.md",
  LICENSE: "LICENSE",
  "tools/package/types": "bundled",
};

/**
 * Builds the package as its users get it. Their types need the contracts', which `hardhat build` makes.
 *
 * @param folder Becomes the package; what was there before is deleted.
 */
export async function buildPackage(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, "bundled"), { recursive: true });
  const compiler = join(ROOT, "node_modules", "typescript", "bin", "tsc");
  await promisify(execFile)(process.execPath, [compiler, "-p", "tsconfig.build.json", "--outDir", folder], {
    cwd: ROOT,
  });
  await writeKernelModules(folder);
  await writeNodeFiles(folder, rootManifest.exports);
  const imported = await nameWhatThePackageHas(folder);
  for (const name of HEAVY_PACKAGES) await bundleHeavyPackage(name, folder);
  for (const [from, to] of Object.entries(DATA))
    await cp(join(ROOT, from), join(folder, to), { recursive: true });
  const manifest = packageManifest(rootManifest, imported);
  await writeFile(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Goes through the compiled code, and returns the packages that its users have to install. */
async function nameWhatThePackageHas(folder: string): Promise<ReadonlySet<string>> {
  const imported = new Set<string>();
  for await (const file of glob("**/*.{js,d.ts}", { cwd: folder })) {
    const path = join(folder, file);
    const place = file.replaceAll("\\", posix.sep);
    const text = withPackageReferences(place, await readFile(path, "utf8"));
    await writeFile(path, withPlatformTypes(place, text));
    for (const name of packagesIn(file, text)) imported.add(name);
  }
  return imported;
}
