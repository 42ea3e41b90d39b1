// Writes fixtures/vectors/*.json: examples of every encoding in docs/protocol.md.
//
// Nothing here uses the prover. Hashes come from circomlibjs, key derivation from Node's own
// cryptography, typed data from ethers' encoder, so that prover, circuit and contracts are each
// compared with a second opinion. Integers are decimal strings, bytes are 0x-prefixed hex.
//
//   node tools/vectors.ts           writes the files
//   node tools/vectors.ts --check   fails if a committed file differs from what would be written
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { format } from "prettier";

import { claimVectors } from "./vectors/claims.ts";
import { keyVectors } from "./vectors/keys.ts";
import { answerVectors, bookingVectors, licenceVectors, signalVectors } from "./vectors/messages.ts";
import { commitmentVectors, leafVectors, queueVectors, treeVectors } from "./vectors/surgeries.ts";

const DIRECTORY = new URL("../fixtures/vectors/", import.meta.url);

const VECTORS = {
  "keys.json": keyVectors,
  "commitments.json": commitmentVectors,
  "leaf.json": leafVectors,
  "queue.json": queueVectors,
  "tree.json": treeVectors,
  "signal.json": signalVectors,
  "booking.json": bookingVectors,
  "licence.json": licenceVectors,
  "answer.json": answerVectors,
  "claim.json": claimVectors,
};

function toJson(value: unknown): Promise<string> {
  const replacer = (_key: string, member: unknown) =>
    typeof member === "bigint" ? member.toString() : member;
  return format(JSON.stringify(value, replacer, 2), { parser: "json", printWidth: 110 });
}

async function committed(file: URL): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

const { values: options } = parseArgs({ options: { check: { type: "boolean", default: false } } });

await mkdir(DIRECTORY, { recursive: true });
const differing: string[] = [];
for (const [name, vectors] of Object.entries(VECTORS)) {
  const file = new URL(name, DIRECTORY);
  const text = await toJson(vectors());
  if ((await committed(file)) === text) continue;
  differing.push(name);
  if (!options.check) await writeFile(file, text);
}

if (options.check && differing.length > 0) {
  console.error(`${differing.join(", ")} in ${fileURLToPath(DIRECTORY)} differ. Run: node tools/vectors.ts`);
  process.exitCode = 1;
} else {
  console.log(differing.length === 0 ? "Every vector is as committed." : `Wrote ${differing.join(", ")}.`);
}
