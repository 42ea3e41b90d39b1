import { beforeAll, describe, expect, it } from "vitest";

import { loadArtifacts } from "../../../prover/artifacts/node.ts";
import { formatDisclosure, parseChallenge } from "../../../prover/disclosure/index.ts";
import { createProver } from "../../../prover/proving/index.ts";
import { NULLIFIER, SCOPE, claimKnowledge } from "../../prover/disclosure/claimed-surgery.ts";
import { runCli, temporaryFile } from "./run-cli.ts";

const QUESTION: Readonly<Record<string, string>> = {
  chain: "31337",
  insurer: "0x00000000000000000000000000000000000000dd",
  scope: String(SCOPE),
  nullifier: String(NULLIFIER),
  fields: "complicationGrade,procedure",
  expires: "2027-01-15T12:00:00+01:00",
};
const RECEIVED = ["--received", "2027-01-15T10:59:00Z"];

const ask = (question = QUESTION) =>
  runCli(
    "disclose",
    "challenge",
    ...Object.entries(question).flatMap(([name, value]) => [`--${name}`, value]),
  );

let challenge: string;
let disclosure: string;

beforeAll(async () => {
  const { out } = await ask();
  challenge = await temporaryFile("challenge.json", out);
  const asked = parseChallenge(JSON.parse(out));
  await using prover = await createProver({ artifacts: await loadArtifacts("claim") });
  const answer = await prover.proveDisclosure({
    ...claimKnowledge(),
    challenge: asked,
    now: 1_700_000_000,
  });
  disclosure = await temporaryFile("disclosure.json", formatDisclosure(answer));
});

describe("aftercare disclose challenge", () => {
  it("prints a challenge of its own each time", async () => {
    const [first, second] = [await ask(), await ask()];
    expect(first).toMatchObject({ code: 0, error: "" });
    expect(first.out).not.toBe(second.out);
    expect(parseChallenge(JSON.parse(first.out))).toMatchObject({
      fields: ["procedure", "complicationGrade"],
      expiry: Date.UTC(2027, 0, 15, 11) / 1_000,
    });
  });

  it.each([
    ["fields", "procedure,surgeon"],
    ["fields", ""],
    ["insurer", "example.org"],
    ["expires", "tomorrow"],
    ["expires", "2027-01-15T12:00:00"],
    ["nullifier", "-1"],
    ["chain", "one"],
  ])("answers 2 for %s %s", async (name, value) => {
    expect(await ask({ ...QUESTION, [name]: value })).toMatchObject({
      code: 2,
      out: "",
      error: expect.stringMatching(/^UsageError: /),
    });
  });
});

describe("aftercare disclose verify", () => {
  const verify = (...options: string[]) =>
    runCli("disclose", "verify", disclosure, "--challenge", challenge, ...options);

  it("answers 0 and shows what was opened", async () => {
    const { code, out } = await verify(...RECEIVED);
    expect(code).toBe(0);
    expect(out).toMatch(/^valid\n/);
    expect(out).toContain("  Procedure: ICD-10-PCS 0W0F0ZZ\n  Complications (Clavien–Dindo): IIIa\n");
  });

  it("answers 1 and shows nothing when it does not hold", async () => {
    expect(await verify("--received", "2027-01-15T11:00:01Z")).toMatchObject({
      code: 1,
      out: "invalid: it came after the challenge had expired",
    });
    expect(await verify(...RECEIVED, "--root", "1")).toMatchObject({ code: 1 });
    const other = await temporaryFile("challenge.json", (await ask()).out);
    expect(await runCli("disclose", "verify", disclosure, "--challenge", other, ...RECEIVED)).toMatchObject({
      code: 1,
      out: "invalid: the proof does not hold for this challenge and these values",
    });
  });

  it("answers 1 with a named error for a file that holds no disclosure", async () => {
    for (const text of ["", "{}", '{"version":1,"opened":{},"root":"1","coverageRoot":"1"}']) {
      const file = await temporaryFile("disclosure.json", text);
      const { code, error } = await runCli("disclose", "verify", file, "--challenge", challenge);
      expect(code).toBe(1);
      expect(error).toMatch(/^(MalformedJsonError|MalformedDisclosureError|MalformedProofError): /);
    }
  });

  it("answers 2 without a challenge, or with one that is none", async () => {
    expect(await runCli("disclose", "verify", disclosure)).toMatchObject({ code: 2 });
    const broken = await temporaryFile("challenge.json", '{"version":1}');
    expect(await runCli("disclose", "verify", disclosure, "--challenge", broken)).toMatchObject({
      code: 2,
      error: expect.stringMatching(/^UsageError: The challenge cannot be used\./),
    });
  });
});
