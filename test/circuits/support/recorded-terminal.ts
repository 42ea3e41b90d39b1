import { Writable } from "node:stream";

import { runCommandLine, terminalOn, type Command, type ExitCode } from "../../../circuits/command-line.ts";

/** What a command line wrote, and how it ended. */
export interface Ended {
  readonly exitCode: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

function recorder(): { readonly stream: Writable; readonly text: () => string } {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  return { stream, text: () => chunks.join("") };
}

/** Runs a command line in this process. */
export async function runInProcess(program: Command, ...args: readonly string[]): Promise<Ended> {
  const [stdout, stderr] = [recorder(), recorder()];
  const exitCode = await runCommandLine(program, args, terminalOn(stdout.stream, stderr.stream));
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}
