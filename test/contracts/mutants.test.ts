import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";

import { MUTANTS } from "../../tools/mutants/list.ts";

const CONTRACTS = new URL("../../contracts/", import.meta.url);

describe("the list of mutants", () => {
  it.each(MUTANTS)("fits the contracts: $file, $what", async ({ file, original }) => {
    const text = await readFile(new URL(file, CONTRACTS), "utf8");
    expect(text.split(original)).toHaveLength(2);
  });

  it("has no mutant twice", () => {
    const changes = MUTANTS.map(({ file, original, mutated }) => [file, original, mutated].join("\n"));
    expect(new Set(changes).size).toBe(MUTANTS.length);
  });
});
