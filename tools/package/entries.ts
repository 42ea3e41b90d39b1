import manifest from "../../package.json" with { type: "json" };

import { entryFile } from "./manifest.ts";

export type EntryName = keyof typeof manifest.exports;

/** Entries for Node alone, and files of data. */
export const NOT_FOR_PAGES: readonly EntryName[] = [
  "./prover/node",
  "./policy.schema.json",
  "./artifacts/manifest.json",
  "./artifacts/*",
];

/** Entries that a page may import. */
export const PAGE_ENTRIES = (Object.keys(manifest.exports) as EntryName[]).filter(
  (entry) => !NOT_FOR_PAGES.includes(entry),
);

/** The file of an entry, from the root of the built package. */
export const fileOfEntry = (entry: EntryName): string => entryFile(manifest.exports[entry]);
