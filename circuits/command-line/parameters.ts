import { Argument, Option, type Command as Parser } from "commander";

import { UsageError, WrongUse } from "./usage-error.ts";

/**
 * Makes of an argument what it stands for. Throws {@link UsageError}.
 *
 * @param name What to call the argument in an error: `--root`, or `FILE`.
 */
export type Parse<Value> = (text: string, name: string) => Value;

interface Taking<Kind extends string, Value> {
  readonly kind: Kind;
  /** Stands for the value in the usage: FILE. */
  readonly placeholder: string;
  readonly summary: string;
  readonly parse: Parse<Value>;
}

interface Flag {
  readonly kind: "flag";
  readonly summary: string;
}

type Positional = Taking<"argument" | "optional argument", unknown>;

/** One thing that a command takes. */
export type Parameter = Flag | Positional | Taking<"option" | "required option" | "list", unknown>;

type Factory<Kind extends string> = {
  (placeholder: string, summary: string): Taking<Kind, string>;
  <Value>(placeholder: string, summary: string, parse: Parse<Value>): Taking<Kind, Value>;
};

function taking<Kind extends string>(kind: Kind): Factory<Kind> {
  return <Value>(placeholder: string, summary: string, parse?: Parse<Value>) =>
    ({ kind, placeholder, summary, parse: parse ?? ((text: string) => text) }) as Taking<Kind, never>;
}

/** An option without value; false unless given. */
export const flag = (summary: string): Flag => ({ kind: "flag", summary });
/** A positional argument. */
export const argument = taking("argument");
/** A positional argument that may be left out; undefined then. */
export const optionalArgument = taking("optional argument");
/** An option with a value; undefined unless given. */
export const option = taking("option");
/** An option with a value that has to be given. */
export const requiredOption = taking("required option");
/** An option with a value that may be given many times; an empty list unless given. */
export const listOption = taking("list");

type ValueOf<Given> = Given extends Flag
  ? boolean
  : Given extends Taking<infer Kind, infer Value>
    ? {
        readonly argument: Value;
        readonly "optional argument": Value | undefined;
        readonly option: Value | undefined;
        readonly "required option": Value;
        readonly list: readonly Value[];
      }[Kind & Exclude<Parameter["kind"], "flag">]
    : never;

/** The values of parameters, by name. */
export type Values<Parameters> = { readonly [Name in keyof Parameters]: ValueOf<Parameters[Name]> };

const spelled = (name: string): string =>
  `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

function isPositional(parameter: Parameter): parameter is Positional {
  return parameter.kind === "argument" || parameter.kind === "optional argument";
}

export function declare(parser: Parser, name: string, parameter: Parameter): void {
  const { summary } = parameter;
  if (parameter.kind === "flag") {
    parser.addOption(new Option(spelled(name), summary));
    return;
  }
  const { kind, placeholder } = parameter;
  const called = isPositional(parameter) ? placeholder : spelled(name);
  const parse = (text: string): unknown => {
    try {
      if (text === "") throw new UsageError(`${called} is empty.`);
      // Else an option whose value was forgotten would swallow the next one.
      if (text.startsWith("--")) throw new UsageError(`${called} has no value.`);
      return parameter.parse(text, called);
    } catch (error) {
      throw error instanceof UsageError ? new WrongUse(error, parser) : error;
    }
  };
  if (isPositional(parameter)) {
    const shown = kind === "argument" ? `<${placeholder}>` : `[${placeholder}]`;
    parser.addArgument(new Argument(shown, summary).argParser(parse));
    return;
  }
  const declared = new Option(`${called} <${placeholder}>`, summary).makeOptionMandatory(
    kind === "required option",
  );
  parser.addOption(
    kind === "list"
      ? declared.argParser((text, before: unknown[] | undefined) => [...(before ?? []), parse(text)])
      : declared.argParser(parse),
  );
}

export function valuesOf(
  parser: Parser,
  parameters: Readonly<Record<string, Parameter>>,
): Record<string, unknown> {
  const given = parser.opts<Record<string, unknown>>();
  const positional = [...(parser.processedArgs as unknown[])];
  const entries = Object.entries(parameters).map(([name, parameter]) => {
    if (isPositional(parameter)) return [name, positional.shift()] as const;
    const missing = { flag: false, list: [], option: undefined, "required option": undefined };
    return [name, given[name] ?? missing[parameter.kind]] as const;
  });
  return Object.fromEntries(entries);
}

export function synopsis(parameters: Readonly<Record<string, Parameter>>): string {
  const words = Object.entries(parameters).map(([name, parameter]) => {
    if (parameter.kind === "flag") return `[${spelled(name)}]`;
    const { kind, placeholder } = parameter;
    if (kind === "argument") return placeholder;
    if (kind === "optional argument") return `[${placeholder}]`;
    const written = `${spelled(name)} ${placeholder}`;
    if (kind === "required option") return written;
    return kind === "list" ? `[${written}]…` : `[${written}]`;
  });
  return words.join(" ");
}
