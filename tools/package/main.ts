/** `npm run build`: the package as its users get it, in `dist/`, ready for `npm pack ./dist`. */
import { join } from "node:path";

import { buildPackage } from "./build.ts";

await buildPackage(join(import.meta.dirname, "..", "..", "dist"));
