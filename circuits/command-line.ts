/**
 * The command lines of the project: what a command takes is declared, and read, explained and refused the same way
 * everywhere. A command gets its values typed, and the streams that it writes to, so that tests run it in their process.
 *
 *     const greet = command({
 *       name: "greet",
 *       summary: "say hello to somebody",
 *       parameters: { name: argument("NAME", "whom to greet"), loud: flag("with an exclamation mark") },
 *       run: async ({ name, loud }, { console }) => console.log(`Hello ${name}${loud ? "!" : "."}`),
 *     });
 *     await main(greet);
 */
import { Console } from "node:console";
import type { Writable } from "node:stream";
import { styleText } from "node:util";

import { Command as Parser, CommanderError } from "commander";

import { HELP_LAYOUT, HELP_WIDTH } from "./command-line/help.ts";
import { declare, synopsis, valuesOf, type Parameter, type Values } from "./command-line/parameters.ts";
import { UsageError, WrongUse } from "./command-line/usage-error.ts";
import { AftercareError } from "./errors.ts";

export {
  argument,
  flag,
  listOption,
  option,
  optionalArgument,
  requiredOption,
  type Parse,
} from "./command-line/parameters.ts";
export { UsageError };

/** What a command ends with: done, or the answer is yes; failed, or the answer is no; it was used wrongly. */
export const EXIT = { yes: 0, no: 1, wrongUse: 2 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Where a command writes. */
export interface Terminal {
  /** Answers. */
  readonly stdout: Writable;
  /** Progress and problems. */
  readonly stderr: Writable;
  /** Writes lines to both: `log` to stdout, `error` to stderr. */
  readonly console: Console;
}

export function terminalOn(stdout: Writable, stderr: Writable): Terminal {
  return { stdout, stderr, console: new Console({ stdout, stderr }) };
}

interface Described {
  readonly name: string;
  /** What it does, in a clause. */
  readonly summary: string;
  /** More of it, shown below the help. */
  readonly details?: string;
}

/** A command that does something. `coverageRoot` among its parameters is `--coverage-root` on the command line. */
export interface CommandDefinition<Parameters> extends Described {
  /** Positional arguments in their order, and options. */
  readonly parameters: Parameters;
  /** The exit code is 0 unless another one is returned, or an {@link AftercareError} is thrown. */
  readonly run: (values: Values<Parameters>, terminal: Terminal) => Promise<ExitCode | void>;
}

/** What one command line comes to. */
interface Course {
  readonly terminal: Terminal;
  exitCode: ExitCode;
}

/** A command or a group of them, ready to run. */
export interface Command {
  readonly parserFor: (course: Course) => Parser;
}

export function command<const Parameters extends Readonly<Record<string, Parameter>>>(
  definition: CommandDefinition<Parameters>,
): Command {
  const { parameters, run } = definition;
  return {
    parserFor(course) {
      const parser = describedParser(definition, course.terminal).usage(synopsis(parameters));
      for (const [name, parameter] of Object.entries(parameters)) declare(parser, name, parameter);
      return parser.action(async () => {
        const values = valuesOf(parser, parameters) as Values<Parameters>;
        course.exitCode = (await asUseOf(parser, () => run(values, course.terminal))) ?? EXIT.yes;
      });
    },
  };
}

/** Commands under a common name. */
export function commandGroup(group: Described & { readonly commands: readonly Command[] }): Command {
  return {
    parserFor(course) {
      const parser = describedParser(group, course.terminal).usage("COMMAND …");
      for (const { parserFor } of group.commands) parser.addCommand(parserFor(course));
      return parser;
    },
  };
}

/**
 * Runs one command line.
 *
 * @param args Without the name of the program.
 * @returns The exit code; wrong use and every {@link AftercareError} are told on stderr.
 * @throws Any other error: a defect of the program, whose stack trace helps to find it.
 */
export async function runCommandLine(
  { parserFor }: Command,
  args: readonly string[],
  terminal: Terminal,
): Promise<ExitCode> {
  const course: Course = { terminal, exitCode: EXIT.yes };
  try {
    await parserFor(course).parseAsync([...args], { from: "user" });
    return course.exitCode;
  } catch (error) {
    return report(error, terminal);
  }
}

/** Runs the command line that the process was started with, and leaves its exit code to the process. */
export async function main(program: Command): Promise<void> {
  const terminal = terminalOn(process.stdout, process.stderr);
  process.exitCode = await runCommandLine(program, process.argv.slice(2), terminal);
}

function report(error: unknown, { stderr, console }: Terminal): ExitCode {
  if (error instanceof CommanderError && error.exitCode === 0) return EXIT.yes;
  const problem = error instanceof WrongUse ? error.error : error;
  if (!(problem instanceof AftercareError)) throw problem;
  console.error(`${styleText("red", problem.name, { stream: stderr })}: ${problem.message}`);
  if (!(error instanceof WrongUse)) return EXIT.no;
  const { parser } = error;
  // The usage of a command says it all; of a group it says too little.
  const help = parser.createHelp();
  console.error(
    `\n${parser.commands.length > 0 ? parser.helpInformation().trimEnd() : `Usage: ${help.commandUsage(parser)}`}`,
  );
  return EXIT.wrongUse;
}

/** Notes of wrong use which command it was. */
async function asUseOf<Result>(parser: Parser, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof UsageError ? new WrongUse(error, parser) : error;
  }
}

function describedParser({ name, summary, details }: Described, { stdout }: Terminal): Parser {
  const parser = new Parser(name);
  return parser
    .description(summary)
    .addHelpText("after", details === undefined ? "" : `\n${details}`)
    .helpOption("-h, --help", "show this help")
    .helpCommand(false)
    .configureHelp(HELP_LAYOUT)
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      // `report` says it.
      writeErr: () => {},
      getOutHelpWidth: () => HELP_WIDTH,
      getErrHelpWidth: () => HELP_WIDTH,
    })
    .exitOverride((error) => {
      throw error.exitCode === 0 ? error : new WrongUse(new UsageError(problemOf(error)), parser);
    });
}

function problemOf({ code, message }: CommanderError): string {
  if (code === "commander.help") return "No command was given.";
  const [told = "", suggestion = ""] = message.replace(/^error: /, "").split("\n");
  const problem = code === "commander.unknownCommand" ? "there is no such command" : told.replace(/\.$/, "");
  return `${problem.charAt(0).toUpperCase()}${problem.slice(1)}. ${suggestion.replaceAll(/[()]/g, "")}`.trim();
}
