import type { Command } from "./command.ts";

/**
 * Every command, in the order of the help. What a command needs is loaded when it runs, so that each starts fast; a new one
 * is a file in commands/ and an entry here.
 */
export const COMMANDS: readonly Command[] = [
  {
    name: "claim verify",
    usage: "PROOF --policy FILE [--scope N] [--root N] [--coverage-root N]",
    summary: "whether a claim proves what a policy asks for; values that are given have to match too",
    load: () => import("./commands/claim-verify.ts"),
  },
  {
    name: "policy explain",
    usage: "FILE",
    summary: "say in plain English what a policy asks for",
    load: () => import("./commands/policy-explain.ts"),
  },
  {
    name: "policy compile",
    usage: "FILE",
    summary: "print program, program hash and source hash as JSON",
    load: () => import("./commands/policy-compile.ts"),
  },
  {
    name: "policy check",
    usage: "FILE [--bundle FILE [--procedure ID]]",
    summary:
      "whether a policy is valid and fits a claim; with a FHIR bundle, whether its record satisfies it",
    load: () => import("./commands/policy-check.ts"),
  },
  {
    name: "disclose challenge",
    usage: "--chain N --insurer ADDRESS --scope N --nullifier N --fields A,B,… --expires TIME",
    summary: "print a challenge that asks the patient behind a claim to open fields of the record",
    load: () => import("./commands/disclose-challenge.ts"),
  },
  {
    name: "disclose verify",
    usage: "DISCLOSURE --challenge FILE [--received TIME] [--root N] [--coverage-root N]",
    summary: "whether an answer to a challenge is proven, and what it opens",
    load: () => import("./commands/disclose-verify.ts"),
  },
];
