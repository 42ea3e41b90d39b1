import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Root folder of the project; commands may be run from anywhere. */
export const PROJECT_ROOT = fileURLToPath(new URL("../..", import.meta.url));

export const ARTIFACTS_FOLDER = join(PROJECT_ROOT, "circuits", "artifacts");
export const BUILD_FOLDER = join(PROJECT_ROOT, "build", "circuits");

/** Phase-1 files of development setups: one local contribution, so nobody but its maker can trust them. */
export const DEVELOPMENT_POWERS_OF_TAU_FOLDER = join(PROJECT_ROOT, "circuits", "ptau");
