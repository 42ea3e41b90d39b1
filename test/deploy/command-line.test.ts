import { describe, expect, it } from "vitest";

import { EXIT } from "../../circuits/command-line.ts";
import { deployCommand, type DeployOptions } from "../../deploy/command-line.ts";
import { ROLLUPS } from "../../deploy/networks.ts";
import { runInProcess } from "../circuits/support/recorded-terminal.ts";

/** What a command line asks for, and how it ended; nothing is deployed. */
async function read(line: string) {
  const asked: DeployOptions[] = [];
  const program = deployCommand(async (options) => void asked.push(options));
  const ended = await runInProcess(program, ...line.split(" ").filter((word) => word !== ""));
  return { ...ended, options: asked[0] };
}

describe("the command line of npm run deploy", () => {
  it("takes a network alone", async () => {
    expect((await read("--network opSepolia")).options).toEqual({
      network: "opSepolia",
      name: "opSepolia",
      parameters: "deployments/opSepolia.parameters.json",
      allowDevelopmentKeys: false,
      consent: "ask",
    });
  });

  it("takes everything that the usage shows", async () => {
    const line =
      "--network custom --name pilot --parameters p.json --confirmations 12 --allow-development-keys --yes";
    expect((await read(line)).options).toEqual({
      network: "custom",
      name: "pilot",
      parameters: "p.json",
      confirmations: 12,
      allowDevelopmentKeys: true,
      consent: "given",
    });
    const { stdout, exitCode } = await read("--help");
    expect(exitCode).toBe(EXIT.yes);
    for (const [option] of line.matchAll(/--[a-z-]+/g)) expect(stdout).toContain(option);
  });

  it("shows every network", async () => {
    const { stdout } = await read("--help");
    for (const network of Object.keys(ROLLUPS)) expect(stdout).toContain(network);
  });

  it("only plans when both is asked for", async () => {
    expect((await read("--network custom --yes --plan")).options).toMatchObject({ consent: "plan only" });
  });

  it.each([
    ["", "--network"],
    ["--network custom --netwrok x", "netwrok"],
    ["--network custom more", "argument"],
    ["--network custom --name ../elsewhere", "name of a deployment"],
    ["--network custom --confirmations 0", "--confirmations"],
    ["--network custom --confirmations many", "--confirmations"],
  ])("is refused as: %s", async (line, problem) => {
    const { exitCode, stderr, options } = await read(line);
    expect(stderr).toContain("UsageError");
    expect(stderr).toContain(problem);
    expect(exitCode).toBe(EXIT.wrongUse);
    expect(options).toBeUndefined();
  });
});
