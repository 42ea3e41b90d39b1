/** Runs one step of a long command and says on stderr what it is and how long it took. */
export async function step<Result>(description: string, work: () => Promise<Result>): Promise<Result> {
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
}
