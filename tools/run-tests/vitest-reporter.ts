import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

import type { Reporter, TestCase, TestModule, Vitest } from "vitest/node";

import type { Outcome, SkippedTest } from "./summary.ts";

/** Where the reporter leaves the outcome of the run, as JSON. */
export const VITEST_OUTCOME = "build/vitest-outcome.json";

/** Tests that a filter of the command line leaves out are no skipped tests: whoever gave it knows. */
function isFiltered({ config }: Vitest): boolean {
  return config.testNamePattern !== undefined || (config.tagsFilter ?? []).length > 0;
}

/** A test that a broken hook kept from starting is reported like a skipped one, but nobody asked to skip it. */
function isHeldUp(test: TestCase): boolean {
  const result = test.result();
  return (
    result.state === "skipped" &&
    result.note === undefined &&
    test.options.mode === "run" &&
    test.module.state() === "failed"
  );
}

function outcomeOf(modules: readonly TestModule[], filtered: boolean): Outcome {
  let passed = 0;
  let failed = 0;
  const skipped: SkippedTest[] = [];
  for (const module of modules) {
    let failedHere = 0;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      const { lacks } = test.meta();
      if (state === "passed") passed += 1;
      else if (state !== "skipped" || isHeldUp(test)) failedHere += 1;
      else if (lacks !== undefined || !filtered)
        skipped.push({ file: module.relativeModuleId, name: test.fullName, ...(lacks && { lacks }) });
    }
    // A file that throws fails without any test that does.
    failed += failedHere === 0 && module.state() === "failed" ? 1 : failedHere;
  }
  return { passed, failed, skipped };
}

/** Tells the runner of all tests what vitest's own reports leave out: why a test was skipped. */
export default class OutcomeReporter implements Reporter {
  #vitest: Vitest | undefined;

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  async onTestRunEnd(modules: readonly TestModule[]): Promise<void> {
    const outcome = outcomeOf(modules, this.#vitest !== undefined && isFiltered(this.#vitest));
    await mkdir(dirname(VITEST_OUTCOME), { recursive: true });
    await writeFile(VITEST_OUTCOME, JSON.stringify(outcome));
  }
}
