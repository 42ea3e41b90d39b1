import type { Writable } from "node:stream";

/** Runs one step of a long command, and may tell somebody about it. */
export type StepRunner = <Result>(description: string, work: () => Promise<Result>) => Promise<Result>;

/** Tells nobody. */
export const silently: StepRunner = (_description, work) => work();

/** Says on a stream what the step is and how long it took. */
export function stepsOn(stream: Writable): StepRunner {
  return async (description, work) => {
    stream.write(`${description} … `);
    const start = performance.now();
    try {
      const result = await work();
      stream.write(`${((performance.now() - start) / 1000).toFixed(1)} s\n`);
      return result;
    } catch (error) {
      stream.write("failed\n");
      throw error;
    }
  };
}
