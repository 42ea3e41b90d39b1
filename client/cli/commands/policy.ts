import {
  compilePolicy,
  evaluateProgram,
  explainPolicy,
  parsePolicyText,
  policySourceHash,
  PROGRAM_SLOTS,
  programHashOf,
  programWordsOf,
  type Program,
} from "../../../prover/policy/index.ts";
import { parseValidBundle } from "../../../prover/record/fhir-validation.ts";
import { encodeRecord, FIELD_NAMES } from "../../../prover/record/index.ts";
import { EXIT, parseArguments, type Command, type ExitCode, type Output } from "../command.ts";
import { readTextFile } from "../files.ts";

async function explain(args: readonly string[], { out }: Output): Promise<ExitCode> {
  const { files } = parseArguments(args, ["FILE"]);
  out(explainPolicy(parsePolicyText(await readTextFile(files.FILE))));
  return EXIT.yes;
}

/** Integers as decimal strings: JSON numbers would round them. */
function programJson(program: Program): object[] {
  return program.clauses.map(({ field, lo, hi, negated, startsGroup }) => ({
    field: FIELD_NAMES[field],
    lo: lo.toString(),
    hi: hi.toString(),
    negated,
    startsGroup,
  }));
}

async function compile(args: readonly string[], { out }: Output): Promise<ExitCode> {
  const { files } = parseArguments(args, ["FILE"]);
  const policy = parsePolicyText(await readTextFile(files.FILE));
  const program = compilePolicy(policy);
  const compiled = {
    programHash: programHashOf(program).toString(),
    sourceHash: policySourceHash(policy),
    clauses: programJson(program),
    words: programWordsOf(program).map(String),
  };
  out(JSON.stringify(compiled, null, 2));
  return EXIT.yes;
}

async function check(args: readonly string[], { out }: Output): Promise<ExitCode> {
  const { files, options } = parseArguments(args, ["FILE"], ["bundle", "procedure"]);
  const { bundle, procedure } = options;
  const program = compilePolicy(parsePolicyText(await readTextFile(files.FILE)));
  out(`The policy is valid and takes ${program.clauses.length} of ${PROGRAM_SLOTS} slots.`);
  if (bundle === undefined) return EXIT.yes;
  const record = parseValidBundle(await readTextFile(bundle), procedure === undefined ? {} : { procedure });
  const holds = evaluateProgram(program, encodeRecord(record));
  out(`The record ${holds ? "satisfies" : "does not satisfy"} the policy.`);
  return holds ? EXIT.yes : EXIT.no;
}

export const policyCommands: readonly Command[] = [
  {
    name: "policy explain",
    usage: "FILE",
    summary: "say in plain English what a policy asks for",
    run: explain,
  },
  {
    name: "policy compile",
    usage: "FILE",
    summary: "print program, program hash and source hash as JSON",
    run: compile,
  },
  {
    name: "policy check",
    usage: "FILE [--bundle FILE [--procedure ID]]",
    summary:
      "whether a policy is valid and fits a claim; with a bundle, whether its record satisfies the policy",
    run: check,
  },
];
