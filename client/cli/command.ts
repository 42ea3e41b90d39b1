import { parseArgs } from "node:util";

import { UsageError } from "./errors.ts";

/** What a command ends with: the answer is yes, the answer is no, or it was used wrongly. */
export const EXIT = { yes: 0, no: 1, wrongUse: 2 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Where a command writes; a line break follows each line. */
export interface Output {
  /** Answers. */
  readonly out: (line: string) => void;
  /** What went wrong. */
  readonly error: (line: string) => void;
}

/** One command of the command line. */
export interface Command {
  /** Words that call it, such as `policy explain`. */
  readonly name: string;
  /** Its arguments, as the help shows them. */
  readonly usage: string;
  readonly summary: string;
  /** Loads what runs it. */
  readonly load: () => Promise<{ run: (args: readonly string[], output: Output) => Promise<ExitCode> }>;
}

/** Arguments of a command: files in order, options by name. */
export interface Arguments<File extends string, Option extends string, Flag extends string> {
  readonly files: Readonly<Record<File, string>>;
  readonly options: Readonly<Partial<Record<Option, string>>>;
  readonly flags: Readonly<Record<Flag, boolean>>;
}

/**
 * Reads the arguments of a command.
 *
 * @param files Names of its positional arguments, all of them required.
 * @param options Names of options that take a value.
 * @param flags Names of options that take none.
 * @throws UsageError for anything missing and anything else
 */
export function parseArguments<
  File extends string,
  Option extends string = never,
  Flag extends string = never,
>(
  args: readonly string[],
  files: readonly File[],
  options: readonly Option[] = [],
  flags: readonly Flag[] = [],
): Arguments<File, Option, Flag> {
  const known = {
    ...Object.fromEntries(options.map((name) => [name, { type: "string" as const }])),
    ...Object.fromEntries(flags.map((name) => [name, { type: "boolean" as const, default: false }])),
  };
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options: known, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : "An option is unknown.", { cause: error });
  }
  const { positionals, values } = parsed;
  if (positionals.length !== files.length) {
    throw new UsageError(
      `${positionals.length} arguments were given, and ${files.length} needed: ${files.join(", ")}.`,
    );
  }
  const pick = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, values[name]]));
  return {
    files: Object.fromEntries(files.map((name, index) => [name, positionals[index]])) as Record<File, string>,
    options: pick(options) as Partial<Record<Option, string>>,
    flags: pick(flags) as Record<Flag, boolean>,
  };
}

/** The value of an option that a command cannot do without. Throws UsageError. */
export function required(name: string, value: string | undefined): string {
  if (value === undefined || value === "") throw new UsageError(`--${name} is missing.`);
  return value;
}
