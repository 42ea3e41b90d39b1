// Checks the figures that `npm start -- --once --json` printed against what the story has to show.
import { readFile } from "node:fs/promises";

const story = JSON.parse(await readFile(process.argv[2], "utf8"));
const claims = {
  "at least six reviews verified": story.reviews.verified >= 6,
  "every posted review verified": story.reviews.verified === story.reviews.posted,
  "every attack refused": Object.values(story.refused).every((refused) => refused === true),
  "four kinds of attack": Object.keys(story.refused).length >= 4,
  "at most 4,096 constraints": story.circuit.review.constraints <= 4096,
  "the L1 data fee is charged": story.actions.every(({ l1FeeWei }) => BigInt(l1FeeWei) > 0n),
};
for (const [claim, holds] of Object.entries(claims)) console.log(`${holds ? "✔" : "✘"} ${claim}`);
if (Object.values(claims).includes(false)) process.exitCode = 1;
