import {
  command,
  flag,
  option,
  UsageError,
  type Command,
  type ExitCode,
  type Terminal,
} from "../../circuits/command-line.ts";

/** How the story is told. */
export interface StoryOptions {
  /** End when the story is told, instead of keeping the chain up. */
  readonly once: boolean;
  /** Print one JSON object on stdout instead of tables. */
  readonly json: boolean;
  /** Port of the loopback address on which the chain is served; 0 for any free one. */
  readonly port: number;
}

/** `npm start`. @param tell Tells the story. */
export function storyCommand(
  tell: (options: StoryOptions, terminal: Terminal) => Promise<ExitCode>,
): Command {
  return command({
    name: "npm start --",
    summary: "start a local rollup, deploy Aftercare to it and play its main job with real proofs",
    parameters: {
      once: flag("exit when the story is told; without it the chain stays up until Ctrl-C"),
      json: flag("print the figures as one JSON object on stdout; progress goes to stderr"),
      port: option("N", "serve the chain on this port of 127.0.0.1; any free port if left out", parsePort),
    },
    run: ({ once, json, port = 0 }, terminal) => tell({ once, json, port }, terminal),
  });
}

function parsePort(text: string, name: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`${name} takes a number from 0 to 65535.`, {
    remedy: "Pass 0 for any free port.",
    details: { given: text },
  });
}
