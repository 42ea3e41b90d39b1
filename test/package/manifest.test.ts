// What the package brings its users, and what it leaves at home.
import { execFile } from "node:child_process";
import { lstat, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import rootManifest from "../../package.json" with { type: "json" };
import { writeKernel } from "../../prover/groth16/kernel/kernel.ts";
import { closureOf } from "../../tools/package/closure.ts";
import { createConsumer, type Consumer } from "../../tools/package/consumer.ts";
import {
  packageManifest,
  UndeclaredPackageError,
  type PackageManifest,
} from "../../tools/package/manifest.ts";
import { sizeOf } from "../../tools/package/size.ts";
import { withPackageReferences } from "../../tools/package/references.ts";
import { typeErrorsOf } from "./type-check.ts";

let consumer: Consumer;

beforeAll(async () => {
  consumer = await createConsumer();
});

afterAll(() => consumer[Symbol.asyncDispose]());

describe("the packed package", () => {
  it("costs whoever installs it at most 60 MB, all that it brings included", async () => {
    expect(await sizeOf(join(consumer.folder, "node_modules"))).toBeLessThan(60e6);
  });

  it("runs nothing when it is installed, and brings no Node", async () => {
    const manifest = JSON.parse(await readFile(join(consumer.package, "package.json"), "utf8")) as object;
    expect(Object.keys(manifest)).toEqual([
      "name",
      "version",
      "description",
      "license",
      "type",
      "engines",
      "bin",
      "exports",
      "sideEffects",
      "dependencies",
    ]);
    expect(await readdir(join(consumer.folder, "node_modules"))).not.toContainEqual(
      expect.stringMatching(/^node-/),
    );
  });

  it.each(["fused", "integer"] as const)(
    "has the kernel's module on %s arithmetic as the repository writes it",
    async (arithmetic) => {
      const program = `import { kernelModule } from "./node_modules/aftercare/prover/groth16/kernel/module.js";
        const { bytes, reservedBytes } = await kernelModule("${arithmetic}");
        console.log(reservedBytes, Buffer.from(bytes).toString("base64"));`;
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ["--input-type=module", "--eval", program],
        { cwd: consumer.folder },
      );
      const { bytes, reservedBytes } = writeKernel(arithmetic);
      expect(stdout.trim()).toBe(`${reservedBytes} ${Buffer.from(bytes).toString("base64")}`);
    },
  );

  it("has the file of every entry, and of every command", async () => {
    const { exports, bin } = JSON.parse(
      await readFile(join(consumer.package, "package.json"), "utf8"),
    ) as PackageManifest;
    const targets = [...Object.values(exports), ...Object.values(bin)].flatMap((target) =>
      typeof target === "string" ? [target] : Object.values(target),
    );
    for (const target of targets.filter((path) => !path.endsWith("*")))
      expect((await lstat(join(consumer.package, target))).isFile(), target).toBe(true);
  });

  it.each([
    ["a page", "es2022,dom", ""],
    ["a page of today", "es2024,esnext.disposable,dom", ""],
    ["a server", "es2022", "node"],
  ])("has types for every entry that need nothing but what it brings, in %s", async (_where, lib, types) => {
    const modules = Object.entries(rootManifest.exports).flatMap(([entry, target]) =>
      typeof target === "string" ? [] : [entry.replace(/^\./, rootManifest.name)],
    );
    const program = [
      ...modules.map((name, index) => `import * as entry${index} from "${name}";`),
      `import { PatientKeys } from "${rootManifest.name}/prover/keys";`,
      `export const all = [${modules.map((_name, index) => `entry${index}`).join(", ")}];`,
      "// @ts-expect-error A commitment is a bigint, which shows that its type is known.",
      'export const commitment: string = PatientKeys.fromPhrase("").identity.commitment;',
    ];
    expect(await typeErrorsOf(consumer, program.join("\n"), { lib, types })).toBe("");
  });

  it("holds the licences of what is bundled into it", async () => {
    for (const name of ["snarkjs", "fhir"])
      expect(await readFile(join(consumer.package, "bundled", `${name}.licences.md`), "utf8")).toContain(
        `## ${name} - `,
      );
  });
});

describe("the package.json of the package", () => {
  it("asks for what the built code imports, in the repository's versions, and for nothing else", () => {
    const { dependencies } = packageManifest(rootManifest, new Set(["ethers", "@scure/base"]));
    expect(dependencies).toEqual({
      "@scure/base": rootManifest.dependencies["@scure/base"],
      ethers: rootManifest.dependencies.ethers,
    });
  });

  it("is not made where the built code imports what its users would not get", () => {
    expect(() => packageManifest(rootManifest, new Set(["vite"]))).toThrow(UndeclaredPackageError);
  });
});

describe("a compiled file", () => {
  it("names the script of a worker by the name that it has once it is built", () => {
    expect(withPackageReferences("a/b.js", 'new Worker(new URL("./worker.ts", import.meta.url));')).toBe(
      'new Worker(new URL("./worker.js", import.meta.url));',
    );
  });

  it("imports what is bundled from where it is, at once or later", () => {
    expect(withPackageReferences("a/b.js", 'import { groth16 } from "snarkjs";')).toBe(
      'import { groth16 } from "../bundled/snarkjs.js";',
    );
    expect(withPackageReferences("b.js", 'await import("fhir");')).toBe('await import("./bundled/fhir.js");');
  });

  it("keeps its other texts", () => {
    const text = 'const engine = "snarkjs"; import x from "snarkjs-like";';
    expect(withPackageReferences("a/b.js", text)).toBe(text);
  });
});

describe("what a package brings", () => {
  const lock = {
    packages: {
      "node_modules/a": { dependencies: { b: "1" }, optionalDependencies: { elsewhere: "1" } },
      "node_modules/a/node_modules/b": {
        peerDependencies: { c: "1", d: "1" },
        peerDependenciesMeta: { d: { optional: true } },
      },
      "node_modules/b": { dependencies: { d: "1" } },
      "node_modules/c": { dependencies: { a: "1" } },
      "node_modules/d": {},
    },
  };

  it("is found as Node finds it: the nearest first, peers included, without what is optional and not there", () => {
    expect([...closureOf(lock, ["a"])].toSorted()).toEqual([
      "node_modules/a",
      "node_modules/a/node_modules/b",
      "node_modules/c",
    ]);
  });

  it("is refused for a package that is not locked", () => {
    expect(() => closureOf(lock, ["e"])).toThrow("e is not in package-lock.json");
  });
});
