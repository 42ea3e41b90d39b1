import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

export const ROOT = join(import.meta.dirname, "..", "..", "..");

/** A chain that another process serves on a free port of the loopback address. */
export interface RollupProcess extends AsyncDisposable {
  readonly url: string;
}

/** Starts a chain that is no local one by its id. */
export async function startRollupProcess(chainId: number): Promise<RollupProcess> {
  const child = spawn("node", [join(import.meta.dirname, "node.ts"), String(chainId)], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [port] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    },
  };
}

/** A command that runs, or ran. */
export interface Command {
  /** Exit code and everything printed. */
  readonly done: Promise<{ readonly code: number | null; readonly output: string }>;
  /** Ends it as a power cut would, whatever it has started along with it. */
  kill(): Promise<void>;
}

/** What to type when a command asks for something. */
export type Answer = readonly [prompt: string, answer: string];

/**
 * Starts a command in a process group of its own, so that what npm starts can be killed with it.
 *
 * @param environment Variables to set, or to unset where undefined.
 */
export function start(
  command: string,
  environment: Readonly<Record<string, string | undefined>>,
  answers: readonly Answer[] = [],
): Command {
  const child = spawn("bash", ["-c", command], {
    cwd: ROOT,
    detached: true,
    stdio: [answers.length === 0 ? "ignore" : "pipe", "pipe", "pipe"],
    env: { ...process.env, ...environment },
  });
  const done = outcomeOf(child, [...answers]);
  return {
    done,
    async kill() {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
      await done;
    },
  };
}

async function outcomeOf(
  child: ChildProcess,
  answers: Answer[],
): Promise<{ code: number | null; output: string }> {
  let output = "";
  let answered = 0;
  const listen = (text: string) => {
    output += text;
    const [next] = answers;
    if (next === undefined || !output.includes(next[0], answered)) return;
    answers.shift();
    answered = output.length;
    child.stdin?.write(`${next[1]}\n`);
    // Some commands go on listening for as long as somebody might still type.
    if (answers.length === 0) child.stdin?.end();
  };
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", listen);
  const [code] = (await once(child, "close")) as [number | null];
  return { code, output };
}
