import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..");

describe("the name of an error", () => {
  it("is that of its class, wherever the class is", async () => {
    const classes: string[] = [];
    for await (const path of glob("{circuits,prover,client}/**/*.ts", { cwd: ROOT })) {
      const source = await readFile(join(ROOT, path), "utf8");
      const declared = source.matchAll(
        /class (\w+) extends \w+Error \{\s+override readonly name(?:: string)? = "(\w+)";/g,
      );
      for (const [, className, name] of declared) {
        expect(name, path).toBe(className);
        classes.push(className!);
      }
    }
    expect(classes.length).toBeGreaterThan(0);
  });
});
