import { readFile } from "node:fs/promises";

/**
 * Reads a .sym file: lines of label, wire, component, name.
 *
 * @returns The wire of each signal by its full name; -1 for signals that simplification has removed.
 */
export async function readWireNames(path: string): Promise<ReadonlyMap<string, number>> {
  const lines = (await readFile(path, "utf8")).trimEnd().split("\n");
  return new Map(
    lines.map((line) => {
      const [, wire, , name] = line.split(",");
      return [name!, Number(wire)];
    }),
  );
}
