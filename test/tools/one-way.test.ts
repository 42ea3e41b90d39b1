import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

import { describe, expect, it } from "vitest";

import { findingsIn, roomOf } from "../../tools/one-way/check.ts";
import { referencesOf } from "../../tools/one-way/references.ts";
import { ROOMS } from "../../tools/one-way/rooms.ts";

const CHECKER = join(import.meta.dirname, "../../tools/one-way.ts");

/** What the check says of one line of code in a file, as `rule: from → to`. */
const verdicts = (path: string, text: string) =>
  findingsIn({ path, text }).map(({ rule, from, to }) => `${rule}: ${from} → ${to}`);

describe("an import against the flow of data is refused", () => {
  it.each([
    ["circuits/field.ts", `import "../contracts/x.ts";`, "circuits → contracts"],
    ["circuits/field.ts", `import "./tools/compiler.ts";`, "circuits → circuits/tools"],
    ["circuits/tools/verify.ts", `import "../../contracts/generators/x.ts";`, "circuits/tools → contracts"],
    ["contracts/generators/verifier/x.ts", `import "../../../prover/field.ts";`, "contracts → prover"],
    ["prover/field.ts", `import "../client/protocol/terms.ts";`, "prover → client/protocol"],
    ["prover/field.ts", `import "../contracts/generators/x.ts";`, "prover → contracts"],
    ["contracts/generators/x.ts", `import "../../ignition/x.ts";`, "contracts → ignition"],
    ["client/protocol/terms.ts", `import "../reader/logs.ts";`, "client/protocol → client/reader"],
    ["client/reader/logs.ts", `import "../sdk/reader/x.ts";`, "client/reader → client/sdk"],
    ["client/records/store.ts", `import "../reader/logs.ts";`, "client/records → client/reader"],
    ["client/api/review.ts", `import "../services/kit/http.ts";`, "client/api → client/services"],
    ["client/sdk/board/post.ts", `import "../../services/relayer/x.ts";`, "client/sdk → client/services"],
    ["client/services/relayer/x.ts", `import "../../sdk/index.ts";`, "client/services → client/sdk"],
    ["client/cli/run.ts", `import "../demo/main.ts";`, "client/cli → client/demo"],
    ["client/cli/run.ts", `import "../../circuits/tools/compiler.ts";`, "client/cli → circuits/tools"],
    ["client/local/deploy.ts", `import "../sdk/index.ts";`, "client/local → client/sdk"],
    ["client/web/app/main.tsx", `import "../../services/kit/http.ts";`, "client/web → client/services"],
    ["client/demo/main.ts", `import "../web/app/main.tsx";`, "client/demo → client/web"],
    ["client/demo/main.ts", `import "../../test/x.ts";`, "client/demo → test"],
    ["client/sdk/index.ts", `import "../../fixtures/x.ts";`, "client/sdk → fixtures"],
    ["client/sdk/index.ts", `import "../../bench/x.ts";`, "client/sdk → bench"],
    ["client/sdk/index.ts", `import "../../tools/x.ts";`, "client/sdk → tools"],
    ["fixtures/people.ts", `import "../client/demo/cast.ts";`, "fixtures → client/demo"],
    ["fixtures/people.ts", `import "../test/x.ts";`, "fixtures → test"],
    ["bench/gas/main.ts", `import "../../test/x.ts";`, "bench → test"],
    ["tools/abi.ts", `import "../client/demo/cast.ts";`, "tools → client/demo"],
    ["ignition/contracts.ts", `import "../client/protocol/terms.ts";`, "ignition → client/protocol"],
    ["deploy/main.ts", `import "../client/sdk/index.ts";`, "deploy → client/sdk"],
    ["contracts/ReviewBoard.sol", `import {X} from "../test/contracts/doubles/X.sol";`, "contracts → test"],
    ["circuits/review.circom", `include "../test/circuits/support/x.circom";`, "circuits → test"],
  ])("%s: %s", (path, text, expected) => {
    expect(verdicts(path, text)).toEqual([`direction: ${expected}`]);
  });
});

