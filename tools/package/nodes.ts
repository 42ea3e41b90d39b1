import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

/** Releases of Node that the package is for. */
export const SUPPORTED_RELEASES = [20, 22, 24] as const;

export interface NodeOfMachine {
  /** As in 24. */
  readonly release: number;
  readonly version: string;
  readonly path: string;
}

/**
 * The Nodes of this machine, one of each release: the one that runs, those in PATH, and those that NODES names, as paths
 * separated like PATH's.
 */
export async function nodesOfMachine(): Promise<readonly NodeOfMachine[]> {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const named = (process.env["NODES"] ?? "").split(delimiter).filter((path) => path !== "");
  const paths = [process.execPath, ...named, ...folders.map((folder) => join(folder, "node"))];
  const found = new Map<number, NodeOfMachine>();
  for (const path of new Set(paths.filter((candidate) => existsSync(candidate)))) {
    const { stdout } = await promisify(execFile)(path, ["--version"]);
    const version = stdout.trim();
    const release = Number(/^v(\d+)\./.exec(version)?.[1]);
    if (!found.has(release)) found.set(release, { release, version, path });
  }
  return [...found.values()].toSorted((left, right) => left.release - right.release);
}
