import { rename, writeFile } from "node:fs/promises";

/** Writes a file in one go: whoever reads it, and whatever is killed, it is the old one or the new one. */
export async function writeJson(path: string, value: object): Promise<void> {
  const draft = `${path}.${process.pid}.draft`;
  await writeFile(draft, `${JSON.stringify(value, null, 2)}\n`);
  await rename(draft, path);
}
