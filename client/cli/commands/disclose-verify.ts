import { EXIT, type ExitCode, type Terminal } from "../../../circuits/command-line.ts";
import { loadVerificationKey } from "../../../prover/artifacts/node.ts";
import {
  describeDisclosure,
  parseChallenge,
  parseDisclosure,
  verifyDisclosure,
  type DisclosureVerdict,
} from "../../../prover/disclosure/index.ts";
import { readTextFile } from "../files.ts";
import { now } from "../instants.ts";
import { usable } from "../usable.ts";

type Flaw = Extract<DisclosureVerdict, { valid: false }>["flaw"];

const FLAWS: Readonly<Record<Flaw, string>> = {
  expiry: "it came after the challenge had expired",
  opened: "it does not open the fields asked for",
  root: "it is made for another surgery root",
  coverageRoot: "it is made for another coverage root",
  proof: "the proof does not hold for this challenge and these values",
};

interface DisclosureVerification {
  /** Path of the answer. */
  readonly disclosure: string;
  /** Path of the challenge. */
  readonly challenge: string;
  /** When the answer came, in seconds since 1970-01-01; now if undefined. */
  readonly received: number | undefined;
  readonly root: bigint | undefined;
  readonly coverageRoot: bigint | undefined;
}

/** Whether an answer to a challenge is proven, and what it opens. */
export async function run(
  { disclosure: answer, challenge, received, root, coverageRoot }: DisclosureVerification,
  { console }: Terminal,
): Promise<ExitCode> {
  const asked = await usable("The challenge", async () => parseChallenge(await readTextFile(challenge)));
  const disclosure = parseDisclosure(await readTextFile(answer));
  const expected = {
    receivedAt: received ?? now(),
    ...(root !== undefined && { roots: [root] }),
    ...(coverageRoot !== undefined && { coverageRoots: [coverageRoot] }),
  };
  const verdict = await verifyDisclosure(disclosure, asked, expected, await loadVerificationKey("claim"));
  console.log(
    verdict.valid ? `valid\n${describeDisclosure(asked, disclosure)}` : `invalid: ${FLAWS[verdict.flaw]}`,
  );
  return verdict.valid ? EXIT.yes : EXIT.no;
}
