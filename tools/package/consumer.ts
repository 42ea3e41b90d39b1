import { execFile } from "node:child_process";
import { copyFile, link, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { buildPackage } from "./build.ts";
import { closureOf, type Lock } from "./closure.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const run = promisify(execFile);

/** A folder outside the repository, in which somebody who uses the package works. */
export interface Consumer extends AsyncDisposable {
  readonly folder: string;
  /** The package there. */
  readonly package: string;
}

/** Builds and packs the package; the path of the tarball in the folder. */
export async function packTarball(folder: string): Promise<string> {
  const built = join(folder, "package");
  await buildPackage(built);
  const { stdout } = await run("npm", ["pack", built, "--pack-destination", folder, "--json"], {
    cwd: folder,
  });
  await rm(built, { recursive: true });
  const [packed] = JSON.parse(stdout) as readonly { readonly filename: string }[];
  return join(folder, packed!.filename);
}

/** Puts a package of the repository elsewhere, without the packages inside of it. */
async function layPackage(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (entry.name === "node_modules") continue;
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await layPackage(source, target);
    // Where both are on one disk, a second name for the same file costs nothing.
    else await link(source, target).catch(() => copyFile(source, target));
  }
}

/**
 * An empty folder in which the package was installed, without the network and without npm's cache: the packed package, and
 * of the repository's packages those alone that npm would install with it, so that nothing undeclared can be imported.
 *
 * @param besides More packages that the user has, by name.
 */
export async function createConsumer(besides: readonly string[] = []): Promise<Consumer> {
  const folder = await mkdtemp(join(tmpdir(), "aftercare-consumer-"));
  const dispose = () => rm(folder, { recursive: true, force: true });
  try {
    const tarball = await packTarball(folder);
    const installed = join(folder, "node_modules", "aftercare");
    await mkdir(installed, { recursive: true });
    await run("tar", ["-xzf", tarball, "-C", installed, "--strip-components=1"]);
    await rm(tarball);
    const { dependencies } = JSON.parse(await readFile(join(installed, "package.json"), "utf8")) as {
      readonly dependencies: Readonly<Record<string, string>>;
    };
    const lock = JSON.parse(await readFile(join(ROOT, "package-lock.json"), "utf8")) as Lock;
    for (const path of closureOf(lock, [...Object.keys(dependencies), ...besides]))
      // What is for other machines is locked, and not there.
      await layPackage(join(ROOT, path), join(folder, path)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "ENOENT") throw error;
      });
    await writeFile(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
    return { folder, package: installed, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}
