import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";

import { EXIT, main, type ExitCode, type Terminal } from "../../circuits/command-line.ts";
import { startLocalRollup } from "../local/local-rollup.ts";
import { storyCommand, type StoryOptions } from "./options.ts";
import { progressTo } from "./progress.ts";
import { tellStory } from "./story.ts";
import { tablesOf } from "./tables.ts";

/** Tells the story, and keeps its chain up for whoever wants to look. */
async function tell(options: StoryOptions, { console }: Terminal): Promise<ExitCode> {
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
    return told ? EXIT.yes : EXIT.no;
  } finally {
    // Clients may hold connections open for as long as they like; the chain does not wait for them.
    await Promise.race([rollup.close(), delay(1_000)]);
  }
}

await main(storyCommand(tell));
process.exit();
