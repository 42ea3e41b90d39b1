import { describe, expect, it } from "vitest";

import { unexplained } from "../../tools/disabled-rules/unexplained.ts";

/** Put together, or this file would be one that switches rules off. */
const disable = (tool: string, rest: string) => ["const x = 1; // ", tool, "-disable", rest].join("");

describe("a comment that switches a lint rule off", () => {
  it.each(["oxlint", "eslint", "solhint"])("has to name a rule and a reason, for %s", (tool) => {
    for (const rest of [
      "",
      "-line",
      " max-lines",
      "-next-line max-lines --",
      " -- a reason for everything",
    ]) {
      expect(unexplained("x.ts", `\n${disable(tool, rest)}`)).toEqual([
        `x.ts:2: name the rule and say why it is off here, after " -- "`,
      ]);
    }
  });

  it.each(["", "-line", "-next-line"])("may do so with both: -disable%s", (scope) => {
    expect(unexplained("x.ts", disable("oxlint", `${scope} max-lines -- one table`))).toEqual([]);
    expect(unexplained("x.ts", disable("oxlint", `${scope} typescript/no-x, max-lines -- why`))).toEqual([]);
  });
});
