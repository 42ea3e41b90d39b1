import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";

/** Bytes of everything in a folder, as the files say, not as a disk rounds them up. */
export async function sizeOf(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    bytes += entry.isDirectory() ? await sizeOf(path) : (await lstat(path)).size;
  }
  return bytes;
}
