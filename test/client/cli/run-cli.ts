import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll } from "vitest";

import type { ExitCode } from "../../../circuits/command-line.ts";
import { cliProgram } from "../../../client/cli/program.ts";
import { runInProcess } from "../../circuits/support/recorded-terminal.ts";

export interface CliResult {
  readonly code: ExitCode;
  /** Without the last line break. */
  readonly out: string;
  readonly error: string;
}

/** Runs a command line in this process. */
export async function runCli(...args: string[]): Promise<CliResult> {
  const { exitCode, stdout, stderr } = await runInProcess(cliProgram, ...args);
  return { code: exitCode, out: stdout.replace(/\n$/, ""), error: stderr.replace(/\n$/, "") };
}

const folders: string[] = [];

afterAll(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

/** Writes a file into a fresh folder, which goes after the tests of the file that asked for it; gives its path. */
export async function temporaryFile(name: string, content: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "aftercare-cli-"));
  folders.push(folder);
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}
