import { describe, expect, it } from "vitest";

import { parseCommandLine, USAGE } from "../../deploy/command-line.ts";
import { UsageError } from "../../deploy/errors.ts";
import { ROLLUPS } from "../../deploy/networks.ts";

const read = (line: string) => parseCommandLine(line.split(" ").filter((word) => word !== ""));

describe("the command line of npm run deploy", () => {
  it("takes a network alone", () => {
    expect(read("--network opSepolia")).toEqual({
      network: "opSepolia",
      name: "opSepolia",
      parameters: "deployments/opSepolia.parameters.json",
      allowDevelopmentKeys: false,
      consent: "ask",
    });
  });

  it("takes everything that the usage shows", () => {
    const line =
      "--network custom --name pilot --parameters p.json --confirmations 12 --allow-development-keys --yes";
    expect(read(line)).toEqual({
      network: "custom",
      name: "pilot",
      parameters: "p.json",
      confirmations: 12,
      allowDevelopmentKeys: true,
      consent: "given",
    });
    expect(read("--help")).toBe("help");
    for (const [option] of USAGE.matchAll(/--[a-z-]+/g)) {
      const value = /^--(?:network|name|parameters|confirmations)$/.test(option) ? " 1" : "";
      expect(() => read(`--network custom ${option}${value}`)).not.toThrow("Unknown option");
    }
  });

  it("shows every network", () => {
    for (const network of Object.keys(ROLLUPS)) expect(USAGE).toContain(network);
  });

  it("only plans when both is asked for", () => {
    expect(read("--network custom --yes --plan")).toMatchObject({ consent: "plan only" });
  });

  it.each([
    ["", "--network is missing"],
    ["--netwrok custom", "netwrok"],
    ["custom", "custom"],
    ["--network custom --name ../elsewhere", "name of a deployment"],
    ["--network custom --confirmations 0", "--confirmations"],
    ["--network custom --confirmations many", "--confirmations"],
  ])("is refused as: %s", (line, problem) => {
    expect(() => read(line)).toThrow(UsageError);
    expect(() => read(line)).toThrow(problem);
  });
});
