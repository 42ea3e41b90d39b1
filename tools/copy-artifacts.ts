/** Puts the proving artifacts beside the built library, where its Node loader looks for them. */
import { cp } from "node:fs/promises";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..");
await cp(join(ROOT, "circuits", "artifacts"), join(ROOT, "dist", "circuits", "artifacts"), {
  recursive: true,
});
