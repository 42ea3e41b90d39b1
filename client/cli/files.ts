import { readFile, stat } from "node:fs/promises";

import { UsageError } from "../../circuits/command-line.ts";

/** A file named on the command line cannot be read. */
export class UnreadableFileError extends UsageError {
  override readonly name = "UnreadableFileError";

  constructor(file: string, reason: string) {
    super(`${file} cannot be read: ${reason}.`, {
      remedy: "Check the path and its permissions.",
      details: { file, reason },
    });
  }
}

/** Far more than any policy, proof or bundle has; without a bound one path could fill the memory. */
const LARGEST_FILE = 64 * 1024 * 1024;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "access is denied",
};

/** The text of a file. Throws UnreadableFileError. */
export async function readTextFile(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > LARGEST_FILE) throw new UnreadableFileError(file, "it is larger than 64 MiB");
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof UnreadableFileError) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    throw new UnreadableFileError(file, REASONS[code] ?? `error ${code}`);
  }
}
