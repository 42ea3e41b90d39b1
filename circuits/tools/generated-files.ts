import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, relative } from "node:path";

import { type Command, command, flag } from "../command-line.ts";
import { AftercareError } from "../errors.ts";
import { PROJECT_ROOT } from "./project.ts";

/** A file that a program writes and nobody edits. */
export interface GeneratedFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
}

/** Committed files are not what their generator writes. */
export class StaleFilesError extends AftercareError {
  override readonly name = "StaleFilesError";

  constructor(paths: readonly string[], generator: string) {
    super(
      `Not what \`${generator}\` writes: ${paths.join(", ")}.`,
      `Never edit generated files by hand. Run \`${generator}\`.`,
      { paths: paths.join(", ") },
    );
  }
}

/** What {@link generatorCommand} makes a command of. */
export interface Generator {
  /** How it is called: `npm run abi`. */
  readonly name: string;
  readonly summary: string;
  /** The files as they should be. */
  readonly generate: () => Promise<readonly GeneratedFile[]>;
}

/** A command that writes generated files where they differ, or with `--check` compares them only. */
export function generatorCommand({ name, summary, generate }: Generator): Command {
  return command({
    name: `${name} --`,
    summary,
    parameters: { check: flag("write nothing, and fail if a file is not what would be written") },
    run: async ({ check }, { console }) => {
      const stale: GeneratedFile[] = [];
      for (const file of await generate()) {
        if ((await committed(file.path)) !== file.text) stale.push(file);
      }
      const paths = stale.map(({ path }) => relative(PROJECT_ROOT, path));
      if (check && stale.length > 0) throw new StaleFilesError(paths, name);
      for (const { path, text } of stale) {
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, text);
      }
      console.log(stale.length === 0 ? "Every file is as committed." : `Wrote ${paths.join(", ")}.`);
    },
  });
}

/** The text of a file, or undefined where there is none. */
async function committed(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
