import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";

import { STATES } from "../../client/sdk/booking.ts";
import { lifeCycleTable } from "../../tools/life-cycle/markdown.ts";

const page = await readFile(new URL("../../docs/protocol.md", import.meta.url), "utf8");

it("docs/protocol.md shows the table that the escrow is tested against", () => {
  expect(page).toContain(lifeCycleTable());
});

it("docs/protocol.md numbers the states as the escrow does", () => {
  expect(page).toContain(`${STATES.join(", ")}.`);
});
