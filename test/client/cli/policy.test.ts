import { beforeAll, describe, expect, it } from "vitest";

import {
  all,
  between,
  compilePolicy,
  eq,
  explainPolicy,
  gte,
  inSet,
  policySourceHash,
  programHashOf,
} from "../../../prover/policy/index.ts";
import { fixtureText } from "../../prover/record/fixtures.ts";
import { runCli, temporaryFile } from "./run-cli.ts";

// What surgery-06-appendectomy.json says.
const APPENDECTOMY = all(
  eq("procedure", { system: "snomed-ct", code: "80146002" }),
  between("surgeryDay", "2013-01-01", "2013-12-31"),
);

let policy: string;
let bundle: string;

beforeAll(async () => {
  policy = await temporaryFile("policy.json", JSON.stringify(APPENDECTOMY));
  bundle = await temporaryFile("bundle.json", fixtureText("surgery-06-appendectomy.json"));
});

describe("aftercare policy explain", () => {
  it("prints the policy in plain English", async () => {
    expect(await runCli("policy", "explain", policy)).toEqual({
      code: 0,
      out: explainPolicy(APPENDECTOMY),
      error: "",
    });
  });
});

describe("aftercare policy compile", () => {
  it("prints program and hashes as JSON that keeps every digit", async () => {
    const { code, out } = await runCli("policy", "compile", policy);
    expect(code).toBe(0);
    const compiled = JSON.parse(out) as Record<string, unknown>;
    const program = compilePolicy(APPENDECTOMY);
    expect(compiled).toMatchObject({
      programHash: programHashOf(program).toString(),
      sourceHash: policySourceHash(APPENDECTOMY),
      clauses: [{ field: "procedure", lo: program.clauses[0]!.lo.toString() }, { field: "surgeryDay" }],
    });
  });
});

describe("aftercare policy check", () => {
  it("says that a policy fits, and how much room is left", async () => {
    expect(await runCli("policy", "check", policy)).toEqual({
      code: 0,
      out: "The policy is valid and takes 2 of 8 slots.",
      error: "",
    });
  });

  it("says no, and where, of a policy that does not fit or is none", async () => {
    const codes = [100_005, 100_014, 100_022, 100_033, 100_046, 100_051, 100_067, 100_098, 100_112];
    const outcomes = codes.map((code) => ({ system: "snomed-ct" as const, code: String(code) }));
    const tooLong = await temporaryFile("long.json", JSON.stringify(all(inSet("outcome", outcomes))));
    expect(await runCli("policy", "check", tooLong)).toMatchObject({
      code: 1,
      error: expect.stringMatching(/^PolicyTooLongError: .*policy\.all\[0\] takes 9/),
    });
    const broken = await temporaryFile("broken.json", '{"version":1,"all":[{"field":"age"}]}');
    expect(await runCli("policy", "check", broken)).toMatchObject({
      code: 1,
      error: expect.stringMatching(/^InvalidPolicyError: policy\.all\[0\]\.field/),
    });
    const noJson = await temporaryFile("text.json", "all(eq(…))");
    expect(await runCli("policy", "check", noJson)).toMatchObject({
      code: 1,
      error: expect.stringMatching(/^MalformedJsonError: /),
    });
  });

  it("says whether the record of a bundle satisfies the policy", async () => {
    expect(await runCli("policy", "check", policy, "--bundle", bundle)).toMatchObject({
      code: 0,
      out: expect.stringContaining("The record satisfies the policy."),
    });
    const other = await temporaryFile("other.json", JSON.stringify(all(gte("surgeryDay", "2020-01-01"))));
    expect(await runCli("policy", "check", other, "--bundle", bundle)).toMatchObject({
      code: 1,
      out: expect.stringContaining("The record does not satisfy the policy."),
    });
  });

  it("reads the procedure and the bills that are named", async () => {
    const named = ["--procedure", "example", "--bills", "960150"];
    expect(await runCli("policy", "check", policy, "--bundle", bundle, ...named)).toMatchObject({ code: 0 });
    const unknown = await runCli("policy", "check", policy, "--bundle", bundle, "--bills", "960150,7");
    expect(unknown.error).toMatch(/^UnknownBillError: .*960150/);
  });

  it("quotes nothing of a bundle that it cannot read", async () => {
    const secret = await temporaryFile(
      "bundle.json",
      '{"resourceType":"Bundle","type":"secret-medical-value"}',
    );
    const { code, error } = await runCli("policy", "check", policy, "--bundle", secret);
    expect(code).toBe(1);
    expect(error).toMatch(/^UnrepresentableFieldError: Bundle\.type/);
    expect(error).not.toContain("secret-medical-value");
  });
});
