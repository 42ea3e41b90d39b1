/**
 * The rooms of the project, and which way its data flows: `circuits → contracts → prover → client`, never back. This table
 * is the only place that says so; `npm run lint` holds every import against it.
 */
export interface Room {
  /** From the project's root; a room inside another one takes its files away from it. */
  readonly folder: string;
  /** Where its code runs: `everywhere` and `browser` know nothing of Node. */
  readonly runs: "everywhere" | "browser" | "node";
  /** Rooms that it may import, besides itself. */
  readonly imports: readonly string[];
}

const isomorphic = (folder: string, ...imports: readonly string[]): Room => ({
  folder,
  runs: "everywhere",
  imports,
});
const node = (folder: string, ...imports: readonly string[]): Room => ({ folder, runs: "node", imports });
const browser = (folder: string, ...imports: readonly string[]): Room => ({
  folder,
  runs: "browser",
  imports,
});

/** All that users of the project run, in the order in which its data flows: a room imports only rooms above it. */
const PRODUCT: readonly Room[] = [
  isomorphic("circuits"),
  node("circuits/tools", "circuits"),
  node("contracts", "circuits", "circuits/tools"),
  isomorphic("prover", "circuits"),
  node("ignition", "circuits", "contracts", "prover"),
  isomorphic("client/protocol", "circuits", "prover", "build"),
  isomorphic("client/reader", "circuits", "prover", "client/protocol", "build"),
  isomorphic("client/records", "circuits", "prover", "client/protocol"),
  isomorphic("client/api", "circuits", "prover", "client/protocol", "client/reader"),
  isomorphic(
    "client/sdk",
    "circuits",
    "prover",
    "client/protocol",
    "client/reader",
    "client/records",
    "client/api",
  ),
  node(
    "client/services",
    "circuits",
    "prover",
    "client/protocol",
    "client/reader",
    "client/records",
    "client/api",
  ),
  node("client/local", "contracts", "prover", "ignition", "client/protocol"),
  node("deploy", "circuits", "contracts", "prover", "ignition", "client/protocol", "client/reader"),
  node(
    "client/cli",
    "circuits",
    "prover",
    "client/protocol",
    "client/reader",
    "client/records",
    "client/sdk",
    "client/services",
    "client/local",
  ),
  browser(
    "client/web",
    "prover",
    "client/protocol",
    "client/reader",
    "client/records",
    "client/api",
    "client/sdk",
  ),
];

const product = PRODUCT.map(({ folder }) => folder);

/** What tests, benchmarks and the demonstration share: made-up people and their records. */
const FIXTURES = node("fixtures", ...product);

/** The product as a demonstration drives it, without its pages: what happens, never how. */
const DEMO = node(
  "client/demo",
  "circuits",
  "prover",
  "fixtures",
  ...product.filter((folder) => folder.startsWith("client/") && folder !== "client/web"),
);

/** What no room of the product is, yet everything around it needs: generated types, pages, configuration at the root. */
const SURROUNDINGS = ["build", "docs", "types", "."];

/** Around the product: the product imports none of it. */
const AROUND: readonly Room[] = [
  node("bench", ...product, "client/demo", "fixtures", "tools", ...SURROUNDINGS),
  node("tools", ...product, "fixtures", "bench", ...SURROUNDINGS),
  node("test", ...product, "client/demo", "fixtures", "bench", "tools", ...SURROUNDINGS),
  node("types"),
  node("docs"),
  node("build"),
  node(".", ...product, "tools"),
];

export const ROOMS: readonly Room[] = [...PRODUCT, FIXTURES, DEMO, ...AROUND];

/** Files and folders of rooms that run everywhere, and yet are for Node alone: others may load them only when they run, by `import()`. */
export const NODE_FILES: readonly string[] = [
  "circuits/command-line.ts",
  "circuits/command-line",
  "prover/artifacts/node.ts",
];
