import { parseArgs } from "node:util";

import { CIRCUITS, type Circuit, circuitNamed } from "./circuits.ts";
import { UsageError } from "./errors.ts";

/**
 * Reads `--name value` options.
 *
 * @param names The options that the command knows; each takes a value.
 * @throws {UsageError} for anything else on the command line.
 */
export function parseOptions<Name extends string>(
  args: readonly string[],
  names: readonly Name[],
): Partial<Record<Name, string>> {
  try {
    const options = Object.fromEntries(names.map((name) => [name, { type: "string" as const }]));
    return parseArgs({ args: [...args], options, strict: true }).values as Partial<Record<Name, string>>;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** @throws {UsageError} if the option was not given. */
export function required<Name extends string>(options: Partial<Record<Name, string>>, name: Name): string {
  const value = options[name];
  if (value === undefined || value === "") throw new UsageError(`--${name} is missing.`);
  return value;
}

/** The circuit named by `--circuit`, or all of them. */
export function selectCircuits(name: string | undefined): readonly Circuit[] {
  return name === undefined ? CIRCUITS : [circuitNamed(name)];
}
