import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** Address of the repository, from which scripts import. */
export const ROOT = new URL("../../../", import.meta.url).href;

/** Runs a script in a process of its own, with options for Node, and gives what it printed, once it has ended by itself. */
export async function runScript(script: string, ...options: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...options, "--input-type=module-typescript", "--eval", script],
    { cwd: fileURLToPath(ROOT), timeout: 60_000 },
  );
  return stdout.trim();
}
