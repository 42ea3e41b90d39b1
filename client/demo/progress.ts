import { styleText } from "node:util";

/** A list of steps, each printed when it is done, with what came of it. */
export interface ProgressList {
  chapter(title: string): void;
  /** Runs one step; `outcome` turns its result into the few words shown behind the title. */
  step<Result>(
    title: string,
    run: () => Promise<Result>,
    outcome?: (result: Result) => string,
  ): Promise<Result>;
}

/** Writes the list to a stream, with the time since the start before each chapter. */
export function progressTo(stream: NodeJS.WriteStream): ProgressList {
  const startedAt = performance.now();
  const seconds = () => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
  const paint = (format: Parameters<typeof styleText>[0], text: string) =>
    styleText(format, text, { stream });
  return {
    chapter(title) {
      stream.write(`\n${paint("bold", title)} ${paint("dim", `(${seconds()})`)}\n`);
    },
    async step(title, run, outcome) {
      try {
        const result = await run();
        const words = outcome?.(result) ?? "";
        stream.write(`  ${paint("green", "✔")} ${title}${words === "" ? "" : paint("dim", `: ${words}`)}\n`);
        return result;
      } catch (error) {
        stream.write(`  ${paint("red", "✘")} ${title}\n`);
        throw error;
      }
    },
  };
}
