import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { AftercareError } from "../../prover/errors.ts";
import { startLocalRollup } from "../local/local-rollup.ts";
import { parseOptions, USAGE, UsageError } from "./options.ts";
import { progressTo } from "./progress.ts";
import { tellStory } from "./story.ts";
import { tablesOf } from "./tables.ts";

/** Runs the story; returns the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const options = parseOptions(args);
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  const rollup = await startLocalRollup(options.port);
  try {
    const report = await tellStory(rollup, progressTo(options.json ? process.stderr : process.stdout));
    console.log(options.json ? JSON.stringify(report, null, 2) : `\n${tablesOf(report)}`);
    const told =
      report.reviews.verified === report.reviews.posted &&
      [report.refused, report.claims.refused].every((refused) => Object.values(refused).every(Boolean));
    if (!options.once) {
      console.error(
        `\nThe chain stays up at ${rollup.url} (chain ${report.chain.chainId}). Press Ctrl-C to end it.`,
      );
      await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
    }
    return told ? 0 : 1;
  } finally {
    // Clients may hold connections open for as long as they like; the chain does not wait for them.
    await Promise.race([rollup.close(), delay(1_000)]);
  }
}

try {
  process.exit(await main(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof AftercareError ? `${error.name}: ${error.message}` : error);
  process.exit(error instanceof UsageError ? 2 : 1);
}
