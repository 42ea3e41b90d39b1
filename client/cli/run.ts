import { AftercareError } from "../../prover/errors.ts";
import { EXIT, type Command, type ExitCode, type Output } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { UnreadableFileError, UsageError } from "./errors.ts";

const HELP = `Usage: aftercare COMMAND …

${COMMANDS.map(({ name, usage, summary }) => `  ${name} ${usage}\n      ${summary}`).join("\n")}

Exit codes: 0 yes or done, 1 no, 2 wrong use.`;

function commandFor(args: readonly string[]): { command: Command; rest: readonly string[] } {
  const words = args.slice(0, 2).join(" ");
  const command = COMMANDS.find(({ name }) => name === words);
  if (command === undefined) {
    throw new UsageError(args.length === 0 ? "No command was given." : "There is no such command.");
  }
  return { command, rest: args.slice(2) };
}

function reportProblem(problem: unknown, { error }: Output): ExitCode {
  // Anything else is a defect of this program, and its stack trace helps to find it.
  if (!(problem instanceof AftercareError)) throw problem;
  error(`${problem.name}: ${problem.message}`);
  return problem instanceof UsageError || problem instanceof UnreadableFileError ? EXIT.wrongUse : EXIT.no;
}

/** Runs one command line, without the name of the program; returns its exit code. */
export async function runCommandLine(args: readonly string[], output: Output): Promise<ExitCode> {
  if (args.includes("--help") || args.includes("-h")) {
    output.out(HELP);
    return EXIT.yes;
  }
  try {
    const { command, rest } = commandFor(args);
    const { run } = await command.load();
    return await run(rest, output);
  } catch (problem) {
    return reportProblem(problem, output);
  }
}
