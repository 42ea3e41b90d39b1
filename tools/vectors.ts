// Writes fixtures/vectors/*.json: examples of every encoding in docs/protocol.md.
//
// Nothing here uses the prover. Hashes come from circomlibjs, key derivation from Node's own
// cryptography, typed data from ethers' encoder, so that prover, circuit and contracts are each
// compared with a second opinion. Integers are decimal strings, bytes are 0x-prefixed hex.
import { join } from "node:path";

import { format } from "prettier";

import { main } from "../circuits/command-line.ts";
import { generatorCommand } from "../circuits/tools/generated-files.ts";
import { claimVectors } from "./vectors/claims.ts";
import { keyVectors } from "./vectors/keys.ts";
import { answerVectors, bookingVectors, licenceVectors, signalVectors } from "./vectors/messages.ts";
import { commitmentVectors, leafVectors, queueVectors, treeVectors } from "./vectors/surgeries.ts";

const FOLDER = join(import.meta.dirname, "..", "fixtures", "vectors");

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

await main(
  generatorCommand({
    name: "npm run vectors",
    summary: "write examples of every encoding in docs/protocol.md",
    generate: () =>
      Promise.all(
        Object.entries(VECTORS).map(async ([name, vectors]) => ({
          path: join(FOLDER, name),
          text: await toJson(vectors()),
        })),
      ),
  }),
);
