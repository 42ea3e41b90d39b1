import { loadVerificationKey } from "../../../prover/artifacts/node.ts";
import {
  describeDisclosure,
  parseChallenge,
  parseDisclosure,
  verifyDisclosure,
  type DisclosureVerdict,
} from "../../../prover/disclosure/index.ts";
import { parseStrictJson } from "../../../prover/json/strict-json.ts";
import { EXIT, parseArguments, required, type ExitCode, type Output } from "../command.ts";
import { readTextFile } from "../files.ts";
import { now, parseInstant } from "../instants.ts";
import { optionalElement } from "../numbers.ts";
import { usable } from "../usable.ts";

type Flaw = Extract<DisclosureVerdict, { valid: false }>["flaw"];

const FLAWS: Readonly<Record<Flaw, string>> = {
  expiry: "it came after the challenge had expired",
  opened: "it does not open the fields asked for",
  root: "it is made for another surgery root",
  coverageRoot: "it is made for another coverage root",
  proof: "the proof does not hold for this challenge and these values",
};

/** Whether an answer to a challenge is proven, and what it opens. */
export async function run(args: readonly string[], { out }: Output): Promise<ExitCode> {
  const { files, options } = parseArguments(
    args,
    ["DISCLOSURE"],
    ["challenge", "received", "root", "coverage-root"],
  );
  const roots = optionalElement("root", options.root);
  const coverageRoots = optionalElement("coverage-root", options["coverage-root"]);
  const receivedAt = options.received === undefined ? now() : parseInstant("received", options.received);
  const asked = await usable("The challenge", async () =>
    parseChallenge(parseStrictJson(await readTextFile(required("challenge", options.challenge)))),
  );
  const disclosure = parseDisclosure(parseStrictJson(await readTextFile(files.DISCLOSURE)));
  const expected = {
    receivedAt,
    ...(roots !== undefined && { roots }),
    ...(coverageRoots !== undefined && { coverageRoots }),
  };
  const verdict = await verifyDisclosure(disclosure, asked, expected, await loadVerificationKey("claim"));
  out(verdict.valid ? `valid\n${describeDisclosure(asked, disclosure)}` : `invalid: ${FLAWS[verdict.flaw]}`);
  return verdict.valid ? EXIT.yes : EXIT.no;
}
