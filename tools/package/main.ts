/** `npm run build`: the package as its users get it, in `dist/`, ready for `npm pack ./dist`. */
import { join } from "node:path";

import { buildPackage } from "./build.ts";

const ROOT = join(import.meta.dirname, "..", "..");
await buildPackage(join(ROOT, "dist"));
