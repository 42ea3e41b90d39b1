// What the tree does not keep yet. Nothing is added here: whoever moves the code deletes its lines, and the check fails on
// a line that nothing needs any more.
import type { Finding } from "./check.ts";

/** Folders that are rooms of the table under another name. */
export const FORMER_FOLDERS: readonly { readonly folder: string; readonly room: string }[] = [
  { folder: "client/indexer", room: "client/reader" },
  { folder: "client/relayer", room: "client/services/relayer" },
  { folder: "client/chain", room: "client/local" },
  { folder: "client/story", room: "client/demo" },
];

export type Pending = Pick<Finding, "rule" | "from" | "to">;

export const PENDING: readonly Pending[] = [
  { rule: "direction", from: "circuits/tools", to: "contracts" },
  { rule: "direction", from: "contracts", to: "circuits/tools" },
  { rule: "direction", from: "client/sdk", to: "build" },
  { rule: "ethers", from: "client/sdk", to: "ethers" },
  { rule: "direction", from: "client/reader", to: "client/sdk" },
  { rule: "ethers", from: "client/reader", to: "ethers" },
  { rule: "direction", from: "client/services", to: "client/sdk" },
  { rule: "direction", from: "client/local", to: "client/sdk" },
  { rule: "direction", from: "client/demo", to: "test" },
  { rule: "direction", from: "bench", to: "test" },
  { rule: "direction", from: "tools", to: "test" },
];
