import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { NODE_FILES, ROOMS } from "../../tools/one-way/rooms.ts";

const ROOT = join(import.meta.dirname, "../..");

/** Packages whose types ask for Node's come first: they must not bring them in for the rest. */
const NODE_CODE = [
  `import { Wallet } from "ethers";`,
  `import { createProver } from "../../prover/index.ts";`,
  `import { booking } from "../../client/sdk/index.ts";`,
  `export const one = process.env;`,
  `export const two = Buffer.from("00", "hex");`,
  `export const three: NodeJS.Timeout = setTimeout(() => {}, 1);`,
  `export const four = setTimeout(() => {}, 1).unref();`,
  `export const five = () => require("fs");`,
  `export const six = __dirname;`,
  `export const seven = import("node:fs");`,
  `export const eight = setImmediate(() => {});`,
  `export const nine = import.meta.dirname;`,
];
const FIRST_LINE = 4;

const BROWSER_CODE = `
  import { Wallet } from "ethers";
  import * as prover from "../../prover/index.ts";
  export const key = new Wallet("0x01").address;
  export const made = prover.createProver;
  export const answer: Promise<Response> = fetch(new URL("https://host.example/"));
  export const bytes = crypto.getRandomValues(new Uint8Array(4));
  export const text = new TextEncoder().encode("");
  export const timer: number = setTimeout(() => {}, 1);
`;

describe("code that runs everywhere is type-checked without Node", () => {
  let errors: readonly string[];
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(ROOT, "build/isomorphic-"));
    await writeFile(join(folder, "node.ts"), NODE_CODE.join("\n"));
    await writeFile(join(folder, "browser.ts"), BROWSER_CODE);
    const config = {
      extends: "../../tsconfig.isomorphic.json",
      compilerOptions: { noUnusedLocals: false },
      include: ["*.ts", "../../types/snarkjs.d.ts"],
      exclude: [],
    };
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
    const { stdout } = await promisify(execFile)(
      join(ROOT, "node_modules/.bin/tsc"),
      ["-p", ".", "--pretty", "false"],
      { cwd: folder },
    ).catch((error: unknown) => error as { stdout: string });
    errors = stdout.split("\n").filter((line) => line !== "");
  });

  afterAll(() => rm(folder, { recursive: true }));

  it.each(
    NODE_CODE.slice(FIRST_LINE - 1).map(
      (code, index) => [code.replace(/^.*? = /, ""), index + FIRST_LINE] as const,
    ),
  )("refuses %s", (_, line) => {
    expect(errors.filter((error) => error.startsWith(`node.ts(${line},`))).not.toEqual([]);
  });

  it("allows what browsers have too, and the prover", () => {
    expect(errors.filter((error) => !error.startsWith("node.ts"))).toEqual([]);
  });

  it("covers every room that runs everywhere", async () => {
    const config = await readFile(join(ROOT, "tsconfig.isomorphic.json"), "utf8");
    const { include, exclude } = JSON.parse(config.replaceAll(/^\/\/.*$/gm, "")) as {
      include: readonly string[];
      exclude: readonly string[];
    };
    const rooms = ROOMS.filter(({ runs }) => runs === "everywhere").map(({ folder }) => folder);
    expect(include.map((path) => path.replace(/\/\*\.ts$/, ""))).toEqual(expect.arrayContaining(rooms));
    expect(exclude).toEqual(NODE_FILES);
  });
});
