import { commandGroup } from "../command-line.ts";
import { build } from "./commands/build.ts";
import { ceremony } from "./commands/ceremony.ts";
import { info } from "./commands/info.ts";
import { setup } from "./commands/setup.ts";
import { verify } from "./commands/verify.ts";

/** `npm run circuits`: everything that makes and checks artifacts. */
export const circuitsProgram = commandGroup({
  name: "npm run circuits --",
  summary: "Compiles circuits, and makes and checks the artifacts that proving and verifying take.",
  details: "A ceremony takes only powers-of-tau files of the public ceremony.",
  commands: [build, info, setup, verify, ceremony],
});
