import { readdir } from "node:fs/promises";
import { posix } from "node:path";

/** Folders whose files are not written by hand, or are not of this project. */
const IGNORED = /^(?:node_modules|build|dist|coverage|\..+)$/;

async function filesBelow(folder: string, wanted: RegExp): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (IGNORED.test(entry.name)) continue;
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await filesBelow(path, wanted)));
    else if (wanted.test(entry.name)) found.push(path);
  }
  return found;
}

/** Files of the project, by the ends of their names, as paths from the working directory, with forward slashes. */
export async function projectFiles(...extensions: readonly string[]): Promise<readonly string[]> {
  return (await filesBelow(".", new RegExp(`\\.(?:${extensions.join("|")})$`))).toSorted();
}
