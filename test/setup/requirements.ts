import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

import { describe, it } from "vitest";

import { CHROMIUM, chromiumExists } from "../../tools/browser/chromium.ts";
import type { Requirement } from "../../tools/run-tests/requirement.ts";

/** The browser in which the prover and the pages are tried. */
export const chromium: Requirement = {
  name: `Chromium (there is none at ${CHROMIUM})`,
  met: await chromiumExists(),
  remedy: "apt-get install --no-install-recommends chromium, or name an installed one with CHROMIUM.",
};

/** A Node of the machine besides the one of this package; older ones do not run TypeScript. */
export const MACHINE_NODE = (process.env["PATH"] ?? "")
  .split(delimiter)
  .filter((folder) => !folder.includes("node_modules"))
  .map((folder) => join(folder, "node"))
  .find((path) => existsSync(path));

export const machineNode: Requirement = {
  name: "a Node of the machine besides the package's own",
  met: MACHINE_NODE !== undefined,
  remedy: "put the folder of an installed Node into PATH.",
};

/**
 * `describe` and `it` for tests that need more than the packages. Where the machine lacks it they are skipped, and the end
 * of the run says why and how to run them. There is no other way to skip a test.
 */
export function requires({ met, name, remedy }: Requirement) {
  const options = met ? {} : { skip: true, meta: { lacks: { name, remedy } } };
  return {
    describe: (title: string, body: () => void) => describe(title, options, body),
    it: (title: string, body: () => Promise<void>) => it(title, options, body),
  };
}