describe("every way to name a file counts", () => {
  it.each([
    `import { x } from "../services/x.ts";`,
    `import type { X } from "../services/x.ts";`,
    `import { type X } from "../services/x.ts";`,
    `import * as x from "../services/deep/down/x.ts";`,
    `import "./../../client/services/x.ts";`,
    `export { x } from "../services/x.ts";`,
    `export * from "../services/x.ts";`,
    `export type { X } from "../services/x.ts";`,
    `import x = require("../services/x.ts");`,
    `type X = import("../services/x.ts").X;`,
    `type X = typeof import("../services/x.ts");`,
    `await import("../services/x.ts");`,
    "await import(`../services/x.ts`);",
    `const x = () => { if (a) { return import("../services/x.ts"); } };`,
    `require("../services/x.ts");`,
    `createRequire(import.meta.url)("../services/x.ts");`,
    `new Worker(new URL("../services/x.ts", import.meta.url));`,
    `import.meta.resolve("../services/x.ts");`,
    `readFile(join(import.meta.dirname, "..", "services", "x.json"));`,
    `import x from "../services/x.json" with { type: "json" };`,
    `import x from "../services/x.ts?worker";`,
    `import "../../dist/client/services/x.js";`,
    `/// <reference path="../services/x.d.ts" />`,
  ])("%s", (text) => {
    expect(verdicts("client/sdk/index.ts", text)).toEqual(["direction: client/sdk → client/services"]);
  });

  it("except in comments and texts", () => {
    const text = [
      `// import "../services/x.ts";`,
      `/* export * from "../services/x.ts"; */`,
      `const text = 'import "../services/x.ts"';`,
      `const other = "../services/x.ts";`,
    ].join("\n");
    expect(verdicts("client/sdk/index.ts", text)).toEqual([]);
    const solidity = [
      `// import "../test/X.sol";`,
      `/* import "../test/X.sol"; */`,
      `string constant S = "import '../test/X.sol'";`,
    ].join("\n");
    expect(verdicts("contracts/X.sol", solidity)).toEqual([]);
  });

  it("is told with its line", () => {
    const [finding] = findingsIn({
      path: "client/sdk/index.ts",
      text: `import "./a.ts";\n\nimport "../demo/x.ts";\n`,
    });
    expect(finding).toMatchObject({ file: "client/sdk/index.ts", line: 3 });
  });
});

describe("an import along the flow of data is allowed", () => {
  it.each([
    ["contracts/generators/verifier/x.ts", `import "../../../circuits/verification-key.ts";`],
    ["prover/artifacts/check.ts", `import "../../circuits/manifest.ts"; import "../groth16/verify.ts";`],
    ["client/reader/contracts.ts", `import type { X } from "../../build/typechain/X.ts";`],
    ["client/cli/run.ts", `import "../../circuits/command-line.ts"; import "../services/kit/x.ts";`],
    ["client/services/mailbox/x.ts", `import "../../api/x.ts"; import "../kit/x.ts"; import "node:fs";`],
    ["client/local/deploy.ts", `import "../../ignition/contracts.ts"; import "../protocol/terms.ts";`],
    ["client/demo/main.ts", `import "../../fixtures/people.ts"; import "../services/x.ts";`],
    [
      "test/x.test.ts",
      `import "../client/demo/x.ts"; import "../tools/x.ts"; import "../hardhat.config.ts";`,
    ],
    ["client/sdk/index.ts", `import "@noble/hashes/sha2.js"; import "ethers/address";`],
  ])("%s: %s", (path, text) => {
    expect(verdicts(path, text)).toEqual([]);
  });

  it("but what the build makes gives the product nothing but types", () => {
    expect(verdicts("client/reader/contracts.ts", `import { X } from "../../build/typechain/X.ts";`)).toEqual(
      ["direction: client/reader → build"],
    );
  });
});

describe("code that runs everywhere", () => {
  const ROOMS_EVERYWHERE = [
    "prover",
    ...["protocol", "reader", "records", "api", "sdk", "web"].map((room) => `client/${room}`),
  ];

  it.each(ROOMS_EVERYWHERE)("knows nothing of Node in %s", (room) => {
    const path = `${room}/x.ts`;
    expect(verdicts(path, `import { readFile } from "node:fs/promises";`)).toEqual([
      `node: ${room} → node:fs/promises`,
    ]);
    expect(verdicts(path, `import fs from "fs";`)).toEqual([`node: ${room} → fs`]);
    expect(verdicts(path, `type X = typeof import("node:net");`)).toEqual([`node: ${room} → node:net`]);
    expect(verdicts(path, `/// <reference types="@types/node" />`)).toEqual([`node: ${room} → @types/node`]);
  });

  it.each(ROOMS_EVERYWHERE)("takes ethers in parts in %s", (room) => {
    const path = `${room}/x.ts`;
    expect(verdicts(path, `import { getAddress } from "ethers";`)).toEqual([`ethers: ${room} → ethers`]);
    expect(verdicts(path, `import type { Provider } from "ethers";`)).toEqual([`ethers: ${room} → ethers`]);
    expect(verdicts(path, `import { getAddress } from "ethers/address";`)).toEqual([]);
  });

  it("loads a file for Node only when it runs", () => {
    const path = "prover/artifacts/node.ts";
    expect(verdicts(path, `import { readFile } from "node:fs/promises";`)).toEqual([]);
    expect(verdicts("prover/index.ts", `export * from "./artifacts/node.ts";`)).toEqual([
      `node-file: prover → ${path}`,
    ]);
    expect(verdicts("prover/index.ts", `import "./artifacts/node.ts?worker";`)).toEqual([
      `node-file: prover → ${path}`,
    ]);
    expect(verdicts("client/sdk/index.ts", `await import("../../prover/artifacts/node.ts");`)).toEqual([]);
    expect(verdicts("prover/index.ts", `import "../circuits/command-line/help.ts";`)).toEqual([
      "node-file: prover → circuits/command-line/help.ts",
    ]);
    expect(verdicts("prover/index.ts", `import "../circuits/command-line.ts";`)).toEqual([
      "node-file: prover → circuits/command-line.ts",
    ]);
    expect(verdicts("client/services/kit/x.ts", `import "../../../prover/artifacts/node.ts";`)).toEqual([]);
  });
});

