import { readFile } from "node:fs/promises";

import { MissingFileError } from "./errors.ts";

/** The content of an .r1cs or .zkey file. Throws {@link MissingFileError}. */
export function readBinaryFile(path: string): Promise<Buffer> {
  return readFile(path).catch((cause: unknown) => {
    throw new MissingFileError(path, "Check the path, or make the file with `circuits setup`.", { cause });
  });
}
