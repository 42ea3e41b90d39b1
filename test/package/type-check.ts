// What the compiler says of a program in a project that uses the package.
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import type { Consumer } from "../../tools/package/consumer.ts";

const PACKAGES = join(import.meta.dirname, "../../node_modules");
const OPTIONS = ["--noEmit", "--strict", "--ignoreConfig", "--module", "nodenext", "--target", "es2022"];

export interface Platform {
  /** TypeScript's own types, with commas. */
  readonly lib: string;
  /** Packages of types that are there unasked: `node`, or none. */
  readonly types: string;
}

/** The compiler's complaints about a program, types of packages included; empty if there is none. */
export async function typeErrorsOf(
  { folder }: Consumer,
  program: string,
  { lib, types }: Platform,
): Promise<string> {
  await writeFile(join(folder, "program.ts"), program);
  const platform = ["--lib", lib, "--typeRoots", join(PACKAGES, "@types"), "--types", types];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(PACKAGES, "typescript/bin/tsc"), ...OPTIONS, ...platform, "program.ts"],
    { cwd: folder },
  ).catch((error: unknown) => error as { readonly stdout: string });
  return stdout;
}
