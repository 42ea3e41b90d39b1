import { parseArgs } from "node:util";
import { AftercareError } from "../../prover/errors.ts";

export interface StoryOptions {
  /** End when the story is told, instead of keeping the chain up. */
  once: boolean;
  /** Print one JSON object on stdout instead of tables. */
  json: boolean;
  /** Port of the loopback address on which the chain is served; 0 for any free one. */
  port: number;
  help: boolean;
}

export class UsageError extends AftercareError {
  override readonly name = "UsageError";
}

export const USAGE = `Usage: npm start -- [--once] [--json] [--port N]

Starts a local rollup, deploys Aftercare to it and plays its main job with real proofs.

  --once     exit when the story is told; without it the chain stays up until Ctrl-C
  --json     print the figures as one JSON object on stdout; progress goes to stderr
  --port N   serve the chain on this port of 127.0.0.1 (default: any free port)
  --help     show this text`;

/** Reads the command line; throws {@link UsageError} with what was wrong. */
export function parseOptions(args: readonly string[]): StoryOptions {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        once: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        port: { type: "string", default: "0" },
        help: { type: "boolean", default: false },
      },
    }));
  } catch (error) {
    throw new UsageError(
      error instanceof Error ? error.message : "Unknown option.",
      "See --help.",
      {},
      { cause: error },
    );
  }
  const port = Number(values.port);
  if (!/^\d{1,5}$/.test(values.port) || port > 65_535) {
    throw new UsageError("The port is not a number from 0 to 65535.", "Pass --port 0 for any free port.", {
      port: values.port,
    });
  }
  return { once: values.once, json: values.json, port, help: values.help };
}
