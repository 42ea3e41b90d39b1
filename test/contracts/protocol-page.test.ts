import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";

import { STATES } from "../../client/protocol/progress.ts";
import { formattedPage } from "../../tools/formatted-page.ts";
import { lifeCycleTable } from "../../tools/life-cycle/markdown.ts";

const PAGE = new URL("../../docs/protocol.md", import.meta.url);
const page = await readFile(PAGE, "utf8");

it("docs/protocol.md shows the table that the escrow is tested against", async () => {
  expect(page).toContain(await formattedPage(PAGE, lifeCycleTable()));
});

it("docs/protocol.md numbers the states as the escrow does", () => {
  expect(page.replaceAll(/\s+/g, " ")).toContain(`${STATES.join(", ")}.`);
});
