import { describe, expect, it } from "vitest";
import { parseOptions, UsageError } from "../../../client/demo/options.ts";

describe("the story's options", () => {
  it("default to a chain that stays up on any free port, with tables", () => {
    expect(parseOptions([])).toEqual({ once: false, json: false, port: 0, help: false });
  });

  it("are read", () => {
    expect(parseOptions(["--once", "--json", "--port", "8545"])).toEqual({
      once: true,
      json: true,
      port: 8545,
      help: false,
    });
  });

  it.each([["--unknown"], ["positional"], ["--port=65536"], ["--port=-1"], ["--port=1e3"], ["--once=yes"]])(
    "refuse %s",
    (argument) => {
      expect(() => parseOptions([argument])).toThrow(UsageError);
    },
  );
});
