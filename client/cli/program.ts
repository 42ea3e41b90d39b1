import { argument, command, commandGroup, option, requiredOption } from "../../circuits/command-line.ts";
import { parseInstant } from "./instants.ts";
import { parseFieldElement, parseInteger } from "./numbers.ts";

const root = option("N", "the surgery root that it has to be made for", parseFieldElement);
const coverageRoot = option("N", "the coverage root that it has to be made for", parseFieldElement);

const claim = commandGroup({
  name: "claim",
  summary: "claims, from public values alone",
  commands: [
    command({
      name: "verify",
      summary: "whether a claim proves what a policy asks for; values that are given have to match too",
      parameters: {
        proof: argument("PROOF", "file of the claim's proof"),
        policy: requiredOption("FILE", "the policy"),
        scope: option("N", "number of the policy, or of its group", parseFieldElement),
        root,
        coverageRoot,
      },
      run: async (values, terminal) => (await import("./commands/claim-verify.ts")).run(values, terminal),
    }),
  ],
});

const file = argument("FILE", "the policy");

const policy = commandGroup({
  name: "policy",
  summary: "what insurers ask for",
  commands: [
    command({
      name: "explain",
      summary: "say in plain English what a policy asks for",
      parameters: { file },
      run: async (values, terminal) => (await import("./commands/policy-explain.ts")).run(values, terminal),
    }),
    command({
      name: "compile",
      summary: "print program, program hash and source hash as JSON",
      parameters: { file },
      run: async (values, terminal) => (await import("./commands/policy-compile.ts")).run(values, terminal),
    }),
    command({
      name: "check",
      summary:
        "whether a policy is valid and fits a claim; with a FHIR bundle, whether its record satisfies it",
      parameters: {
        file,
        bundle: option("FILE", "FHIR bundle that holds the record"),
        procedure: option("ID", "which of the bundle's procedures"),
        bills: option("A,B,…", "which of the surgery's bills make its cost, by id", (text) =>
          text.split(","),
        ),
      },
      run: async (values, terminal) => (await import("./commands/policy-check.ts")).run(values, terminal),
    }),
  ],
});

const disclose = commandGroup({
  name: "disclose",
  summary: "fields of a record, opened by the patient behind a claim",
  commands: [
    command({
      name: "challenge",
      summary: "print a challenge that asks the patient behind a claim to open fields of the record",
      parameters: {
        chain: requiredOption("N", "number of the chain", parseInteger),
        insurer: requiredOption("ADDRESS", "who asks"),
        scope: requiredOption("N", "the claim's scope", parseFieldElement),
        nullifier: requiredOption("N", "the claim's nullifier", parseFieldElement),
        fields: requiredOption("A,B,…", "names of the fields", (text) => text.split(",")),
        expires: requiredOption("TIME", "until when to answer: 2026-01-31T12:00:00Z", parseInstant),
      },
      run: async (values, terminal) =>
        (await import("./commands/disclose-challenge.ts")).run(values, terminal),
    }),
    command({
      name: "verify",
      summary: "whether an answer to a challenge is proven, and what it opens",
      parameters: {
        disclosure: argument("DISCLOSURE", "file of the answer"),
        challenge: requiredOption("FILE", "the challenge"),
        received: option("TIME", "when the answer came, now if left out", parseInstant),
        root,
        coverageRoot,
      },
      run: async (values, terminal) => (await import("./commands/disclose-verify.ts")).run(values, terminal),
    }),
  ],
});

/** `aftercare`. What a command needs is loaded when it runs, so that each starts fast. */
export const cliProgram = commandGroup({
  name: "aftercare",
  summary: "Answers about claims, policies and disclosures, from files and public values.",
  details: "Exit codes: 0 yes or done, 1 no, 2 wrong use.",
  commands: [claim, policy, disclose],
});