describe("an import that no rule could look behind is refused", () => {
  it.each([
    ["the package under its own name", `import "aftercare/prover";`, "path: client/sdk → aftercare/prover"],
    ["a subpath of the package's own", `import "#sdk";`, "path: client/sdk → #sdk"],
    ["an absolute path", `import "/client/services/x.ts";`, "path: client/sdk → /client/services/x.ts"],
    ["a file's address", `import "file:///x.ts";`, "path: client/sdk → file:///x.ts"],
    ["a path out of the project", `import "../../../x.ts";`, "path: client/sdk → ../../../x.ts"],
    ["a computed path", `await import(name + ".ts");`, "computed: client/sdk → computed"],
    ["a folder that is no room", `import "../utilities/x.ts";`, "room: client/sdk → client/utilities/x.ts"],
  ])("%s", (_, text, expected) => {
    expect(verdicts("client/sdk/index.ts", text)).toEqual([expected]);
  });

  it("and so is code in a folder that is no room", () => {
    expect(verdicts("client/utilities/x.ts", "")).toEqual([
      "room: client/utilities/x.ts → client/utilities/x.ts",
    ]);
  });

  it("but not an address that the file states beforehand, which is checked there", () => {
    const text = `const main = new URL("./main.ts", import.meta.url); await import(main);`;
    expect(verdicts("client/cli/aftercare.mjs", text)).toEqual([]);
    expect(verdicts("client/cli/aftercare.mjs", text.replace("./main", "../web/main"))).toEqual([
      "direction: client/cli → client/web",
    ]);
  });

  it("and a file that does not parse is an error", () => {
    expect(() => referencesOf("client/sdk/x.ts", "import {")).toThrow("client/sdk/x.ts");
  });
});

describe("the table of rooms", () => {
  it("lets a room of the product import only what stands above it", () => {
    const position = (path: string) => ROOMS.findIndex((room) => room === roomOf(path));
    const inOrder = ROOMS.slice(0, position("client/demo") + 1).map(({ folder, imports }) => ({
      folder,
      below: imports.filter((other) => other !== "build" && position(other) >= position(folder)),
    }));
    expect(inOrder.filter(({ below }) => below.length > 0)).toEqual([]);
  });

  it("names nothing that is in no room", () => {
    expect(ROOMS.flatMap(({ imports }) => imports).filter((path) => roomOf(path) === undefined)).toEqual([]);
  });

  it("knows the innermost room of a file", () => {
    expect(roomOf("circuits/tools/main.ts")?.folder).toBe("circuits/tools");
    expect(roomOf("circuits/field.ts")?.folder).toBe("circuits");
    expect(roomOf("hardhat.config.ts")?.folder).toBe(".");
    expect(roomOf("client/x.ts")).toBeUndefined();
  });
});

describe("`npm run lint`", () => {
  it("fails on a tree with a wrong import, and names it", async () => {
    const folder = await mkdtemp(join(tmpdir(), "one-way-"));
    const add = async (path: string, text: string) => {
      await mkdir(join(folder, dirname(path)), { recursive: true });
      await writeFile(join(folder, path), text);
    };
    await add("prover/field.ts", `import "../client/sdk/index.ts";`);
    await add("node_modules/other/prover/x.ts", `import "../client/sdk/index.ts";`);
    try {
      await expect(promisify(execFile)(process.execPath, [CHECKER], { cwd: folder })).rejects.toMatchObject({
        code: 1,
        stderr: expect.stringContaining(
          "prover/field.ts:1: prover may not import client/sdk (client/sdk/index.ts) (direction)\n",
        ),
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
