import { describe, expect, it } from "vitest";

import { EXIT } from "../../../circuits/command-line.ts";
import { storyCommand, type StoryOptions } from "../../../client/demo/options.ts";
import { runInProcess } from "../../circuits/support/recorded-terminal.ts";

/** What a command line asks for, and how it ended; no story is told. */
async function read(...args: readonly string[]) {
  const asked: StoryOptions[] = [];
  const program = storyCommand(async (options) => {
    asked.push(options);
    return EXIT.yes;
  });
  return { ...(await runInProcess(program, ...args)), options: asked[0] };
}

describe("the story's options", () => {
  it("default to a chain that stays up on any free port, with tables", async () => {
    expect((await read()).options).toEqual({ once: false, json: false, port: 0 });
  });

  it("are read", async () => {
    expect((await read("--once", "--json", "--port", "8545")).options).toEqual({
      once: true,
      json: true,
      port: 8545,
    });
  });

  it.each([["--unknown"], ["positional"], ["--port=65536"], ["--port=-1"], ["--port=1e3"], ["--once=yes"]])(
    "refuse %s",
    async (argument) => {
      const { exitCode, stderr, options } = await read(argument);
      expect(stderr).toContain("UsageError");
      expect(exitCode).toBe(EXIT.wrongUse);
      expect(options).toBeUndefined();
    },
  );
});
