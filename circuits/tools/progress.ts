/** Runs one step of a long command, and may tell somebody about it. */
export type StepRunner = <Result>(description: string, work: () => Promise<Result>) => Promise<Result>;

/** Tells nobody. */
export const silently: StepRunner = (_description, work) => work();

/** Says on stderr what the step is and how long it took. */
export const step: StepRunner = async (description, work) => {
  process.stderr.write(`${description} … `);
  const start = performance.now();
  try {
    const result = await work();
    process.stderr.write(`${((performance.now() - start) / 1000).toFixed(1)} s\n`);
    return result;
  } catch (error) {
    process.stderr.write("failed\n");
    throw error;
  }
};
