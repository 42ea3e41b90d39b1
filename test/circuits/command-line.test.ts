import { describe, expect, it } from "vitest";

import {
  argument,
  command,
  commandGroup,
  EXIT,
  flag,
  listOption,
  option,
  optionalArgument,
  requiredOption,
  UsageError,
} from "../../circuits/command-line.ts";
import { AftercareError } from "../../circuits/errors.ts";
import { runInProcess } from "./support/recorded-terminal.ts";

function wholeNumber(text: string, name: string): number {
  if (!/^[0-9]+$/.test(text)) throw new UsageError(`${name} is not a whole number.`);
  return Number(text);
}

class SpoiltError extends AftercareError {
  override readonly name = "SpoiltError";
}

const print = command({
  name: "print",
  summary: "print what was given",
  parameters: {
    file: argument("FILE", "what to read"),
    copy: optionalArgument("COPY", "what to write"),
    colour: requiredOption("NAME", "of the ink"),
    fromPage: option("N", "first page", wholeNumber),
    only: listOption("N", "page to print", wholeNumber),
    draft: flag("in grey"),
  },
  run: async (values, { console }) => console.log(JSON.stringify(values)),
});

const fail = command({
  name: "fail",
  summary: "end in one of many ways",
  parameters: { how: argument("HOW", "no, spoilt, misused or broken") },
  run: async ({ how }, { console }) => {
    console.log("begun");
    console.error("trying");
    if (how === "no") return EXIT.no;
    if (how === "spoilt") throw new SpoiltError("It is spoilt.", "Fetch another one.");
    if (how === "misused") throw new UsageError("That cannot be used.", { remedy: "Bring another." });
    throw new TypeError("broken");
  },
});

const program = commandGroup({
  name: "press",
  summary: "prints",
  details: "Ask the printer.",
  commands: [print, commandGroup({ name: "test", summary: "tries", commands: [fail] })],
});

const run = (...args: string[]) => runInProcess(program, ...args);
const valuesOf = async (...args: string[]) => JSON.parse((await run("print", ...args)).stdout) as unknown;

describe("a command", () => {
  it("gets its values parsed, by name, wherever they stand", async () => {
    const args = [
      "--draft",
      "--only",
      "3",
      "a.txt",
      "--from-page=7",
      "b.txt",
      "--only",
      "4",
      "--colour",
      "red",
    ];
    expect(await valuesOf(...args)).toEqual({
      file: "a.txt",
      copy: "b.txt",
      colour: "red",
      fromPage: 7,
      only: [3, 4],
      draft: true,
    });
  });

  it("sees what was left out", async () => {
    expect(await valuesOf("a.txt", "--colour", "red")).toEqual({
      file: "a.txt",
      colour: "red",
      only: [],
      draft: false,
    });
  });

  it("answers on stdout, tells problems on stderr, and chooses its exit code", async () => {
    expect(await run("test", "fail", "no")).toEqual({ exitCode: 1, stdout: "begun\n", stderr: "trying\n" });
    expect(await run("print", "a", "--colour", "red")).toMatchObject({ exitCode: 0, stderr: "" });
  });

  it("ends with 1, problem and remedy, on an error that was thrown on purpose", async () => {
    expect(await run("test", "fail", "spoilt")).toMatchObject({
      exitCode: 1,
      stderr: "trying\nSpoiltError: It is spoilt. Fetch another one.\n",
    });
  });

  it("lets a defect through, with its stack trace", async () => {
    await expect(run("test", "fail", "broken")).rejects.toThrow(TypeError);
  });

  it("ends as wrong use where it says so itself", async () => {
    const { exitCode, stderr } = await run("test", "fail", "misused");
    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      "UsageError: That cannot be used. Bring another.\n\nUsage: press test fail HOW\n",
    );
  });
});

describe("wrong use", () => {
  it.each<[string, string[], string]>([
    ["no command", [], "No command was given."],
    ["half a command", ["test"], "No command was given."],
    ["an unknown command", ["burn"], "There is no such command."],
    ["a command that is nearly one", ["prnt"], "There is no such command. Did you mean print?"],
    ["a name of every object", ["__proto__"], "There is no such command."],
    ["a property of every object", ["toString"], "There is no such command."],
    ["an unknown option", ["print", "a", "--colour", "red", "--loud"], "Unknown option '--loud'."],
    ["an option of every object", ["print", "a", "--colour", "red", "--constructor"], "Unknown option"],
    ["no argument", ["print", "--colour", "red"], "Missing required argument 'FILE'."],
    ["an empty argument", ["print", "", "--colour", "red"], "FILE is empty."],
    ["too many arguments", ["print", "a", "b", "c", "--colour", "red"], "Too many arguments"],
    ["a missing option", ["print", "a"], "Required option '--colour <NAME>' not specified."],
    ["an empty option", ["print", "a", "--colour", ""], "--colour is empty."],
    ["an option without value", ["print", "a", "--colour"], "Option '--colour <NAME>' argument missing."],
    ["an option that swallows the next", ["print", "a", "--colour", "--draft"], "--colour has no value."],
    [
      "a value that cannot be read",
      ["print", "a", "--colour", "red", "--from-page", "x"],
      "--from-page is not",
    ],
    [
      "one such value of many",
      ["print", "a", "--colour", "red", "--only", "1", "--only", "x"],
      "--only is not",
    ],
    ["a value for a flag", ["print", "a", "--colour", "red", "--draft=yes"], "--draft"],
  ])("ends with 2, what was wrong and the usage: %s", async (_, args, problem) => {
    const { exitCode, stdout, stderr } = await run(...args);
    expect(exitCode).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^UsageError: /);
    expect(stderr).toContain(problem);
    expect(stderr).toMatch(/\n\nUsage: press /);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it("of one command shows the usage of that command", async () => {
    const usage = "print FILE [COPY] --colour NAME [--from-page N] [--only N]… [--draft]";
    expect((await run("print")).stderr).toContain(`\n\nUsage: press ${usage}\n`);
  });

  it("of a group shows what there is", async () => {
    expect((await run("test", "burn")).stderr).toMatch(/Usage: press test COMMAND …[^]*test fail HOW/);
  });
});

describe("help", () => {
  it("of the program lists every command with its usage", async () => {
    const { exitCode, stdout, stderr } = await run("--help");
    expect(exitCode).toBe(0);
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^Usage: press COMMAND …\n/);
    expect(stdout).toContain(
      "  print FILE [COPY] --colour NAME [--from-page N] [--only N]… [--draft]\n      print what",
    );
    expect(stdout).toContain("  test fail HOW\n      end in");
    expect(stdout).toMatch(/\nAsk the printer\.\n$/);
  });

  it("of a command lists what it takes", async () => {
    const { exitCode, stdout } = await run("print", "--help");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/FILE +what to read/);
    expect(stdout).toMatch(/--from-page <N> +first page/);
  });

  it("comes before anything is missed", async () => {
    expect(await run("test", "-h")).toMatchObject({ exitCode: 0, stderr: "" });
  });
});
